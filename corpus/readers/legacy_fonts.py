"""Texts typed for the fonts of the past, TCVN3 (".VnTime") and VNI ("VNI-Times"), made Unicode.

Such fonts draw Vietnamese letters at the codes of Western ones, so a program that does not know the font
shows "§¶ng" for "Đảng" (TCVN3) or "Ñaûng" (VNI). Formats that name the font of a run are converted by
name; elsewhere the letters tell, where there are enough of them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.readers.syllables import is_syllable

_TCVN3_CODES = "B5B6B7B8B9A8BBBCBDBEC6A9C7C8C9CACBAECCCECFD0D1AAD2D3D4D5D6D7D8DCDDDEDFE1E2E3E4ABE5E6E7E8E9ACEAEBECEDEEEFF1F2F3F4ADF5F6F7F8F9FAFBFCFDFEA1A2A3A4A5A6A7"  # fmt: skip  # noqa: E501
_TCVN3_LETTERS = (
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"  # in the order of the codes
)
_VNI_TONES = "øùûõï"  # after a vowel: grave, acute, hook, tilde, dot
_VNI_MARKED = {  # vowel: what follows it -> letter
    "a": dict(zip(_VNI_TONES + "âáàåãä" + "êéèúüë", "àáảãạ" + "âấầẩẫậ" + "ăắằẳẵặ", strict=True)),
    "e": dict(zip(_VNI_TONES + "âáàåãä", "èéẻẽẹ" + "êếềểễệ", strict=True)),
    "o": dict(zip(_VNI_TONES + "âáàåãä", "òóỏõọ" + "ôốồổỗộ", strict=True)),
    "u": dict(zip(_VNI_TONES, "ùúủũụ", strict=True)),
    "y": dict(zip(_VNI_TONES[:4], "ỳýỷỹ", strict=True)),
    "ô": dict(zip(_VNI_TONES, "ờớởỡợ", strict=True)),
    "ö": dict(zip(_VNI_TONES, "ừứửữự", strict=True)),
}
_VNI_SINGLE = dict(zip("ñôöæóòî", "đơưỉĩịỵ", strict=True))

_NAME = re.compile(r"^(?:[A-Z]{6}\+)?(?:(?P<tcvn>\.vn)|(?P<vni>vni[-_ ]))(?P<rest>.*)$", re.IGNORECASE)
_STYLE = re.compile(r"[-, ]*(?:bold|italic|regular|normal|roman|oblique|mt)$", re.IGNORECASE)
# Letters that stand in Vietnamese written in Unicode and in no legacy text.
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~–—‘’“”…]+")
# Signs of arithmetic, lists and quotation that are letters of TCVN3 only where they touch another letter.
_SIGN = re.compile(r"(?<![A-Za-z¡-þ])[÷×·»](?![A-Za-z¡-þ])|(?<=\d)µ|(?<=\d )µ(?=[a-zA-Z]\b)")
_ASCII_LETTER = re.compile("[A-Za-z]")
_ENOUGH = 4  # words that a verdict needs
_SURE = 0.85


class LegacyFont(StrEnum):
    """An encoding that lives in its fonts."""

    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3_capitals"  # fonts whose names end in H draw small letters as capitals
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class _Fit:
    """What a conversion does to the words it changes."""

    changed: int
    before: int  # were syllables as they stood: "mét" is one, and "một" in TCVN3
    after: int  # are syllables when converted

    @property
    def certain(self) -> bool:
        """Tell whether the text must have been meant so."""
        gained = self.after - self.before
        return gained >= _ENOUGH and self.after >= _SURE * self.changed and self.before <= self.changed / 2


def font_of(name: str) -> LegacyFont | None:
    """Return the encoding of a font of this name (".VnTimeH", "ABCDEF+VNI-Times,Bold"); None for others."""
    m = _NAME.match(name.strip())
    if m is None:
        return None
    if m["vni"]:
        return LegacyFont.VNI
    family = m["rest"]
    while _STYLE.search(family):
        family = _STYLE.sub("", family)
    return LegacyFont.TCVN3_CAPITALS if family.endswith("H") else LegacyFont.TCVN3


def recognise(text: str) -> LegacyFont | None:
    """Return the encoding of a text by its letters; None where it is Unicode, not Vietnamese, or too short.

    Lines that hold Vietnamese letters of Unicode are no evidence. Fonts of capitals cannot be told so.
    """
    lines = [line for line in text.splitlines() if _is_candidate(line)]
    if not lines:
        return None
    candidate = "\n".join(lines)
    for font in (LegacyFont.TCVN3, LegacyFont.VNI):
        if _fit(candidate, font).certain:
            return font
    return None


def to_unicode(text: str, font: LegacyFont) -> str:
    """Return the text in Unicode; lines that hold Vietnamese letters of Unicode already stay as they are.

    TCVN3 has one code point for one; VNI writes most letters with two.
    """
    return "".join(
        _line_to_unicode(line, font) if _is_candidate(line) else _as_drawn(line, font)
        for line in text.splitlines(keepends=True)
    )


def _as_drawn(line: str, font: LegacyFont) -> str:
    if font is not LegacyFont.TCVN3_CAPITALS or _UNICODE_LETTER.search(line):
        return line
    return line.upper()


def _line_to_unicode(line: str, font: LegacyFont) -> str:
    if font is LegacyFont.VNI:
        return _vni().sub(lambda m: _vni_letters()[m.group().lower()][m.group()[0].isupper()], line)
    plain = line.translate(_tcvn3())
    for sign in _SIGN.finditer(line):
        plain = plain[: sign.start()] + sign.group() + plain[sign.end() :]
    return plain.upper() if font is LegacyFont.TCVN3_CAPITALS else _with_capitals(line, plain)


def _with_capitals(before: str, after: str) -> str:
    """Raise small letters in words of capitals: TCVN3 has no capitals with tones ("CéNG HOµ")."""
    words = list(_WORD.finditer(after))
    letters = [_ASCII_LETTER.findall(before[m.start() : m.end()]) for m in words]
    in_capitals = [len(found) > 1 and all(c.isupper() for c in found) for found in letters]
    pieces, at = [], 0
    for i, m in enumerate(words):
        beside = in_capitals[i + 1] if i + 1 < len(words) else any(in_capitals[i - 1 : i])
        raised = in_capitals[i] or (beside and all(c.isupper() for c in letters[i]))
        pieces += [after[at : m.start()], m.group().upper() if raised else m.group()]
        at = m.end()
    return "".join([*pieces, after[at:]])


def _is_candidate(line: str) -> bool:
    return not line.isascii() and not _UNICODE_LETTER.search(line)


def _fit(text: str, font: LegacyFont) -> _Fit:
    words = [word for word in _WORD.findall(text) if len(word) > 1 and not word.isascii()]
    pairs = [(word, _line_to_unicode(word, font)) for word in words]
    pairs = [(word, after) for word, after in pairs if after != word]
    before, after = ([is_syllable(pair[i]) for pair in pairs] for i in (0, 1))
    return _Fit(len(pairs), sum(before), sum(after))


@cache
def _tcvn3() -> dict[int, str]:
    codes = bytes.fromhex(_TCVN3_CODES)
    return dict(zip(codes, _TCVN3_LETTERS, strict=True))


@cache
def _vni_letters() -> dict[str, tuple[str, str]]:
    """Return what stands for a letter in VNI, in small letters -> the letter, small and capital."""
    pairs = {vowel + mark: letter for vowel, marks in _VNI_MARKED.items() for mark, letter in marks.items()}
    return {code: (letter, letter.upper()) for code, letter in (pairs | _VNI_SINGLE).items()}


@cache
def _vni() -> re.Pattern[str]:
    codes = sorted(_vni_letters(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)), re.IGNORECASE)
