"""The row and the column of a value in a table, with borders (`| a | b |`) or with one cell a line."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from corpus.letters import fold_letters
from corpus.types import Span

_NUMBERING = re.compile(r"(?:stt|tt|so tt|so thu tu)\.?")
_FIRST_ROW = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-d])\.?")
_LIKE_NUMBER = re.compile(r"[\d.,:/%()+–-]{1,15}|-")
_MEASURE = (
    r"(?:(?:(?:1[.,]?000|nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng|đ|vnđ|vnd|usd|người|lượt khách)|%|điểm(?: %)?"
    r"|phần trăm|ha|km2?|km²|m[23]?|m²|m³|tấn|tạ|kg|lít|kw|mw|ngày(?: làm việc)?|giờ|tháng|hộ|căn|lần|tiết"
    r"|suất|cái|chiếc|bộ|quyển|cuốn|mẫu|hồ sơ|xe)(?:\s?/\s?[^\W\d_]+(?: [^\W\d_]+){0,2}){0,3}"
)
_UNIT_CELL = re.compile(_MEASURE, re.IGNORECASE)
_UNIT_SAID = re.compile(
    rf"(?:\(\s*|(?:đơn vị(?:\s+tính)?|đvt)\s*:?\s*\(?\s*)(?:(?:đơn vị(?:\s+tính)?|đvt|tính bằng)\s*:?\s*)?"
    rf"(?P<unit>{_MEASURE})\s*(?=[)\n,;.|]|\Z)",
    re.IGNORECASE,
)
_THOUSAND = re.compile(r"1[.,]?000(?=\s)")
_MOST_HEADS, _MOST_UP = 14, 60  # lines
_LONGEST_CELL = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in its table; offsets into the text."""

    row: Span  # what the row is called
    column: Span | None  # what its column is called
    head: Span | None  # all that the columns are called


class Grid:
    """The tables of a passage."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)]
        self._starts = [line.start for line in self._lines]

    def place(self, value: Span) -> Place | None:
        """Return the place of a value; None where it stands in no table."""
        at = bisect_right(self._starts, value.start) - 1
        if at < 0:
            return None
        if self._words(at).startswith("|"):
            return self._bordered(at, value)
        return self._stacked(at) if self._is_number(at) else None

    def unit(self, value: Span, place: Place) -> str:
        """Return the unit of a bare number: from its column, a cell of its row or a line above the table."""
        for where in (place.column, place.row):
            if where is not None and (said := _UNIT_SAID.search(where.of(self._text))):
                return _THOUSAND.sub("nghìn", said["unit"])
        cells = re.split(r"[|\n]", self._text[place.row.start : value.start])
        alone = [cell.strip() for cell in cells if _UNIT_CELL.fullmatch(cell.strip())]
        if alone:
            return _THOUSAND.sub("nghìn", alone[-1])
        above = list(_UNIT_SAID.finditer(self._text, 0, place.row.start))
        lines = [one for one in above if "vị" in one[0].lower() or "đvt" in one[0].lower()]
        return _THOUSAND.sub("nghìn", lines[-1]["unit"]) if lines else ""

    def is_numbering(self, place: Place) -> bool:
        """Tell whether a place is in the column that numbers the rows."""
        return (
            place.column is not None
            and _NUMBERING.fullmatch(fold_letters(place.column.of(self._text)).strip()) is not None
        )

    def _words(self, at: int) -> str:
        return self._folded[self._lines[at].start : self._lines[at].end].strip()

    @cached_property
    def _folded(self) -> str:
        return fold_letters(self._text)

    def _is_number(self, at: int) -> bool:
        return _LIKE_NUMBER.fullmatch(self._words(at)) is not None

    def _bordered(self, at: int, value: Span) -> Place:
        top = at
        while top > 0 and self._words(top - 1).startswith("|"):
            top -= 1
        cells, heads = self._cells(at), self._cells(top)
        own = next((i for i, cell in enumerate(cells) if cell.contains(value)), len(cells) - 1)
        named = len(cells) == len(heads) and top < at
        head = self._lines[top] if top < at else None
        return Place(Span(self._lines[at].start, value.start), heads[own] if named else None, head)

    def _cells(self, at: int) -> list[Span]:
        line = self._lines[at]
        return [
            Span(line.start + m.start(), line.start + m.end())
            for m in re.finditer(r"[^|]+", line.of(self._text))
        ]

    def _stacked(self, at: int) -> Place | None:
        """Read a table of one cell a line: "1 / Mầm non / 80 / 120" below "STT / Cấp học / Xã / Phường"."""
        last = at
        while last + 1 < len(self._lines) and self._is_number(last + 1):
            last += 1
        if last > at:
            last -= self._numbers_next_row(last)
        label = at
        while label > 0 and self._is_number(label):
            label -= 1
        below = label
        while label > 0 and not self._is_number(label - 1) and below - label < 3:
            label -= 1
        row = Span(self._lines[label].start, self._lines[below].end)
        if self._is_number(below) or row.end - row.start > _LONGEST_CELL:
            return None
        heads = self._heads(label)
        if heads is None:
            return Place(row, None, None)
        columns = self._lines[heads[0] : heads[1]]
        behind = max(0, last - at)
        column = columns[-1 - behind] if behind < len(columns) else None
        return Place(row, column, Span(columns[0].start, columns[-1].end))

    def _numbers_next_row(self, last: int) -> bool:
        """Tell whether the last number of a run is that of the next row: a small one before words."""
        follows = last + 1 < len(self._lines) and not self._is_number(last + 1)
        return follows and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})?\.?", self._words(last)) is not None

    def _heads(self, below: int) -> tuple[int, int] | None:
        """Return where the names of the columns begin and end, among the lines above one."""
        for at in range(below - 1, max(-1, below - _MOST_UP), -1):
            if _NUMBERING.fullmatch(self._words(at)):
                end = at + 1
                while end < below and end - at < _MOST_HEADS and not _FIRST_ROW.fullmatch(self._words(end)):
                    end += 1
                return (at + 1, end) if end > at + 1 else None
        return None
