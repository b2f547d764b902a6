"""Tables of a page: which ones hold data, and their rows with merged cells filled in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from corpus.letters import fold_letters

_MOST_COLUMNS = 64
_MOST_ROWS_MERGED = 2000
_LONG_CELL = 3000  # a cell that holds more is a column of a page
_LETTERHEAD = ("cong hoa xa hoi", "dang cong san viet nam", "noi nhan", "doc lap - tu do")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    across: int
    down: int
    head: bool


def rows_of(table: HtmlElement, text_of: Callable[[HtmlElement], str]) -> list[list[str]] | None:
    """Return the rows of a table of data, None where the table only places things on the page."""
    if table.find(".//table") is not None:
        return None
    raw = [[_cell(cell, text_of) for cell in _cells(row)] for row in _rows(table)]
    raw = [row for row in raw if row]
    if not _holds_data(raw):
        return None
    return _join_head(_filled(raw), raw)


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    return islice((cell for cell in row if cell.tag in ("td", "th")), _MOST_COLUMNS)


def _cell(cell: HtmlElement, text_of: Callable[[HtmlElement], str]) -> _Cell:
    across = min(_number(cell.get("colspan")), _MOST_COLUMNS)
    down = min(_number(cell.get("rowspan")), _MOST_ROWS_MERGED)
    return _Cell(text_of(cell), across, down, cell.tag == "th")


def _number(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def _holds_data(rows: list[list[_Cell]]) -> bool:
    if len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    width = max(sum(cell.across for cell in row) for row in rows)
    if width < 2 or max(len(cell.text) for cell in cells) > _LONG_CELL:
        return False
    if width == 2:
        folded = fold_letters(" ".join(cell.text for cell in cells[:6])[:1000])
        return len(rows) >= 3 and not any(words in folded for words in _LETTERHEAD)
    return sum(len(row) > 1 for row in rows) >= 2


def _filled(rows: list[list[_Cell]]) -> list[list[str]]:
    """Repeat cells that reach down; what reaches across stands once, in its first column."""
    filled: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}  # column -> rows still covered, text
    for row in rows:
        line: list[str] = []
        for cell in row:
            _cover(line, reaching)
            for offset in range(min(cell.across, _MOST_COLUMNS - len(line))):
                text = cell.text if not offset else ""
                if cell.down > 1:
                    reaching[len(line)] = (cell.down - 1, text)
                line.append(text)
        _cover(line, reaching)
        filled.append(line)
    width = max(map(len, filled))
    return [line + [""] * (width - len(line)) for line in filled if any(line)]


def _cover(line: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    """Put in the cells of rows above that reach into this place."""
    while (column := len(line)) in reaching:
        left, text = reaching.pop(column)
        if left > 1:
            reaching[column] = (left - 1, text)
        line.append(text)


def _join_head(lines: list[list[str]], rows: list[list[_Cell]]) -> list[list[str]]:
    """Make one row of a heading of several: "Phân công" above "Chủ trì" becomes "Phân công Chủ trì"."""
    depth = max(cell.down for cell in rows[0])
    if not 1 < depth <= 3 or depth >= len(lines) or not any(cell.across > 1 for cell in rows[0]):
        return lines
    above = _across(rows[0])
    head = []
    for column, top in zip(range(len(lines[0])), above + [""] * len(lines[0]), strict=False):
        parts = [top, *(line[column] for line in lines[1:depth])]
        head.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return [head, *lines[depth:]]


def _across(row: list[_Cell]) -> list[str]:
    return [cell.text for cell in row for _ in range(cell.across)]
