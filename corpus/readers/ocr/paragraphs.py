"""Recognised words to lines, and lines to paragraphs by where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from corpus.furniture import is_gazette_head, page_number
from corpus.readers.ocr.boxes import Box, Word, hull, mean_confidence

_NO_TEXT = 0.33  # mean confidence of what a signature or the remains of a stamp are read as
_DOUBTFUL = 0.5  # mean confidence: in lines below ...
_SAME_ROW = 0.6  # of its height that words share with the line they belong to
_LOW = 0.5  # of its line's height: what is lower, read doubtfully and stands off, is grain of the paper
_FAR = 4.0  # line heights: what is no text stands so far off where a stamp was
_SURE = 0.25  # ... words below this are shapes that the program took for letters
_PLAIN = 0.8  # confidence of a mark at the edge of a line that is one
_STRAY = re.compile(r"[.,:;'‘’`\"|^ˆ„_]+|[-–—_.„a]{2,}")
_MARKER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)/-]\s|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ]{1,2}[).]\s|[-–—+•*·▪~_]\s|[IVX]{1,5}\s?[.)-]|[A-ZĐ][.)]\s"
    r"|(?:Điều|Chương|Phần|Mục|Khoản|Phụ lục|PHỤ LỤC|CHƯƠNG|MỤC|PHẦN)\s+[\dIVXLA-Z]"
    r"|(?:Nơi nhận|Kính gửi|Số|Căn cứ)\b)"
)
_NUMBER = re.compile(r"\d{1,6}/[\d/]*[A-ZĐ]")
_END = re.compile(r"""[.:;!?…][”"'’)\]]*$""")
_DATE_CUT = re.compile(r"\b(?:ngày|tháng|năm)$")
_SHAPES = re.compile(r"[\W_]+")
_TOUCHING = 0.12  # of the height; between words there is three times as much
_REACHES = 2.2  # line heights: a line that ends nearer to the margin is full
_INDENT = 0.7  # line heights
_SPACED = 1.45  # of the usual distance between lines: above it a paragraph begins


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and where it stands."""

    text: str
    box: Box


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Put words together to lines, without what is no text."""
    found = []
    for kept in _rows(words):
        if mean_confidence(kept) < _NO_TEXT:
            continue
        if mean_confidence(kept) < _DOUBTFUL:
            kept = [word for word in kept if word.confidence >= _SURE]
        kept = _without_edges(kept)
        if kept and not _is_dirt(kept):
            found.append(Line(_text(kept), hull([word.box for word in kept])))
    return found


def _text(words: Sequence[Word]) -> str:
    """Return the words of a line with spaces, but for what touches a number: "116/V" and "PCP-CN"."""
    text = words[0].text
    for before, after in pairwise(words):
        touches = after.box.left - before.box.right < _TOUCHING * before.box.height
        text += (
            "" if touches and _NUMBER.match(before.text) and after.text[0].isupper() else " "
        ) + after.text
    return text


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words by line; words between wide gaps that were taken for another line go back into theirs."""
    rows: list[list[Word]] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        host = next((row for row in reversed(rows[-3:]) if _fits_between(line, row)), None)
        if host is None:
            rows.append(line)
        else:
            others = [word for word in host if not (_weak(word) and any(_beneath(word, own) for own in line))]
            host[:] = sorted([*others, *line], key=lambda word: word.box.left)
    return rows


def _fits_between(line: Sequence[Word], row: Sequence[Word]) -> bool:
    sure = [word.box for word in row if not _weak(word)]
    if not sure:
        return False
    one, other = hull([word.box for word in line]), hull(sure)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < _SAME_ROW * one.height or other.height > 2 * one.height + 10:
        return False
    return not any(_beneath(word, own) for word in row if not _weak(word) for own in line)


def _beneath(word: Word, other: Word) -> bool:
    return word.box.left < other.box.right and other.box.left < word.box.right


def _weak(word: Word) -> bool:
    return word.confidence < _DOUBTFUL or bool(_SHAPES.fullmatch(word.text))


def _without_edges(words: list[Word]) -> list[Word]:
    """Drop shapes at both ends that are neither words nor the dash of a list, and grain of the paper."""
    height = median(word.box.height for word in words) if words else 0.0
    while len(words) > 1 and _is_grain(words[-1], words[-2], height):
        words = words[:-1]
    while len(words) > 1 and _is_grain(words[0], words[1], height):
        words = words[1:]
    while len(words) > 1 and _SHAPES.fullmatch(words[-1].text) and words[-1].confidence < _PLAIN:
        words = words[:-1]
    while len(words) > 1 and _STRAY.fullmatch(words[0].text) and words[0].confidence < _PLAIN:
        words = words[1:]
    return words


def _is_grain(word: Word, beside: Word, height: float) -> bool:
    """Tell grain of the paper or what is left of a stamp from the first or last word of a line."""
    apart = max(beside.box.left - word.box.right, word.box.left - beside.box.right)
    if word.confidence < _NO_TEXT and apart > _FAR * height:
        return True
    return word.confidence < _DOUBTFUL and word.box.height < _LOW * height and apart > height


def _is_dirt(words: Sequence[Word]) -> bool:
    """Tell a line that has no letter or digit, or few and doubtful ones."""
    text = "".join(word.text for word in words)
    if _SHAPES.fullmatch(text):
        return True
    return len(text) <= 3 and max(word.confidence for word in words) < _DOUBTFUL


def without_page_marks(lines: Sequence[Line], edge: tuple[int, int]) -> list[Line]:
    """Drop a lone number or a gazette's heading above the first of two heights or below the second."""
    return [
        line
        for line in lines
        if not (
            (line.box.bottom < edge[0] or line.box.top > edge[1])
            and (page_number(line.text, scanned=True) is not None or is_gazette_head(line.text))
        )
    ]


def paragraphs_of(lines: Sequence[Line], *, column: bool) -> list[str]:
    """Join the lines of a block that belong together.

    In a column of a letterhead or signature, whose lines are centred, only what goes on in lower case is.
    """
    if not lines:
        return []
    height = median(line.box.height for line in lines)
    steps = [after.box.top - before.box.top for before, after in pairwise(lines)]
    step = median(steps) if steps else height
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    out = [lines[0].text]
    for before, after in pairwise(lines):
        close = after.box.middle - before.box.middle <= _SPACED * max(step, height)
        if _MARKER.match(after.text) or not close:
            joined = False
        elif column:
            joined = _goes_on(before.text, after.text)
        else:
            full = before.box.right >= right - _REACHES * height
            level = after.box.left <= left + _INDENT * height or after.box.left <= before.box.left
            centred = _is_centred(before, after, (left, right), height)
            alike = _same_case(before.text, after.text) and not before.text.isupper()
            joined = (
                (full and level and _same_case(before.text, after.text))
                or (centred and alike and not _END.search(before.text))
                or _goes_on(before.text, after.text)
            )
        if joined:
            out[-1] += " " + after.text
        else:
            out.append(after.text)
    return out


def _is_centred(before: Line, after: Line, block: tuple[int, int], height: float) -> bool:
    """Tell the lines of a title: they stand on one axis, which is the block's, and begin apart."""
    axes = [(line.box.left + line.box.right) / 2 for line in (before, after)]
    middle = (block[0] + block[1]) / 2
    apart = abs(before.box.left - after.box.left) > height or before.box.left > block[0] + 2 * height
    if after.box.right > block[1] - height and after.box.left > block[0] + height:
        return False  # the indented first line of a paragraph
    return apart and abs(axes[0] - axes[1]) < height and abs(axes[0] - middle) < 3 * height


def _goes_on(before: str, after: str) -> bool:
    if before.isupper() and not after.isupper():
        return False
    return not _END.search(before) and (
        after[0].islower() or after[0] in ",;)”" or bool(_DATE_CUT.search(before) and after[0].isdigit())
    )


def _same_case(before: str, after: str) -> bool:
    """Tell a paragraph from a heading in capitals beside one in small letters."""
    return before.isupper() == after.isupper() or (after.isupper() and len(after) <= 12)
