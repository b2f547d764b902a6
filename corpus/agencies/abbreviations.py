"""Abbreviations of official Vietnamese, spelt out by what stands beside them."""

import re
from functools import lru_cache

from corpus.letters import fold_letters, read_table
from corpus.numbers import find_numbers
from corpus.types import Span

_LIKE_A_WORD = re.compile(r"[ƯƠÂÊÔĂ]")


@lru_cache(maxsize=1)
def _senses() -> dict[str, list[tuple[str, str, re.Pattern[str], re.Pattern[str]]]]:
    senses: dict[str, list[tuple[str, str, re.Pattern[str], re.Pattern[str]]]] = {}
    for short, full, after, before in read_table("abbreviations.tsv"):
        follows = re.compile(rf"\s*(?:{after})" if after else "")
        precedes = re.compile(rf"(?:^|\b)(?:{before})\s*$" if before else "")
        senses.setdefault(fold_letters(short), []).append((short, full, follows, precedes))
    return senses


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Return every abbreviation of the table, as it is written."""
    return frozenset(short for rows in _senses().values() for short, *_ in rows)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_senses(), key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w/&])(?:" + "|".join(map(re.escape, names)) + r")(?![\w&]|[/-]\w)\.?")


def expand_abbreviations(text: str) -> list[tuple[Span, str]]:
    """Return each abbreviation that can be read with certainty, and the words it stands for."""
    folded = fold_letters(text)
    numbers = {at for fact in find_numbers(text) for at in range(fact.span.start, fact.span.end)}
    found = []
    for m in _pattern().finditer(folded):
        if m.start() in numbers:
            continue
        end = m.end() - m.group().endswith(".")
        written = text[m.start() : end]
        for short, full, follows, precedes in _senses()[m.group().rstrip(".")]:
            if not _written_as(written, short):
                continue
            if follows.match(folded, end) and precedes.search(folded, 0, m.start()):
                found.append((Span(m.start(), end), full))
                break
    return found


def _written_as(written: str, short: str) -> bool:
    """Tell whether the letters may be that abbreviation: D may stand for Đ, but U not for Ư."""
    if written.upper() == short.upper():
        # "tư" and "Tư pháp" are words; only capitals show that "TƯ" is none.
        return written.isupper() or not _LIKE_A_WORD.search(short)
    plain = short.lower().replace("đ", "d")
    return fold_letters(short) == plain and written.lower().replace("đ", "d") == plain
