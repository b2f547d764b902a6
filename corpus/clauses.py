"""Sentences and clauses of a paragraph, the pieces that prove a fact."""

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.types import Span

LONG_SENTENCE = 200  # a longer sentence is cut at its semicolons
LONGEST_ENCLOSURE = 1200  # a longer quotation is an inserted text with sentences of its own

_CLOSERS = {"(": ")", "[": "]", "“": "”", "«": "»", '"': '"'}
_MARK = re.compile(r"[()\[\]“”«»\"\n]")
_END = re.compile(r"[.!?…;\n]+")
_LAST_WORD = re.compile(r"[^\s(\[“\"]{1,24}\Z")
_LABEL = re.compile(
    r"[-–+*•\s]*(?:(?:điều|khoản|mục|tiểu mục|chương|phần|phụ lục|bước|nhóm|điểm)\s+)?"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}|[ivxlIVXL]{1,6}|[a-zđA-ZĐ]{1,2})\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[ \t]+[-–+*•“\"'(\[]*[ \t]*(?P<first>\w)|[ \t]*(?:\n|\Z)")

# Written with a full stop inside a sentence (titles, posts, places).
_ABBREVIATION = re.compile(
    r"(?:tp|tx|tt|gs|pgs|ts|ths|bs|ks|cn|ls|cv|kt|tm|tl|tuq|t/m|k/t|t/l|đ/c|đc|stt?|s?đt|tel|fax|m[rs]|mrs|dr|no"
    r"|vol|nxb|ub|hđ)\Z",
    re.IGNORECASE,
)


def clauses(text: str) -> list[Span]:
    """Split a paragraph into sentences, and long sentences at their semicolons."""
    found: list[Span] = []
    shelters = _enclosures(text)
    for sentence in _sentences(text, shelters):
        if sentence.end - sentence.start <= LONG_SENTENCE:
            found.append(sentence)
        else:
            found.extend(_at_semicolons(text, sentence, shelters))
    return found


def sentences(text: str) -> list[Span]:
    """Split a paragraph into whole sentences."""
    return list(_sentences(text, _enclosures(text)))


def clause_at(pieces: list[Span], span: Span) -> Span:
    """Return the piece that holds `span`, joined with the next ones when it runs over their edge."""
    held = [piece for piece in pieces if piece.meets(span)]
    if not held:
        return span
    return Span(min(held[0].start, span.start), max(held[-1].end, span.end))


def _sentences(text: str, shelters: list[Span]) -> Iterator[Span]:
    start = 0
    for mark, sheltered in _with_shelter(text, shelters):
        run = mark.group()
        if "\n" not in run and (sheltered or not _ends_sentence(text, start, mark)):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, len(text))


def _at_semicolons(text: str, sentence: Span, shelters: list[Span]) -> Iterator[Span]:
    cuts = [sentence.start]
    for place in re.finditer(";", text[sentence.start : sentence.end]):
        at = sentence.start + place.start()
        if not any(shelter.start < at < shelter.end for shelter in _near(shelters, at)):
            cuts.append(at + 1)
    cuts.append(sentence.end)
    for left, right in pairwise(cuts):
        yield from _trimmed(text, left, right)


def _with_shelter(text: str, shelters: list[Span]) -> Iterator[tuple[re.Match[str], bool]]:
    waiting = iter(shelters)
    current = next(waiting, None)
    for mark in _END.finditer(text):
        while current is not None and current.end <= mark.start():
            current = next(waiting, None)
        yield mark, current is not None and current.start < mark.start()


def _near(shelters: list[Span], at: int) -> list[Span]:
    low, high = 0, len(shelters)
    while low < high:
        middle = (low + high) // 2
        if shelters[middle].end <= at:
            low = middle + 1
        else:
            high = middle
    return shelters[low : low + 1]


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    run = mark.group()
    if run.strip(";") == "":
        return False
    opening = _OPENING.match(text, mark.end())
    if opening is None:
        return False
    first = opening.group("first")
    if first is None:
        return True
    if first.islower() or (run in {"…", "..."} and first.isdigit()):
        return False
    return run != "." or not _belongs_to_word(text, start, mark.start())


def _belongs_to_word(text: str, start: int, stop: int) -> bool:
    window = text[max(start, stop - 60) : stop]
    word = _LAST_WORD.search(window)
    if word is not None and (_ABBREVIATION.match(word.group()) or _is_initial(word.group())):
        return True
    # A label ("Điều 3.", "1.", "a.") opens what follows; elsewhere the same words close a sentence.
    opened = max(window.rfind(":"), window.rfind(";"))
    if stop - len(window) > start and opened < 0:
        return False
    return _LABEL.match(window[opened + 1 :]) is not None


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word not in {"I", "V", "X"}


def _enclosures(text: str) -> list[Span]:
    """Pair quotes and brackets within a line; one that never closes shelters nothing."""
    found: list[Span] = []
    opened: list[tuple[str, int]] = []
    for mark in _MARK.finditer(text):
        sign, at = mark.group(), mark.start()
        if sign == "\n":
            opened.clear()
            continue
        level = _matching(opened, sign)
        if level is not None:
            begin = opened[level][1]
            del opened[level:]
            if at - begin <= LONGEST_ENCLOSURE:
                found.append(Span(begin, at + 1))
        elif sign in _CLOSERS:
            opened.append((_CLOSERS[sign], at))
    return _outermost(found)


def _matching(opened: list[tuple[str, int]], sign: str) -> int | None:
    # Only the innermost few are looked at: nesting is shallow, and hostile text is not.
    for level in range(len(opened) - 1, max(len(opened) - 6, -1), -1):
        if opened[level][0] == sign:
            return level
    return None


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _trimmed(text: str, start: int, stop: int) -> Iterator[Span]:
    piece = text[start:stop]
    body = piece.rstrip(" \t\n;") if piece.rstrip().endswith(";") else piece.rstrip()
    left = start + len(piece) - len(piece.lstrip())
    if start + len(body) > left:
        yield Span(left, start + len(body))
