"""Whether a line goes on with the paragraph above it, by where it stands and how it begins."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high

from corpus.letters import fold_letters
from corpus.readers.pdf.shapes import Line, Page

_MARKER = re.compile(
    r"""(?:
        \(?\d{1,3}(?:\.\d{1,2}){0,4}\s?[.)/]\s
      | \d{1,3}(?:\.\d{1,2}){1,4}\.?\s(?=[^\W\d_a-zà-ỹđ]) | \d{1,3}\s?[-–]\s
      | \(?[a-zđ]\d?\s?[).]\s | [-–—+•*·▪\uf0b7\uf02d✓➢]\s?(?=\S) | [IVXLC]+\s?[.)/-]\s? | [A-H]\s?[.)/-]\s
      | (?:Điều|ĐIỀU)\s\d+[a-zđ]?\s?[.:] | (?:Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC)\s(?:[IVXLC]+|\d+|thứ|THỨ)\b
      | (?:Phụ\ lục|PHỤ\ LỤC)\b | (?:Nơi\ nhận|Kính\ gửi)\b | Căn\ cứ\s | \[\S{1,4}\]\s
    )""",
    re.VERBOSE,
)
_TERMINAL = re.compile(r"""[.:;!?…][”"'’)\]]*(?:\s\[\S{1,3}\])*$""")
_ITEM = re.compile(r"\s?[-–+•*]")
_NAMES = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam", "doc lap - tu do - hanh phuc")
_NEAR = 3.0  # points: edges no farther apart are one
_INDENT = 0.8  # in sizes
_WIDE_LINE = 0.5  # of the page: lines that tell the margins
_SPACING = 1.3  # of the usual distance of lines: more of it begins a paragraph


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the text of a page stands: its left and right edge and the usual distance of its lines."""

    left: float
    right: float
    leading: float

    def centres(self, line: Line) -> bool:
        """Tell whether a line is set in the middle."""
        before, behind = line.left - self.left, self.right - line.right
        return min(before, behind) > line.size and abs(before - behind) < 0.8 * line.size

    def fills(self, line: Line, following: Line) -> bool:
        """Tell whether the first word of the next line had no room on this one."""
        return line.right + 0.2 * line.size + following.opening > self.right - 0.1 * line.size


def measure_of(page: Page, before: Measure | None) -> Measure:
    """Return the measure of a page; that of the page before where it has too few lines."""
    lines = [b for b in page.blocks if isinstance(b, Line) and b.bounds is None and not b.footnote]
    wide = [line for line in lines if line.right - line.left > _WIDE_LINE * page.width]
    if len(wide) < 3 and before is not None and before.right <= page.width:
        return before
    if not wide:
        return Measure(0.12 * page.width, 0.93 * page.width, 0.0)
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in wide), reverse=True)
    left = next((a for a, b in pairwise(lefts) if b - a < _NEAR), lefts[0])
    right = next((a for a, b in pairwise(rights) if a - b < _NEAR), rights[0])
    gaps = [b.base - a.base for a, b in pairwise(lines) if a in wide and b.left - left < _NEAR]
    return Measure(left, right, median_high([gap for gap in gaps if gap > 0] or [0.0]))


def goes_on(line: Line, following: Line, measure: Measure, *, first: bool) -> bool:
    """Tell whether the next line of a page goes on with the paragraph of this one.

    Args:
        line: the last line of the paragraph.
        following: the line below it.
        measure: of the page.
        first: whether the paragraph has no other line.
    """
    if line.bounds != following.bounds:
        return False
    if line.bounds is not None:
        return _goes_on_in_column(line, following)
    if abs(line.size - following.size) > 0.15 * line.size:
        return False
    leading = measure.leading or 1.5 * line.size
    if following.base - line.base > _SPACING * max(leading, 1.1 * line.size):
        return False
    return _goes_on(line, following, measure, first=first)


def goes_on_below(line: Line, following: Line, measure: Measure, *, first: bool) -> bool:
    """Tell the same of the first line of the next page, whose measure is given."""
    if line.bounds is not None or following.bounds is not None:
        return False
    if abs(line.size - following.size) > 0.15 * line.size:
        return False
    return _goes_on(line, following, measure, first=first)


def goes_on_in_words(text: str, following: str) -> bool:
    """Tell the same where nothing but the words is known."""
    return following[:1].islower() and not _TERMINAL.search(text) and not _MARKER.match(following)


def _goes_on(line: Line, following: Line, measure: Measure, *, first: bool) -> bool:
    if measure.centres(following) and (measure.centres(line) or measure.fills(line, following)):
        return _goes_on_in_title(line, following, measure)
    if measure.centres(line) or measure.centres(following):
        return False
    if not measure.fills(line, following):
        return False
    ended = bool(_TERMINAL.search(line.text))
    indented = following.left > measure.left + _INDENT * line.size
    deeper = following.left > line.left + _INDENT * line.size
    if _MARKER.match(following.text) and (ended or indented):
        return False
    if deeper:  # the text of a list stands off its marker
        hanging = first and _MARKER.match(line.text) is not None
        return (hanging and not ended) or following.text[:1].islower()
    if indented and not first:
        return True  # the whole paragraph is indented
    if indented:
        return not ended or following.text[:1].islower()
    return True


def _goes_on_in_column(line: Line, following: Line) -> bool:
    """Tell it of a letterhead or a list of recipients, whose lines are short and mostly stand alone."""
    if _is_part_of_name(f"{line.text} {following.text}"):
        return True
    assert line.bounds is not None
    if following.base - line.base > 1.6 * line.size or _MARKER.match(following.text):
        return False
    room = line.bounds[1] - line.right
    if _ITEM.match(line.text):
        return not _TERMINAL.search(line.text) and room < following.opening + line.size
    prose = following.text[:1].islower() and line.text[:1].isupper() and not line.text.isupper()
    return prose and not _TERMINAL.search(line.text) and room < following.opening + line.size


def _is_part_of_name(text: str) -> bool:
    """Tell a part of what stands above every document, which a narrow column breaks anywhere."""
    folded = fold_letters(text)
    return any(folded in name for name in _NAMES)


def _goes_on_in_title(line: Line, following: Line, measure: Measure) -> bool:
    """Tell it of what is set in the middle: the subject below the kind, in small letters."""
    if not (line.text[:1].isalpha() and following.text[:1].isalpha()):
        return False
    if line.text.isupper() or following.text.isupper():
        return False
    if _TERMINAL.search(line.text) or _MARKER.match(following.text):
        return False
    wide = line.right - line.left > 0.45 * (measure.right - measure.left)
    return following.text[:1].islower() or wide
