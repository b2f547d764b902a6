"""Split text into syllables as the diacritic restorer counts them."""

import re
from collections.abc import Iterator

from models.textkeys import fold

_UNIT = re.compile(r"(?P<word>[^\W\d_]+)|(?P<opaque>[\w/&-]*\d[\w/&-]*)|(?P<stop>[.;:!?…\n]+)")
_SYMBOL = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)+")  # "1023-CV/TU", "NĐ-CP": never words
ABBREVIATION = 6  # letters at most


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
    """Yield the units of NFC `text`; capitals are an abbreviation unless all of the text is in capitals."""
    shouting = text.isupper()
    opaque = _symbols(text)
    for match in _UNIT.finditer(text):
        start, end = match.span()
        if match["stop"]:
            yield Unit(match[0], start, end, False, True)
        else:
            word = match[0]
            is_word = match["word"] is not None and start not in opaque
            if is_word and not shouting and word.isupper() and 1 < len(word) <= ABBREVIATION:
                is_word = not is_bare(word)
            yield Unit(word, start, end, is_word)


def is_bare(word: str) -> bool:
    """Tell whether a word carries no diacritics."""
    return word.isascii() or fold(word) == word.lower()


def _symbols(text: str) -> set[int]:
    """Return the offsets inside symbols of document numbers: joined parts with a digit or all in capitals."""
    inside: set[int] = set()
    for match in _SYMBOL.finditer(text):
        symbol = match[0]
        if any(c.isdigit() for c in symbol) or (symbol.isupper() and not text.isupper()):
            inside.update(range(match.start(), match.end()))
    return inside
