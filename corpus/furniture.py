"""Lines that stand apart from what a document says: running heads, signature stamps, footnotes."""

import re
from itertools import pairwise

from corpus.letters import fold_letters

FOOTNOTE_MARK = r"\[(?:\d{1,3}|[ivx]{1,5})\]"
"""What a footnote begins with: "[12]", "[iv]"."""
_GAZETTE = re.compile(r"(?:\d{1,4}\s*)?cong bao\b[^/]{0,40}/\s*so\b.{1,60}?/\s*ngay\b.{4,20}")
_NUMBER = re.compile(r"(?:(?:trang|page)\s*)?(?P<page>\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?")
_AROUND = re.compile(r"^[-–—#\s]+|[-–—\s]+$")
_DIRT = re.compile(r"^[\W_]+|[\W_]+$")
_TIME = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*,?\s*\d{1,2}:\d\d(?::\d\d)?\s*\+\d\d:?\d\d"
_STAMP = re.compile(
    r"^(?:ky boi|nguoi ky|signed by|digitally signed by|thoi gian ky|ngay ky|signing time)\s*:"
    rf"|^(?:e-?mail|co quan|don vi|organi[sz]ation)\s*:|^{_TIME}$"
)
_SIGNED = re.compile(r"^(?:ky boi|nguoi ky|signed by|digitally signed by)\s*:|thoi gian ky\s*:|signing time")
_REACH = 4  # lines of a stamp beside the one that says who signed


def is_gazette_head(line: str) -> bool:
    """Tell the running head of the official gazette: "CÔNG BÁO/Số 12 + 13/Ngày 01-02-2025"."""
    return len(line) < 90 and _GAZETTE.fullmatch(fold_letters(line)) is not None


def page_number(line: str, *, scanned: bool = False) -> int | None:
    """Return the number of a line that is nothing but a page number: "15", "- 15 -", "Trang 15/20".

    Args:
        line: of any text.
        scanned: whether any signs may stand around it, as OCR makes of dirt.
    """
    if len(line) >= 20:
        return None
    m = _NUMBER.fullmatch((_DIRT if scanned else _AROUND).sub("", fold_letters(line)))
    return int(m["page"]) if m else None


def page_marks(lines: list[str]) -> frozenset[int]:
    """Return the indexes of running heads and of the page numbers beside them."""
    heads = {i for i, line in enumerate(lines) if is_gazette_head(line)}
    beside = {
        i for head in heads for i in (head - 1, head + 1) if 0 <= i < len(lines) and page_number(lines[i])
    }
    return frozenset(heads | beside | _counted(lines))


def _counted(lines: list[str]) -> set[int]:
    """Return bare numbers that count pages: each one more than the last, a page of text apart.

    A column of ordinals would stand closer, or not be alone in counting.
    """
    found = [(i, page) for i, line in enumerate(lines) if (page := page_number(line)) is not None]
    if len(found) < 2 or found[0][1] > 3:
        return set()
    for (i, page), (j, after) in pairwise(found):
        between = sum(len(line) for line in lines[i + 1 : j])
        if after != page + 1 or not 600 <= between <= 8000:
            return set()
    return {i for i, _ in found}


def stamp_lines(lines: list[str]) -> frozenset[int]:
    """Return the indexes of digital signature stamps: who signed, e-mail, body, time."""
    folded = {i: fold_letters(line) for i, line in enumerate(lines) if ":" in line and len(line) < 300}
    signed = [i for i, line in folded.items() if _SIGNED.search(line)]
    beside = {i for at in signed for i in range(at - _REACH, at + _REACH + 1)}
    return frozenset(i for i in beside if i in folded and _STAMP.match(folded[i]))
