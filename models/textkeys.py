"""Keys for matching: the same word however it was typed. Never for showing."""

import re
import unicodedata

# Two places of the tone mark in open syllables: "hòa" or "hoà", "tụy" or "tuỵ", "khỏe" or "khoẻ". A key
# carries it on the first vowel, as official texts and the word segmenter's training data mostly do, except
# after q, whose u is no vowel: "quý". In decomposed text that is a swap of neighbours.
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_END = r"(?![\w\u0302\u0306])"
_LATE = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])([{_TONES}]){_END}")
_EARLY = re.compile(rf"(qu)([{_TONES}])(y){_END}")
_MARKS = re.compile(r"[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics; đ becomes d."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", bare).replace("đ", "d")


def accented_key(text: str) -> str:
    """Return `text` in NFC and lower case, tone marks in their one canonical place ("hoà" as "hòa")."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    early = _LATE.sub(r"\1\3\2", unicodedata.normalize("NFD", lowered))
    return unicodedata.normalize("NFC", _EARLY.sub(r"\1\3\2", early))
