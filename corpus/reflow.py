"""Undo hard line wraps: one paragraph, one line.

Files come wrapped at the width of a page (sometimes with a blank line after every line), or with one
paragraph on a line. Wrapped text is recognised by its line widths; elsewhere only a line that plainly
goes on in lower case is joined to the one before.
"""

import re
from dataclasses import dataclass

from corpus.furniture import page_marks
from corpus.text import MappedText, TextBuilder

_LIST_MARKER = re.compile(
    r"""(?:
        \d+(?:\.\d+)*\s*[.)/-] | \d+(?:\.\d+)+\s | [a-zđ]\s?[).] | [-–—+•*·▪]
      | [IVXLC]+\s*[.)-] | [A-Z]\s*[.)]\s
      | (?:Điều|Chương|Phần|Mục|Tiểu\ mục|Khoản|PHẦN|CHƯƠNG|MỤC|Phụ\ lục|PHỤ\ LỤC)\s+\S+
      | (?:Nơi\ nhận|Kính\ gửi|Số|SỐ)\b | T/?M\b | K/?T\b | T\.?/?L\b | TUQ | \|
    )""",
    re.VERBOSE,
)
# A marker alone on its line belongs to the line below it.
_BARE_MARKER = re.compile(r"(?:\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-–+•]|[IVX]+[.)-]|Điều \d+\.)$")
# A line that ends like this goes on, whatever begins the next: "ngày 31 tháng 12 năm" / "2025".
_DANGLING = re.compile(r"\b(?:năm|tháng|ngày|khoản|của|và|các|về|tại|với|theo|cho|do|từ|đến)$", re.IGNORECASE)
_TERMINAL = re.compile(r"""[.:;!?…|][”"'’)\]]*$""")
_MOSTLY_BLANK_SEPARATED = 0.8
_MAX_WRAP_WIDTH = 120
_LONG_LINE = 45


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    blank_before: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    width: int  # 0 where the text is not hard-wrapped
    blank_lines_separate: bool


def reflow(text: str) -> MappedText:
    """Join hard-wrapped lines of canonical `text` and drop blank lines."""
    lines = _lines(text)
    layout = _layout(text, lines)
    out = TextBuilder()
    previous: _Line | None = None
    for line in lines:
        if previous is not None:
            joined = _continues(text, previous, line, layout)
            out.add(" " if joined else "\n", previous.end)
        out.copy(text, line.start, line.end)
        previous = line
    return out.build(len(text))


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank; where a page ended, its marks go and the text runs on."""
    lines, position, blank, turned = list[_Line](), 0, False, False
    raws = text.split("\n")
    filled = [raw for raw in raws if raw]
    marks, seen = page_marks(filled), 0
    for raw in raws:
        if raw and seen in marks:
            turned = True
        elif raw:
            lines.append(_Line(position, position + len(raw), blank and not turned))
            blank = turned = False
        else:
            blank = True
        seen += bool(raw)
        position += len(raw) + 1
    return lines


def _layout(text: str, lines: list[_Line]) -> _Layout:
    separated = sum(line.blank_before for line in lines)
    blank_lines_separate = separated < _MOSTLY_BLANK_SEPARATED * max(len(lines) - 1, 1)
    long_lines = sorted(line.end - line.start for line in lines if line.end - line.start >= _LONG_LINE)
    if len(long_lines) < 5:
        return _Layout(0, blank_lines_separate)
    width = long_lines[int(len(long_lines) * 0.9)]
    open_ended = sum(
        not _TERMINAL.search(text[line.start : line.end])
        for line in lines
        if line.end - line.start >= _LONG_LINE
    )
    wrapped = long_lines[-1] <= _MAX_WRAP_WIDTH and open_ended >= len(long_lines) / 2
    return _Layout(width if wrapped else 0, blank_lines_separate)


def _continues(text: str, previous: _Line, line: _Line, layout: _Layout) -> bool:
    before, after = text[previous.start : previous.end], text[line.start : line.end]
    if _BARE_MARKER.match(before) and after[0].isalpha() and not _LIST_MARKER.match(after):
        return True
    dangling = _DANGLING.search(before) and not line.blank_before and before.isupper() >= after.isupper()
    if dangling and (after[0].isdigit() or after[0].isalpha()):
        return True
    if _LIST_MARKER.match(after) or before.startswith("|"):
        return False
    if line.blank_before and (layout.blank_lines_separate or not layout.width):
        return False
    if before.isupper() != after.isupper():
        return False
    goes_on = after[0].islower() or after[0] in ",;)”"
    if not layout.width:
        return goes_on and not _TERMINAL.search(before)
    full = len(before) >= 0.7 * layout.width
    if _TERMINAL.search(before):
        return full and goes_on and before[-1] in ";…"
    return goes_on or (full and not before.isupper())
