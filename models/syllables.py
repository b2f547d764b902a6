"""Split text into syllables as the diacritic restorer counts them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from models.textkeys import fold

_UNIT = re.compile(r"(?P<word>[^\W\d_]+)|(?P<opaque>[\w/&-]*\d[\w/&-]*)|(?P<stop>[.;:!?…\n]+)")
_JOINED = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)+")  # "1023-CV/TU", "NĐ-CP", "cv/tu"; also "kinh tế-xã hội"
# Onset, one to three vowels, coda, diacritics off; final k stands in names of the highlands ("Đắk Lắk").
_SHAPE = re.compile(
    r"(?:b|ch?|d|gh?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu|r|s|t[hr]?|v|x)?[aeiouy]{1,3}(?:ch?|k|m|n[gh]?|p|t)?"
)
_VOWEL = re.compile(r"[aeiouy]")
ABBREVIATION = 6  # letters at most
REMEMBERED = 8192  # words
LONGEST = 7  # letters of a syllable: "nghiêng"


class Unit:
    """A stretch of text: a word, or something opaque (a number, a symbol, an abbreviation), or a stop."""

    __slots__ = ("end", "is_stop", "is_word", "start", "text")

    def __init__(self, text: str, start: int, end: int, is_word: bool, is_stop: bool = False) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.is_word = is_word
        self.is_stop = is_stop


def units(text: str) -> Iterator[Unit]:
    """Yield the units of NFC `text`.

    A short word in capitals is an abbreviation, unless a neighbour in capitals has the shape of a syllable
    too ("CO QUAN NAO"); a word without that shape ("ubnd", "qd", "internet") is opaque unless it has
    diacritics ("krông").
    """
    symbols = in_symbols(text)
    matches = list(_UNIT.finditer(text))
    for at, match in enumerate(matches):
        start, end = match.span()
        word = match[0]
        is_word = match.lastgroup == "word" and start not in symbols and is_syllable(word)
        if is_word and 1 < len(word) <= ABBREVIATION and word.isupper() and is_bare(word):
            before, after = matches[max(at - 1, 0)], matches[min(at + 1, len(matches) - 1)]
            is_word = (_in_capitals(before) and text[before.end() : start].isspace()) or (
                _in_capitals(after) and text[end : after.start()].isspace()
            )
        yield Unit(word, start, end, is_word, match.lastgroup == "stop")


def cased(syllable: str, like: str) -> str:
    """Give a lower-case syllable the capitals of what was typed."""
    if like.isupper() and len(like) > 1:
        return syllable.upper()
    return syllable[0].upper() + syllable[1:] if like[0].isupper() else syllable


@lru_cache(REMEMBERED)
def is_bare(word: str) -> bool:
    """Tell whether a word carries no diacritics."""
    return word.isascii() or fold(word) == word.lower()


def has_shape(word: str) -> bool:
    """Tell whether the letters of a word, diacritics off, make a syllable."""
    return _SHAPE.fullmatch(fold(word)) is not None


@lru_cache(REMEMBERED)
def is_syllable(word: str) -> bool:
    """Tell whether a word may be counted: it has a syllable's shape, or diacritics on a vowel."""
    folded = fold(word)
    if has_shape(word):
        return True
    marked = folded != word.lower().replace("đ", "d")
    return marked and len(word) <= LONGEST and _VOWEL.search(folded) is not None


def _in_capitals(match: re.Match[str]) -> bool:
    return match[0].isupper() and has_shape(match[0])


def in_symbols(text: str) -> set[int]:
    """Return the offsets inside symbols of document numbers.

    They are joined parts with a digit, or one of them no syllable ("cv/tu", "nd-cp").
    """
    inside: set[int] = set()
    for match in _JOINED.finditer(text):
        parts = re.split("[-/&]", match[0])
        if any(c.isdigit() for c in match[0]) or not all(map(is_syllable, parts)):
            inside.update(range(match.start(), match.end()))
    return inside
