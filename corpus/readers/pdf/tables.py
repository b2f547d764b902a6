"""Grids and the text in them -> tables."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.readers.pdf.grids import Grid
from corpus.readers.pdf.lines import joined_text, lines_of
from corpus.readers.pdf.shapes import Chunk, RowShape, Table
from corpus.readers.ruled import Cell
from corpus.tables import column_of

_GROUP = re.compile(r"(?P<label>[IVXLC]+|[A-H])(?:[.)/]|\s?[-–])?\s+(?=\S)")
_MAX_HEADS = 3
_SHORT = 300  # letters: what stands in a cell over several rows is said again in each of them


def table_of(grid: Grid, chunks: Sequence[Chunk]) -> tuple[Table | None, list[Chunk]]:
    """Return the table of a grid with the chunks outside of it; None where it is no table."""
    contents, outside = _contents(grid, chunks)
    texts = {cell: joined_text(lines_of(inside, columns=False)) for cell, inside in contents.items()}
    if sum(bool(text) for text in texts.values()) < 2:
        return None, list(chunks)
    fields = _fields(grid, texts)
    heads = _heads(grid, texts)
    named = [_joined_heads(grid, texts, heads)] if heads else []
    kept = [at for at in range(heads, len(fields)) if any(fields[at])]
    rows = tuple(tuple(row) for row in [*named, *(_group_parted(fields[at]) for at in kept)])
    shapes = tuple(_shape_of(grid, texts, at) for at in [*([0] if heads else []), *kept])
    return Table(rows, len(named), grid.columns, grid.rows[0], grid.rows[-1], shapes), outside


def _shape_of(grid: Grid, texts: dict[Cell, str], row: int) -> RowShape:
    cells = [cell for cell in grid.cells if cell.rows[0] <= row < cell.rows[1]]
    label = min(cells, key=lambda cell: cell.columns)
    empty = label.columns == (0, 1) and not texts[label]
    return RowShape(tuple(sorted(cell.columns[0] for cell in cells)), label.rows[1] - row if empty else 0)


def _contents(grid: Grid, chunks: Sequence[Chunk]) -> tuple[dict[Cell, list[Chunk]], list[Chunk]]:
    """Deal the chunks to the cells; return also those outside."""
    owners = {
        (row, column): cell
        for cell in grid.cells
        for row in range(*cell.rows)
        for column in range(*cell.columns)
    }
    contents: dict[Cell, list[Chunk]] = {cell: [] for cell in grid.cells}
    outside: list[Chunk] = []
    for chunk in chunks:
        cell = owners.get(_field(grid, chunk))
        (outside if cell is None else contents[cell]).append(chunk)
    return contents, outside


def _fields(grid: Grid, texts: dict[Cell, str]) -> list[list[str]]:
    """Return the texts by row and column; that of a cell over several rows, unless it is long, in each."""
    fields = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for cell, text in texts.items():
        first, end = cell.rows
        for row in range(first, end if len(text) <= _SHORT else first + 1):
            fields[row][cell.columns[0]] = text
    return fields


def _field(grid: Grid, chunk: Chunk) -> tuple[int, int]:
    """Return the row and the column in which a chunk stands; no cell has them where it stands outside."""
    x, y = (chunk.left + chunk.right) / 2, chunk.base - 0.3 * chunk.size
    return bisect_right(grid.rows, y) - 1, bisect_right(grid.columns, x) - 1


def _heads(grid: Grid, texts: dict[Cell, str]) -> int:
    """Count the rows that name the columns: as many as the first row's cells reach down."""
    first = [cell for cell in grid.cells if cell.rows[0] == 0]
    if len(first) < 2:
        return 0
    heads = max(cell.rows[1] for cell in first)
    if heads > _MAX_HEADS or heads >= len(grid.rows) - 1 or not any(column_of(texts[cell]) for cell in first):
        return 1
    return heads


def _joined_heads(grid: Grid, texts: dict[Cell, str], heads: int) -> list[str]:
    """Make one row of the rows that name the columns, the upper names first."""
    columns = len(grid.columns) - 1
    named = [""] * columns
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        first, end = cell.columns
        if cell.rows[0] >= heads:
            continue
        whole = cell.rows[1] < heads  # it stands over its parts, and names each of them
        for column in range(first, end if whole else first + 1):
            named[column] = f"{named[column]} {texts[cell]}".strip()
    return named


def _group_parted(row: list[str]) -> list[str]:
    """Give the label of a group row ("I. Về tổ chức" over all columns) its own cell."""
    match = _GROUP.match(row[0])
    if match is None or any(row[1:]):
        return row
    return [match["label"], row[0][match.end() :], *row[2:]]
