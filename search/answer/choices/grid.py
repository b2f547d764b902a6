"""The row and the column of a value in a table, with borders (`| a | b |`) or with one cell a line."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from corpus.letters import fold_letters
from corpus.types import Span

_NUMBERING = re.compile(r"(?:stt|tt|so tt|so thu tu)\.?")
_REMARKS = re.compile(r"ghi chu")
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
_LEAST_WIDTH = 2  # numbers of a row
_LONGEST_CELL, _LONGEST_HEAD, _LONGEST_NUMBERING = 300, 70, 16
_PARTED = re.compile(r"(\d{1,3})\.\d{1,3}\.?")
_SECTION = re.compile(r"(?:[ivx]{1,5}|[a-h])\.?")
_BEGINS = re.compile(r"(?:dieu \d|chuong [ivx\d]|phu luc)")
_CODE = re.compile(r"(?=.*\d)[\w.\-/]{4,20}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in its table; `Grid.words` tells what the spans say."""

    row: Span  # what the row is called
    column: Span | None  # what its column is called
    head: Span | None  # all that the columns are called
    over: tuple[Span, ...] = ()  # what the rows are called of which it is a part


class Grid:
    """The tables of a passage; `before` is the text in front of it, in which a table may begin."""

    def __init__(self, text: str, before: str = "") -> None:
        self._by = len(before)
        self._text = before + text
        self._lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", self._text)]
        self._starts = [line.start for line in self._lines]
        self._folded: dict[int, str] = {}

    def words(self, span: Span) -> str:
        """Return what a span of a place says."""
        return span.of(self._text)

    def place(self, value: Span) -> Place | None:
        """Return the place of a value; None where it stands in no table."""
        value = value.shifted(self._by)
        at = bisect_right(self._starts, value.start) - 1
        if at < 0:
            return None
        if self._words(at).startswith("|"):
            return self._bordered(at, value)
        if self._is_number(at):
            return self._stacked(at)
        return self._coded(at) if value == self._lines[at] else None

    def unit(self, value: Span, place: Place) -> str:
        """Return the unit of a bare number: from its column, a cell of its row or a line above the table."""
        for where in (place.column, place.row):
            if where is not None and (said := _UNIT_SAID.search(where.of(self._text))):
                return _THOUSAND.sub("nghìn", said["unit"])
        cells = re.split(r"[|\n]", self._text[place.row.start : value.start + self._by])
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
        if at not in self._folded:
            self._folded[at] = fold_letters(self._lines[at].of(self._text)).strip()
        return self._folded[at]

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
        label = at
        while label > 0 and self._is_number(label):
            label -= 1
        below = label
        while label > 0 and not self._is_number(label - 1) and below - label < 3:
            label -= 1
        row = Span(self._lines[label].start, self._lines[below].end)
        if self._is_number(below) or row.end - row.start > _LONGEST_CELL:
            return None
        over = self._over(label)
        heads = self._heads(label)
        if heads is not None and last > at:
            last -= self._numbers_next_row(last)
        heads = heads or self._unnumbered(below, last - below)
        if heads is None:
            return Place(row, None, None, over)
        columns = self._lines[heads[0] : heads[1]]
        behind = max(0, last - at)
        column = columns[-1 - behind] if behind < len(columns) else None
        return Place(row, column, Span(columns[0].start, columns[-1].end), over)

    def _coded(self, at: int) -> Place | None:
        """Read the row of a code: "7 / 1.012345.H07 / Cấp thẻ"."""
        if at == 0 or _CODE.fullmatch(self._words(at)) is None:
            return None
        named = at + 1 if self._is_number(at - 1) and at + 1 < len(self._lines) else at - 1
        return Place(self._lines[named], None, None, self._over(at))

    def _over(self, first: int) -> tuple[Span, ...]:
        """Return the names of the rows "15" and "II" above the row "15.1" that begins with a line."""
        own = self._words(first - 1) if first else ""
        parted = _PARTED.fullmatch(own)
        wanted = parted[1] if parted else ""
        over: list[Span] = []
        for at in range(first - 2, max(-1, first - _MOST_UP), -1):
            words = self._words(at)
            if _BEGINS.match(words):
                break
            if self._is_number(at + 1) or len(words) > _LONGEST_NUMBERING:
                continue
            if wanted and words.rstrip(".") == wanted:
                over.append(self._lines[at + 1])
                wanted = ""
            elif _SECTION.fullmatch(words):
                over.append(self._lines[at + 1])
                break
        return tuple(over)

    def _numbers_next_row(self, last: int) -> bool:
        """Tell whether the last number of a run is that of the next row: a small one before words."""
        follows = last + 1 < len(self._lines) and not self._is_number(last + 1)
        return follows and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})?\.?", self._words(last)) is not None

    def _heads(self, below: int) -> tuple[int, int] | None:
        """Return where the names of the columns begin and end, among the lines above one."""
        at = bisect_left(self._numberings, below) - 1
        if at < 0:
            return None
        first = self._numberings[at]
        end = first + 1
        while end < below and end - first < _MOST_HEADS and not _FIRST_ROW.fullmatch(self._words(end)):
            end += 1
        if below - first > _MOST_UP and any(_BEGINS.match(self._words(i)) for i in range(end, below)):
            return None
        while end > first + 1 and _REMARKS.fullmatch(self._words(end - 1)):
            end -= 1  # its cells are empty, which leaves no line of them
        return (first + 1, end) if end > first + 1 else None

    @cached_property
    def _numberings(self) -> list[int]:
        """Return the lines that name the column which numbers the rows."""
        short = [i for i, one in enumerate(self._lines) if one.end - one.start <= _LONGEST_NUMBERING]
        return [i for i in short if _NUMBERING.fullmatch(self._words(i))]

    def _unnumbered(self, label: int, width: int) -> tuple[int, int] | None:
        """Return the names of the columns of a table whose rows have one name and `width` numbers each."""
        if width < _LEAST_WIDTH:
            return None
        top = label
        while top > width and all(self._is_number(i) for i in range(top - width, top)):
            top -= width + 1
        names = range(top - width, top)
        if top < width or any(self._is_number(i) for i in names):
            return None
        short = all(self._lines[i].end - self._lines[i].start <= _LONGEST_HEAD for i in names)
        return (top - width, top) if short else None
