"""Task tables: rows with named columns, from `| a | b |` lines."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from corpus.letters import fold_letters
from corpus.types import Span


class Column(StrEnum):
    """What a column of a task table holds."""

    LABEL = "label"
    TASK = "task"
    LEAD = "lead"
    COORDINATE = "coordinate"
    BODIES = "bodies"  # leading and co-ordinating bodies in one cell
    DIRECT = "direct"
    SUPERVISE = "supervise"
    ADVISE = "advise"
    PRODUCT = "product"
    DEADLINE = "deadline"


# Folded heading words -> column; the first that matches wins, so the narrower ones stand first.
_COLUMN_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.LABEL, re.compile(r"^(stt|tt|so tt|so thu tu)\.?$")),
    (Column.BODIES, re.compile(r"chu tri\W+(?:va )?(?:don vi |co quan )?phoi hop")),
    (Column.COORDINATE, re.compile(r"phoi hop")),
    (Column.ADVISE, re.compile(r"^(?:co quan|don vi|bo phan) tham muu")),
    (
        Column.DIRECT,
        re.compile(r"^(?:lanh dao|nguoi|dong chi|thuong truc)\b.*(?:phu trach|chi dao)|^chi dao$"),
    ),
    (
        Column.SUPERVISE,
        re.compile(r"^(?:co quan|don vi|nguoi|bo phan)?\s*(?:theo doi|giam sat|don doc|kiem tra)"),
    ),
    (
        Column.LEAD,
        re.compile(r"chu tri|thuc hien chinh|(?:don vi|co quan|nguoi) thuc hien|phan cong|dau moi"),
    ),
    (Column.DEADLINE, re.compile(r"thoi han|thoi gian|hoan thanh|tien do")),
    (Column.PRODUCT, re.compile(r"san pham|ket qua")),
    (Column.TASK, re.compile(r"nhiem vu|noi dung|cong viec|hoat dong|ten de an|giai phap")),
)
_LONGEST_HEADING = 60
_GROUP_LABEL = re.compile(r"^(?:[IVXLC]+|[A-Z])(?:\.\d+)?\.?$")
_COLUMN_NUMBERS = re.compile(r"^\(?\d{1,2}\)?$")
_BODIES = frozenset({Column.LEAD, Column.COORDINATE, Column.BODIES})


@dataclass(frozen=True, slots=True)
class Group:
    """A row that heads those below it: "II | Hoàn thiện thể chế"."""

    label: str
    title: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the spans of its named cells, below a group or not."""

    label: str
    cells: dict[Column, Span]
    group: Group | None
    span: Span


def is_row(line: str) -> bool:
    """Tell whether a line is a table row."""
    return line.startswith("|") and line.count("|") >= 3


def read_rows(text: str, body: Span) -> dict[int, TableRow]:
    """Return the data rows of all tables in `body`, keyed by the start of their line.

    A row that goes on over a page break (no label, no body of its own) belongs to the row above it, whose
    span then reaches to its end. A table interrupted by other lines goes on under its old heading where no
    new heading comes.
    """
    table = _Table(text)
    previous_end = -2
    for start, line in _row_lines(text, body):
        cells = _cells(line, start)
        table.take(cells, Span(start, start + len(line)), adjoining=start == previous_end + 1)
        previous_end = start + len(line)
    return table.rows


class _Table:
    """The table being read: its columns, and the group and the row that the next line may belong to."""

    def __init__(self, text: str) -> None:
        self.rows: dict[int, TableRow] = {}
        self._text = text
        self._columns: list[Column | None] = []
        self._group: Group | None = None
        self._last: int | None = None  # key of the row above

    def take(self, cells: list[Span], line: Span, adjoining: bool) -> None:
        """Take the next line: a heading, a group, a row, or the rest of a row."""
        filled = [cell for cell in cells if cell.end > cell.start]
        if not adjoining and not self._goes_on(cells):
            self._columns, self._group, self._last = [], None, None
        if not filled or self._is_column_numbers(filled):
            return
        if self._heads(cells):
            return
        named = self._named(cells)
        label = named[Column.LABEL].of(self._text).strip(" .") if Column.LABEL in named else ""
        if self._is_group(label, filled, named):
            titles = [cell for cell in filled if cell != named.get(Column.LABEL)] or filled
            self._group, self._last = Group(label, max(titles, key=lambda cell: cell.end - cell.start)), None
        elif self._continues(label, named) and self._last is not None:
            above = self.rows[self._last]
            self.rows[self._last] = replace(above, span=Span(above.span.start, line.end))
        else:
            self.rows[line.start] = TableRow(label, named, self._group, line)
            self._last = line.start

    def _goes_on(self, cells: list[Span]) -> bool:
        """Tell whether a table goes on after other lines: as many cells, and no heading."""
        return len(cells) == len(self._columns) and self._recognised(cells) < 2

    def _recognised(self, cells: list[Span]) -> int:
        """Count the cells that read like headings of columns."""
        short = [cell.of(self._text) for cell in cells if cell.end - cell.start <= _LONGEST_HEADING]
        return sum(column_of(words) is not None for words in short)

    def _heads(self, cells: list[Span]) -> bool:
        """Take a line of headings: the first, its second half, or its repetition on another page."""
        if not self._columns:
            self._columns = [column_of(cell.of(self._text)) for cell in cells]
            return True
        unlabelled = cells[0].end == cells[0].start
        below = self._last is None and self._group is None  # of the headings, before any row
        second_half = unlabelled and below and self._recognised(cells) >= 1
        repeated = column_of(cells[0].of(self._text)) is Column.LABEL and self._recognised(cells) >= 2
        if second_half or repeated:
            self._columns = _more_telling(self._columns, [column_of(cell.of(self._text)) for cell in cells])
        return second_half or repeated

    def _named(self, cells: list[Span]) -> dict[Column, Span]:
        named: dict[Column, Span] = {}
        for column, cell in zip(self._columns, cells, strict=False):
            if column is not None and cell.end > cell.start:
                named.setdefault(column, cell)
        return named

    def _is_column_numbers(self, filled: list[Span]) -> bool:
        return len(filled) > 2 and all(_COLUMN_NUMBERS.match(cell.of(self._text)) for cell in filled)

    def _is_group(self, label: str, filled: list[Span], named: dict[Column, Span]) -> bool:
        words = {cell.of(self._text) for cell in filled}
        if len(filled) > 1 and len(words) <= 2 and len(filled) > len(words):
            return not label[:1].isdigit()  # one merged cell, told in every column
        if not _GROUP_LABEL.match(label) or named.keys() & (_BODIES | {Column.PRODUCT}):
            return False
        return Column.DEADLINE not in named or bool(_BODIES & set(self._columns))

    def _continues(self, label: str, named: dict[Column, Span]) -> bool:
        """Tell whether a line without a number says nothing that a row of its own would say."""
        own = _BODIES - {Column.COORDINATE} | {Column.PRODUCT, Column.DEADLINE}
        return not label and Column.LABEL in self._columns and not named.keys() & own


def _more_telling(old: list[Column | None], new: list[Column | None]) -> list[Column | None]:
    """Lay a second line of headings over the first."""
    new = new + [None] * (len(old) - len(new))
    return [later if later is not None else earlier for earlier, later in zip(old, new, strict=False)]


def _row_lines(text: str, body: Span) -> list[tuple[int, str]]:
    lines, start = [], body.start
    for line in body.of(text).split("\n"):
        if is_row(line):
            lines.append((start, line))
        start += len(line) + 1
    return lines


def _cells(line: str, start: int) -> list[Span]:
    spans = []
    borders = [i for i, c in enumerate(line) if c == "|"]
    if not line.endswith("|"):
        borders.append(len(line))
    for left, right in pairwise(borders):
        cell = line[left + 1 : right]
        lead = len(cell) - len(cell.lstrip())
        spans.append(Span(start + left + 1 + lead, start + left + 1 + lead + len(cell.strip())))
    return spans


def column_of(heading: str) -> Column | None:
    """Return what a column of this heading holds."""
    folded = fold_letters(heading).strip()
    return next((column for column, pattern in _COLUMN_HEADINGS if pattern.search(folded)), None)
