"""Grids and the text in them -> tables."""

import re
from collections.abc import Sequence

from corpus.readers.pdf.grids import Cell, Grid
from corpus.readers.pdf.lines import joined_text, lines_of
from corpus.readers.pdf.shapes import Chunk, Table

_GROUP = re.compile(r"(?P<label>[IVXLC]+|[A-H])(?:[.)/]|\s?[-–])?\s+(?=\S)")
_MAX_HEADS = 3
_SHORT = 300  # letters: what stands in a cell over several rows is said again in each of them


def table_of(grid: Grid, chunks: Sequence[Chunk]) -> tuple[Table | None, list[Chunk]]:
    """Return the table of a grid with the chunks outside of it; None where it is no table."""
    inside = [c for c in chunks if _is_in(c, grid.columns[0], grid.rows[0], grid.columns[-1], grid.rows[-1])]
    texts = {cell: _text(cell, inside) for cell in grid.cells}
    filled = sum(bool(text) for text in texts.values())
    if filled < 2 or not inside:
        return None, list(chunks)
    rows, columns = len(grid.rows) - 1, len(grid.columns) - 1
    fields = [[""] * columns for _ in range(rows)]
    for cell, text in texts.items():
        first, end = cell.rows
        for row in range(first, end if len(text) <= _SHORT else first + 1):
            fields[row][cell.columns[0]] = text
    heads = _heads(grid, texts)
    named = _joined_heads(grid, texts, heads) if heads else []
    body = [_group_parted(row) for row in fields[heads:] if any(row)]
    table_rows = tuple(tuple(row) for row in [*named, *body])
    table = Table(table_rows, len(named), grid.columns, grid.rows[0], grid.rows[-1])
    taken = set(map(id, inside))
    return table, [chunk for chunk in chunks if id(chunk) not in taken]


def _is_in(chunk: Chunk, left: float, top: float, right: float, bottom: float) -> bool:
    middle = (chunk.left + chunk.right) / 2
    return left <= middle <= right and top <= chunk.base - 0.3 * chunk.size <= bottom


def _text(cell: Cell, chunks: Sequence[Chunk]) -> str:
    inside = [c for c in chunks if _is_in(c, cell.left, cell.top, cell.right, cell.bottom)]
    return joined_text(lines_of(inside, columns=False)) if inside else ""


def _heads(grid: Grid, texts: dict[Cell, str]) -> int:
    """Count the rows that name the columns: as many as the first row's cells reach down."""
    first = [cell for cell in grid.cells if cell.rows[0] == 0]
    if len(first) < 2:
        return 0
    heads = max(cell.rows[1] for cell in first)
    if heads > _MAX_HEADS or heads >= len(grid.rows) - 1:
        return 1
    return heads


def _joined_heads(grid: Grid, texts: dict[Cell, str], heads: int) -> list[list[str]]:
    """Make one row of the rows that name the columns, the upper names first."""
    columns = len(grid.columns) - 1
    named = [""] * columns
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        first, end = cell.columns
        if cell.rows[0] >= heads:
            continue
        for column in range(
            first, end if cell.rows[1] < heads else first + 1
        ):  # a name stands over its parts
            named[column] = f"{named[column]} {texts[cell]}".strip()
    return [named]


def _group_parted(row: list[str]) -> list[str]:
    """Give the label of a group row ("I. Về tổ chức" over all columns) its own cell."""
    match = _GROUP.match(row[0])
    if match is None or any(row[1:]):
        return row
    return [match["label"], row[0][match.end() :], *row[2:]]
