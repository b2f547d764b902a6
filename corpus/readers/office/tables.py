"""Tables of office files: those that carry data become rows, those that only place text become lines."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpus.letters import fold_letters
from corpus.readers.office.flow import PAGE
from corpus.readers.office.letterhead import begins_recipients, has_motto
from corpus.readers.reading import table_line
from corpus.tables import column_of

_SIGNING = re.compile(
    r"\W*(?:t/?m|k/?t|t/?l|tuq|q)\s*\.|\W*(?:t/m|k/t|t/l|tm|kt|tl|tuq)\s"
    r"|\W*(?:pho |quyen )?(?:chu tich|giam doc|chu nhiem|chanh|bi thu|bo truong|thu truong|truong|tong)\b"
)
_NUMBER_HEADING = re.compile(r"\W*(?:stt|tt|so tt|so thu tu)\W*$")
_LABEL = re.compile(r"([IVXLC]+|[A-Z]|\d{1,3})\s*[.)/-]?\s+(?=\S)")
_LETTERHEAD_ROWS = 10
_LARGEST_GRID = 3_000_000  # places; a sheet may have cells on its diagonal only
_LONGEST_REPEATED = 2_000  # code points of a merged cell that are told again
_CLOSE_EDGES = 150  # twips (2.6 mm): edges so near are meant to be one
_NESTED_ROW = re.compile(r"\| .* \|$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `goes_on` where it is merged with the one above it."""

    lines: tuple[str, ...]
    column: int  # where it begins on the table's grid
    span: int = 1
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `widths` are those of the grid's columns, () where unknown."""

    rows: tuple[tuple[Cell, ...], ...]
    bordered: bool = True
    widths: tuple[int, ...] = ()
    headings: int = 1  # rows at the top that name columns


@dataclass(slots=True)
class _Place:
    """A cell of the full grid: its own text, or that of the merged cell that covers it."""

    lines: tuple[str, ...] = ()
    from_left: bool = False  # covered by a cell to the left
    from_above: bool = False


def lines_of(table: Table) -> list[str]:
    """Return the lines of a table: `| a | b |` rows of data, or the text of each cell where it lays out.

    Vertically merged cells are told in every row they cover; horizontally merged ones in the first column,
    but headings in every column where their parts are named below them or where they name a column of
    tasks, whose cells may begin in any of them.
    """
    if len(table.rows) * len({cell.column for row in table.rows for cell in row}) > _LARGEST_GRID:
        return [table_line([" ".join(cell.lines) for cell in row]) for row in table.rows]
    grid = _grid(table)
    if not grid:
        return []
    columns = len(grid[0])
    if columns == 1:
        return [line for row in grid if not row[0].from_above for line in row[0].lines]
    if _is_letterhead(grid) or (not table.bordered and _is_signature(grid)):
        return _by_column(grid)
    if not table.bordered and not _is_numbered(grid):
        if len(grid) == 1:
            return _by_column(grid)
        if columns == 2:
            return [line for row in grid for place in _own(row) for line in place.lines]
    headings = _heading_rows(table)
    top = [_heading_line(row, parted=i + 1 < headings) for i, row in enumerate(grid[:headings])]
    return top + [_row_line(row) for row in grid[headings:]]


def _own(row: Sequence[_Place]) -> list[_Place]:
    return [place for place in row if not place.from_left and not place.from_above]


def _grid(table: Table) -> list[list[_Place]]:
    """Lay the cells on one grid without columns and rows in which nothing stands."""
    numbers = _columns_by_edge(table)
    edges = list(numbers)
    columns = max(numbers.values(), default=-1) + 1
    grid: list[list[_Place]] = []
    for cells in table.rows:
        row = [_Place() for _ in range(columns)]
        for cell in _one_break(cells):
            first = numbers[cell.column]
            end = bisect_left(edges, cell.column + cell.span)
            after = max(numbers[edges[end]] if end < len(edges) else columns, first + 1)
            above = _again(grid[-1][first].lines) if cell.goes_on and grid else None
            for column in range(first, after):
                row[column] = _Place(
                    cell.lines if above is None else above, column > first, above is not None
                )
        grid.append(row)
    kept = [c for c in range(columns) if any(row[c].lines and not row[c].from_left for row in grid)]
    grid = [[row[c] for c in kept] for row in grid]
    return [row for row in grid if any(place.lines for place in row)]


def _again(lines: Sequence[str]) -> tuple[str, ...]:
    """Return a merged cell's lines for the next row; long ones are told once."""
    return _unmarked(lines) if sum(map(len, lines)) <= _LONGEST_REPEATED else ()


def _unmarked(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.replace(PAGE, "") for line in lines)


def _columns_by_edge(table: Table) -> dict[int, int]:
    """Number the edges of the grid at which cells begin; edges that nearly coincide get one number."""
    positions = [0, *accumulate(table.widths)]
    numbers: dict[int, int] = {}
    number, last = -1, 0
    for edge in sorted({cell.column for row in table.rows for cell in row}):
        position = positions[edge] if edge < len(positions) else None
        if number < 0 or position is None or not positions[-1] or position - last > _CLOSE_EDGES:
            number += 1
            last = position or 0
        numbers[edge] = number
    return numbers


def _is_letterhead(grid: list[list[_Place]]) -> bool:
    if len(grid) > _LETTERHEAD_ROWS or len(grid[0]) > 3:
        return False
    return any(has_motto(_text(place)) for row in grid for place in row)


def _is_signature(grid: list[list[_Place]]) -> bool:
    if len(grid[0]) > 3:
        return False
    return any(begins_recipients(_text(place)) for row in grid for place in row) or all(
        not place.lines or _SIGNING.match(fold_letters(_text(place))) for place in grid[0]
    )


def _is_numbered(grid: list[list[_Place]]) -> bool:
    """Tell a table whose first column is named STT."""
    return _NUMBER_HEADING.match(fold_letters(_text(grid[0][0]))) is not None


def _text(place: _Place) -> str:
    return " ".join(place.lines)


def _by_column(grid: list[list[_Place]]) -> list[str]:
    """Return the left column's lines, then those of the next: so letterheads and signatures are read."""
    return [
        line
        for column in range(len(grid[0]))
        for row in grid
        if not row[column].from_left and not row[column].from_above
        for line in row[column].lines
    ]


def _heading_rows(table: Table) -> int:
    """Count the rows that name columns: as said, and those that cells of the first row reach down to."""
    count = 1
    while count < len(table.rows) and any(cell.goes_on for cell in table.rows[count]) and count < 3:
        if not any(cell.span > 1 for cell in table.rows[0]):
            break
        count += 1
    return max(count, table.headings)


def _heading_line(row: Sequence[_Place], *, parted: bool) -> str:
    texts = [_unnested_text(place) for place in row]
    once = [
        place.from_left and not parted and column_of(text) is None
        for place, text in zip(row, texts, strict=True)
    ]
    return table_line(["" if told else text for text, told in zip(texts, once, strict=True)])


def _row_line(row: Sequence[_Place]) -> str:
    texts = [_unnested_text(place) for place in row]
    if len(row) > 2 and all(place.from_left for place in row[1:]):
        return table_line(_group_row(texts))
    return table_line(["" if place.from_left else text for place, text in zip(row, texts, strict=True)])


def _unnested_text(place: _Place) -> str:
    return " ".join(map(_unnested, place.lines))


def _unnested(line: str) -> str:
    """Return a line of a cell; a row of a table inside the cell loses its borders."""
    return line[2:-2].replace(" | ", " ") if _NESTED_ROW.match(line) else line


def _group_row(texts: list[str]) -> list[str]:
    """Return a cell over the whole row as a label and a title, or as told in every column."""
    label = _LABEL.match(texts[0].lstrip(PAGE + " "))
    if label is None:
        return texts if len(texts[0]) <= _LONGEST_REPEATED else [texts[0], *[""] * (len(texts) - 1)]
    title = texts[0].replace(PAGE, "").strip()[label.end() :]
    begins = PAGE if PAGE in texts[0] else ""
    return [begins + label[1], title, *[""] * (len(texts) - 2)]


def _one_break(cells: Sequence[Cell]) -> list[Cell]:
    """Keep the page marks of one cell: a row over two pages has one in each cell that goes on."""
    counts = [0 if cell.goes_on else sum(line.count(PAGE) for line in cell.lines) for cell in cells]
    if not any(counts):
        return [replace(cell, lines=_unmarked(cell.lines)) if cell.goes_on else cell for cell in cells]
    keep = counts.index(max(counts))
    return [cell if i == keep else replace(cell, lines=_unmarked(cell.lines)) for i, cell in enumerate(cells)]
