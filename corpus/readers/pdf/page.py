"""What a page draws -> its lines and tables in the order of reading."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median_high

from corpus.readers.pdf.columns import in_reading_order
from corpus.readers.pdf.furniture import without_stamps
from corpus.readers.pdf.grids import grids_of
from corpus.readers.pdf.lines import lines_of
from corpus.readers.pdf.plain_tables import plain_tables
from corpus.readers.pdf.shapes import Block, Chunk, Drawn, Line, Page, Table
from corpus.readers.pdf.tables import table_of


def page_of(drawn: Drawn) -> Page:
    """Return the page: its tables in place, everything else as lines."""
    chunks = list(drawn.chunks)
    tables: list[Table] = []
    for grid in grids_of(drawn.rulings):
        table, chunks = table_of(grid, chunks)
        if table is not None:
            tables.append(table)
    lines = without_stamps(lines_of(chunks))
    usual = max(_usual_size(lines), _usual_size(drawn.chunks))  # most of the text may stand in tables
    lines = with_footnotes(lines, drawn.height, usual)
    plain, lines = plain_tables(lines)
    blocks: list[Block] = []
    for table in sorted([*tables, *plain], key=lambda table: table.top):
        blocks += in_reading_order([line for line in lines if line.base <= table.top])
        lines = [line for line in lines if line.base > table.top]
        blocks.append(table)
    blocks += in_reading_order([line for line in lines if not line.footnote])
    blocks += [line for line in lines if line.footnote]
    return Page(drawn.width, drawn.height, tuple(blocks))


def with_footnotes(lines: Sequence[Line], height: float, usual: float) -> list[Line]:
    """Mark all lines of footnotes: from a small line with a raised mark down to the foot of the page."""
    first = next((line for line in lines if line.footnote and line.size < 0.95 * usual), None)
    if first is None or first.base < 0.4 * height:
        return [replace(line, footnote=False) for line in lines]
    return [
        replace(line, footnote=line.base >= first.base and line.size <= 1.05 * first.size) for line in lines
    ]


def _usual_size(pieces: Sequence[Line] | Sequence[Chunk]) -> float:
    return median_high([piece.size for piece in pieces] or [0.0])
