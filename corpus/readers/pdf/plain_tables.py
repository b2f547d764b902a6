"""Tables without straight lines: cells stand below the names of columns, with white between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pdf.columns import rows_of
from corpus.readers.pdf.lines import glue
from corpus.readers.pdf.shapes import Line, Table
from corpus.tables import column_of

_MIN_COLUMNS, _MIN_NAMED, _MIN_ROWS = 3, 2, 3
_GAP = 3.0  # in sizes: a table ends before a wider one


@dataclass(slots=True)
class _Growing:
    """A table as far as it has been read."""

    lefts: list[float]
    rights: list[float]
    rows: list[list[str]]
    bottom: float

    def take(self, row: Sequence[Line]) -> bool:
        """Add a row of lines; False where it does not fall into the columns."""
        placed = [(self._column(line), line) for line in row]
        lefts, rights = list(self.lefts), list(self.rights)
        for column, line in placed:
            lefts[column], rights[column] = min(lefts[column], line.left), max(rights[column], line.right)
        if any(right >= left for right, left in zip(rights, lefts[1:], strict=False)):
            return False
        self.lefts, self.rights = lefts, rights
        if any(column == 0 for column, _ in placed):  # else the row above goes on
            self.rows.append([""] * len(lefts))
        for column, line in sorted(placed, key=lambda place: place[1].base):
            text = self.rows[-1][column]
            self.rows[-1][column] = text + glue(text) + line.text if text else line.text
        self.bottom = max(line.base for line in row)
        return True

    def _column(self, line: Line) -> int:
        def aside(column: int) -> float:
            return max(self.lefts[column] - line.right, line.left - self.rights[column])

        return min(range(len(self.lefts)), key=aside)


def plain_tables(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """Return the tables among the lines of a page, and the lines outside of them."""
    rows = rows_of(lines)
    tables: list[Table] = []
    rest: list[Line] = []
    at = 0
    while at < len(rows):
        found = _table_at(rows, at)
        if found is None:
            rest += rows[at]
            at += 1
        else:
            table, at = found
            tables.append(table)
    return tables, rest


def _table_at(rows: Sequence[Sequence[Line]], at: int) -> tuple[Table, int] | None:
    head = sorted(rows[at], key=lambda line: line.left)
    named = sum(column_of(line.text) is not None for line in head)
    if len(head) < _MIN_COLUMNS or named < _MIN_NAMED:
        return None
    lefts, rights = [line.left for line in head], [line.right for line in head]
    if any(right >= left for right, left in zip(rights, lefts[1:], strict=False)):
        return None
    table = _Growing(lefts, rights, [[line.text for line in head]], head[0].base)
    end = at + 1
    while end < len(rows):
        row = rows[end]
        if min(line.base for line in row) - table.bottom > _GAP * row[0].size or not table.take(row):
            break
        end += 1
    if len(table.rows) < _MIN_ROWS:
        return None
    edges = (*table.lefts, table.rights[-1])
    top = min(line.top for line in head)
    return Table(tuple(map(tuple, table.rows)), 1, edges, top, table.bottom), end
