"""Texts as they were typed for the fonts of the past: .VnTime (TCVN3) and VNI-Times."""

from functools import cache
from itertools import groupby

from corpus.readers.legacy_fonts import LegacyFont, to_unicode

_VNI_BASES = "aeouyôöAEOUYÔÖ"
_VNI_MARKS = "øùûõïâáàåãäêéèúüëØÙÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"


@cache
def _tcvn3() -> dict[str, str]:
    # Between letters, for some codes alone are signs of punctuation.
    return {to_unicode(f"x{chr(code)}x", LegacyFont.TCVN3)[1:-1]: chr(code) for code in range(0xA1, 0x100)}


@cache
def _vni() -> dict[str, str]:
    typed = [base + mark for base in _VNI_BASES for mark in _VNI_MARKS]
    typed += [chr(code) for code in range(0xC0, 0x100)]
    read = {to_unicode(one, LegacyFont.VNI): one for one in reversed(typed)}
    return {letter: one for letter, one in read.items() if len(letter) == 1}


def tcvn3(text: str) -> str:
    """Type a text for .VnTime; capitals with tones have no code there and become small."""
    codes = _tcvn3()
    return "".join(codes.get(letter) or codes.get(letter.lower(), letter) for letter in text)


def tcvn3_runs(text: str) -> list[tuple[str, str]]:
    """Type a text for Word: (text, font), capitals without a code in the font of capitals."""
    codes = _tcvn3()

    def font(letter: str) -> str:
        plain = letter.isascii() or letter in codes
        return ".VnTime" if plain and not text.isupper() else ".VnTimeH"

    return [
        (tcvn3("".join(run).lower() if name[-1] == "H" else "".join(run)), name)
        for name, run in groupby(text, font)
    ]


def vni(text: str) -> str:
    """Type a text for VNI-Times."""
    letters = _vni()
    return "".join(letters.get(letter, letter) for letter in text)
