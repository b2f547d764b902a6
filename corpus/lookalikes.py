"""Letters that look right and are the wrong code points, put right one for one.

Keyboards, converters and PDF fonts of the past left an Icelandic Ð where a Vietnamese Đ stands, Cyrillic
letters that look Latin, wide digits of Asian fonts, hyphens that do not break, and bullets of symbol fonts.
A reader of the page sees no difference; a search does.
"""

import re
import unicodedata
from collections.abc import Mapping

_TONES = "\u0300\u0301\u0303\u0309"  # grave, acute, tilde, hook above
_ROOFS = "\u0302\u0306"  # circumflex, breve: compose with the vowel only before the tone does
_MARKS = "\u0300-\u036f"
_TONED: Mapping[str, tuple[str, str]] = {
    letter: (vowel, tone)
    for vowel in "aeoAEO"
    for tone in _TONES
    if len(letter := unicodedata.normalize("NFC", vowel + tone)) == 1
}
_STACKED = re.compile(f"[{''.join(_TONED)}]?[{_MARKS}]+")

_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_FANCY = {  # letters and digits of mathematics, which people type for bold
    code: plain
    for code in range(0x1D400, 0x1D800)
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain.isascii()
}
_SIGNS = str.maketrans(
    "\u0340\u0341\u2010\u2011\u2044\u2215\u0189\u0256\uf02d\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf0e0\uf0a8\uf0d2",
    "\u0300\u0301--//Đđ-••••✓→••",
)
_ALWAYS: Mapping[int, str | int] = {**_WIDE, **_FANCY, **_SIGNS}
_ETH = str.maketrans("Ðð", "Đđ")
_CYRILLIC = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx")
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_NOT_LATIN = "бвгджзийклмнптфцчшщъыьэюяБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯ"
_PLAINLY_CYRILLIC = re.compile(  # with its marks too: composing them must not turn a word into a doubtful one
    "[{}]".format(
        "".join(c for c in map(chr, range(0x400, 0x530)) if unicodedata.normalize("NFD", c)[0] in _NOT_LATIN)
    )
)
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_LETTERS = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")

# Ranges, for a class of single letters is searched letter by letter; translating twice is harmless.
_REPLACED = re.compile(
    "[\u0340\u0341\u2010\u2011\u2044\u2215\u0189\u0256\uf000-\uf0ff\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
_STACK = re.compile(f"[{_MARKS}]")
_DOUBTFUL = re.compile("[Ðð\u0370-\u04ff]")
_WORD = re.compile(r"\S+")


def right_letters(text: str) -> str:
    """Return `text` with the letters that were meant, code point for code point.

    What is done to a word depends on that word only, so any part of a text is treated as in the whole.
    """
    if text.isascii():
        return text
    if _REPLACED.search(text):
        text = text.translate(_ALWAYS)
    if _STACK.search(text):
        text = _STACKED.sub(_roof_first, text)
    return _WORD.sub(_as_vietnamese, text) if _DOUBTFUL.search(text) else text


def _roof_first(m: re.Match[str]) -> str:
    """Put marks into the order in which they compose: "e", acute, circumflex is "ế" too."""
    run = m.group()
    if not any(roof in run for roof in _ROOFS):
        return run
    vowel, tone = _TONED.get(run[0], ("", ""))
    marks = sorted(
        tone + run[1:] if vowel else run, key=lambda mark: (unicodedata.combining(mark), mark in _TONES)
    )
    if not vowel:
        return "".join(marks)
    marks.remove(roof := next(mark for mark in marks if mark in _ROOFS))
    roofed = unicodedata.normalize("NFC", vowel + roof)
    return roofed + "".join(marks) if len(roofed) == 1 else run


def _as_vietnamese(m: re.Match[str]) -> str:
    word = m.group()
    if not _DOUBTFUL.search(word):
        return word
    if "þ" not in word and "Þ" not in word:  # else it is Icelandic
        word = word.translate(_ETH)
    if not _PLAINLY_CYRILLIC.search(word):
        word = word.translate(_CYRILLIC)
    return _LETTERS.sub(_without_greek, word)


def _without_greek(m: re.Match[str]) -> str:
    return m.group().translate(_GREEK) if _LATIN.search(m.group()) else m.group()
