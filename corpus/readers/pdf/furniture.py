"""What stands on pages but is no part of the document: page numbers, running heads, signature stamps."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.furniture import is_gazette_head, page_number
from corpus.readers.pdf.shapes import Line, Page, Recognised

_MARGIN = 0.115  # of the page's height, above and below
_ROMAN_NUMBER = re.compile(r"[-–—\s]*[ivxl]{1,6}[-–—\s.]*$", re.IGNORECASE)
_LETTERHEAD = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*-\s*Tự do")
_SIGNED = re.compile(
    r"(?P<label>Người ký|Ký bởi|Được ký bởi|E-?mail|Cơ quan|Tổ chức|Đơn vị|Chức vụ|Thời gian ký|Ngày ký"
    r"|Ký ngày|Chữ ký số|Digitally signed by|Signed by|Signature Valid|Date|Reason|Location|Lý do)\s*:",
    re.IGNORECASE,
)
_SURE = re.compile(r"Người ký|Ký bởi|Được ký bởi|Digitally signed by|Signed by", re.IGNORECASE)
_STAMP_HEIGHT = 90.0  # points
_REPEATED = 0.3  # of the pages


def without_stamps(lines: Sequence[Line]) -> list[Line]:
    """Drop what programs for digital signatures print on a page: who signed, for whom, when."""
    labelled = [line for line in lines if _SIGNED.match(line.text)]
    dropped: set[Line] = set()
    for first in labelled:
        stamp = [line for line in labelled if _beside(first, line)]
        labels = {m["label"].lower() for line in stamp if (m := _SIGNED.match(line.text))}
        if len(labels) >= 2 and any(_SURE.match(line.text) for line in stamp):
            bottom = max(line.base for line in stamp) + 1
            dropped |= {line for line in lines if _beside(first, line) and first.base <= line.base <= bottom}
            dropped |= _wrapped(max(stamp, key=lambda line: line.base), lines)
    return [line for line in lines if line not in dropped]


def _beside(first: Line, line: Line) -> bool:
    return abs(line.left - first.left) < 6 and abs(line.base - first.base) < _STAMP_HEIGHT


def _wrapped(last: Line, lines: Iterable[Line]) -> set[Line]:
    """Return what the last entry of a stamp goes on with, as a date that found no room on its line."""
    return {
        line
        for line in lines
        if abs(line.left - last.left) < 2
        and 0 < line.base - last.base < 1.5 * last.size
        and re.match(r"[\d:+. /-]+$", line.text)
    }


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Drop page numbers, the gazette's heads, and lines that stand in the margins of many pages."""
    pages = [_without_recognised_number(page, number) for number, page in enumerate(pages, 1)]
    margins = [_in_margins(page) for page in pages]
    counts = Counter(key for page in margins for key in {_place(line) for line in page})
    enough = max(2.0, _REPEATED * len(pages))
    numbers = _page_numbers(margins)
    return [
        replace(
            page,
            blocks=tuple(
                block
                for block in page.blocks
                if block not in margin
                or not (block in found or is_gazette_head(block.text) or _is_repeated(block, counts, enough))
            ),
        )
        for page, margin, found in zip(pages, margins, numbers, strict=True)
    ]


def _without_recognised_number(page: Page, number: int) -> Page:
    """Drop the number of a page without geometry from its beginning or its end."""
    blocks = page.blocks
    kept = tuple(
        block
        for block in blocks
        if not (
            isinstance(block, Recognised)
            and (block is blocks[0] or block is blocks[-1])
            and page_number(block.text, scanned=True) == number
        )
    )
    return replace(page, blocks=kept)


def _page_numbers(margins: Sequence[set[Line]]) -> list[set[Line]]:
    """Return the page numbers of each page: numbers that count with the pages in the same place."""
    found: list[dict[Line, int | None]] = []
    for page, margin in enumerate(margins):
        numbers = {line: page_number(line.text.rstrip(" .")) for line in margin}
        counted = {line: n - page for line, n in numbers.items() if n is not None}
        found.append(counted | {line: None for line in margin if _ROMAN_NUMBER.match(line.text)})
    counts = Counter((n, round(line.base / 5)) for page in found for line, n in page.items())
    return [{line for line, n in page.items() if _counts(line, n, counts)} for page in found]


def _counts(line: Line, n: int | None, counts: Counter[tuple[int | None, int]]) -> bool:
    if n in (None, 1) or not line.text.isdigit():
        return True
    return counts[n, round(line.base / 5)] > 1


def _in_margins(page: Page) -> set[Line]:
    """Return the outermost lines of a page, as far as they stand near its edges."""
    lines = [block for block in page.blocks if isinstance(block, Line)]
    top = [line for line in lines if line.base < _MARGIN * page.height]
    bottom = [line for line in lines if line.base > (1 - _MARGIN) * page.height]
    found: set[Line] = set()
    if top:
        found |= {line for line in top if line.base <= min(top, key=lambda x: x.base).base + 2 * line.size}
    if bottom:
        found |= {
            line for line in bottom if line.base >= max(bottom, key=lambda x: x.base).base - 2 * line.size
        }
    return found


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.lower()), round(line.base / 6)


def _is_repeated(line: Line, counts: Counter[tuple[str, int]], enough: float) -> bool:
    worded = sum(map(str.isalpha, line.text)) > 2
    return worded and counts[_place(line)] >= enough and not _LETTERHEAD.search(line.text)
