"""Task tables whose cells became lines: pages copied from portals lose the table and keep its cells.

    STT / Nhiệm vụ / Cơ quan chủ trì / Cơ quan phối hợp / Thời gian / 1 / Xây dựng ... / Sở A / Sở B / Quý I

The headings stand on lines of their own, and so does each row's number. A row is read only where its cells
fall into place: as many lines as columns, or more lines with the surplus in the task's cell.
"""

import re
from collections.abc import Sequence

from corpus.furniture import FOOTNOTE_MARK
from corpus.tables import Column, Group, TableRow, column_of
from corpus.types import Span

_LONGEST_HEADING = 45
_LONGEST_CELL = 400
_NUMBER = re.compile(r"(\d{1,3})\.?$")
_GROUP = re.compile(r"(?:[IVXLC]+|[A-Z])\.?(?=\s|$)")


def read_flat_rows(text: str, lines: Sequence[Span]) -> dict[int, TableRow]:
    """Return the rows of all flattened tables among `lines`, keyed by the start of their number's line."""
    rows: dict[int, TableRow] = {}
    at = 0
    while at < len(lines):
        columns = _headings(text, lines, at)
        if columns is None:
            at += 1
            continue
        at = _read_table(text, lines, at + len(columns), columns, rows)
    return rows


def _headings(text: str, lines: Sequence[Span], at: int) -> list[Column | None] | None:
    """Return the columns if a table begins here: a number column, a task column and a lead column."""
    if column_of(lines[at].of(text)) is not Column.LABEL:
        return None
    columns: list[Column | None] = []
    for line in lines[at : at + 9]:
        words = line.of(text)
        if len(words) > _LONGEST_HEADING or _NUMBER.match(words) or _GROUP.match(words):
            break
        columns.append(column_of(words))
    return columns if {Column.TASK, Column.LEAD} <= set(columns) else None


def _read_table(
    text: str, lines: Sequence[Span], at: int, columns: Sequence[Column | None], rows: dict[int, TableRow]
) -> int:
    """Read rows from line `at` on; return the first line that belongs to none."""
    expected = 1
    group: Group | None = None
    while at < len(lines):
        words = lines[at].of(text)
        number = _NUMBER.match(words)
        if number and int(number[1]) in (expected, 1):
            end = _row_end(text, lines, at + 1, int(number[1]) + 1)
            cells = _cells(text, lines[at + 1 : end], columns)
            if cells is None:
                return at + 1
            rows[lines[at].start] = TableRow(
                number[1], cells, group, Span(lines[at].start, lines[end - 1].end)
            )
            expected, at = int(number[1]) + 1, end
        elif _GROUP.match(words) and len(words) <= _LONGEST_CELL:
            group = _group(text, lines[at])
            at += 1
        else:
            return at
    return at


def _group(text: str, line: Span) -> Group:
    found = _GROUP.match(line.of(text))
    assert found is not None
    at = line.start + len(found[0])
    title = Span(at, line.end) if text[at : line.end].strip() else line
    spaces = len(title.of(text)) - len(title.of(text).lstrip())
    return Group(found[0].rstrip("."), Span(title.start + spaces, title.end))


def _row_end(text: str, lines: Sequence[Span], at: int, following: int) -> int:
    """Return the index of the line after the row: its successor's number, a group, or an overlong line."""
    while at < len(lines):
        words = lines[at].of(text)
        number = _NUMBER.match(words)
        if (number and int(number[1]) == following) or re.match(r"[IVXLC]+\.\s", words):
            return at
        if re.match(rf"(?i:nơi nhận|phụ lục|ghi chú\s*:)|{FOOTNOTE_MARK}", words):
            return at
        at += 1
    return at


def _cells(text: str, lines: Sequence[Span], columns: Sequence[Column | None]) -> dict[Column, Span] | None:
    wanted = list(columns[1:])
    while wanted and wanted[-1] is None and len(lines) < len(wanted):
        wanted.pop()  # an empty last column ("Ghi chú") leaves no line
    lines = _with_whole_product(text, lines, wanted)
    surplus = len(lines) - len(wanted)
    if surplus < 0 or surplus > 12:
        return None
    at = wanted.index(Column.TASK)
    task = Span(lines[at].start, lines[at + surplus].end)
    pairs = [*zip(wanted[:at], lines[:at], strict=True)]
    pairs += [*zip(wanted[at + 1 :], lines[at + surplus + 1 :], strict=True)]
    return {column: span for column, span in pairs if column is not None} | {Column.TASK: task}


def _with_whole_product(text: str, lines: Sequence[Span], wanted: Sequence[Column | None]) -> Sequence[Span]:
    """Join the dashes under which a row lists its products to one cell."""
    if Column.PRODUCT not in wanted:
        return lines
    last = len(lines) - (len(wanted) - wanted.index(Column.PRODUCT))
    first = last
    while len(lines) - (last - first) > len(wanted) and first > 0 and _is_dash(text, lines[first - 1]):
        first -= 1
    if first == last or not _is_dash(text, lines[last]):
        return lines
    return [*lines[:first], Span(lines[first].start, lines[last].end), *lines[last + 1 :]]


def _is_dash(text: str, line: Span) -> bool:
    return text.startswith(("-", "–", "+"), line.start)
