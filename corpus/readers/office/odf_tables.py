"""Tables of OpenDocument: repeated, spanning and covered cells laid out on one grid."""

from collections.abc import Callable, Iterator

from lxml import etree

from corpus.readers.office.odf_names import TABLE, local, whole
from corpus.readers.office.tables import Cell, Table

_MOST_REPEATED = 100  # columns and rows that one element may stand for
_AROUND_ROWS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})

_Down = dict[int, tuple[int, int]]  # column -> how many rows below it still covers, and how wide


def read_table(
    table: etree._Element,
    lines_of_cell: Callable[[etree._Element], list[str]],
    has_border: Callable[[str | None], bool],
    width_of: Callable[[str | None], int],
) -> Table:
    """Return a table; `has_border` and `width_of` (in twips) look up the styles of cells and columns."""
    rows: list[tuple[Cell, ...]] = []
    down: _Down = {}
    headings, bordered = 0, False
    for row, heads in _rows(table, heads=False):
        cells = _row(row, lines_of_cell, down)
        bordered = bordered or any(has_border(cell.get(TABLE + "style-name")) for cell in row)
        repeated = min(whole(row.get(TABLE + "number-rows-repeated"), 1), _MOST_REPEATED)
        rows += [cells] * (repeated if any(cell.lines for cell in cells) else 1)
        headings += heads
    widths = [
        width_of(column.get(TABLE + "style-name"))
        for column in table.iter(TABLE + "table-column")
        for _ in range(min(whole(column.get(TABLE + "number-columns-repeated"), 1), _MOST_REPEATED))
    ]
    return Table(tuple(rows), bordered, tuple(widths), max(headings, 1))


def _rows(parent: etree._Element, *, heads: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table, and whether each is a heading."""
    for child in parent:
        name = local(child)
        if name == "table:table-row":
            yield child, heads
        elif name in _AROUND_ROWS:
            yield from _rows(child, heads=heads or name == "table:table-header-rows")


def _row(
    row: etree._Element, lines_of_cell: Callable[[etree._Element], list[str]], down: _Down
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    column = 0
    for element in row:
        repeated = min(max(whole(element.get(TABLE + "number-columns-repeated"), 1), 1), _MOST_REPEATED)
        if local(element) == "table:table-cell":
            lines = tuple(line for line in lines_of_cell(element) if line.strip())
            span = max(whole(element.get(TABLE + "number-columns-spanned"), 1), 1)
            below = whole(element.get(TABLE + "number-rows-spanned"), 1) - 1
            for at in range(column, column + repeated):
                cells.append(Cell(lines, at, span))
                if below > 0:
                    down[at] = (below, span)
        elif local(element) == "table:covered-table-cell":
            for at in range(column, column + repeated):
                left, span = down.get(at, (0, 1))
                if left > 0:
                    cells.append(Cell((), at, span, goes_on=True))
                    down[at] = (left - 1, span)
        column += repeated
    return tuple(cells)
