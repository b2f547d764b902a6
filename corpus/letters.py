"""Length-preserving forms of a text for matching: offsets found in them hold in the text itself."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

# The two spellings of a tone on a vowel pair: "uỷ" is folded to "ủy", "hoá" to "hóa".
_PAIRS = {
    pair: old + second
    for first, second, toned, olds in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for mark, old in zip(toned, olds, strict=True)
    for pair in (first + mark,)
}
_PAIR = re.compile("|".join(_PAIRS))
# After q the u belongs to the consonant ("quý"), so its pair has one spelling only.
_TONE = re.compile(rf"(?<!q)(?:{_PAIR.pattern})(?![^\W\d_])", re.IGNORECASE)


CAPITALS = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and c.isalpha())
"""Capital letters for a character class: ranges such as A-Ỹ would take in small letters."""


class _Lower(dict[int, str]):
    def __missing__(self, code: int) -> str:
        letter = chr(code)
        low = letter.lower()
        self[code] = value = low if len(low) == 1 else letter
        return value


class _Fold(dict[int, str]):
    def __missing__(self, code: int) -> str:
        low = _LOWER[code]
        base = unicodedata.normalize("NFD", low)[0]
        self[code] = value = {"đ": "d", "\u00a0": " "}.get(base, base)
        return value


_LOWER = _Lower()
_FOLD = _Fold()


def one_tone(text: str) -> str:
    """Return `text` with one tone placement ("hoá" as "hóa"), code point for code point."""
    return _TONE.sub(_respelled, text)


def _respelled(m: re.Match[str]) -> str:
    pair = m.group()
    old = _PAIRS[pair.lower()]
    return "".join(new.upper() if was.isupper() else new for was, new in zip(pair, old, strict=True))


def lower_letters(text: str) -> str:
    """Return `text` in lower case with one tone placement, code point for code point."""
    return one_tone(text.translate(_LOWER))


def fold_letters(text: str) -> str:
    """Return `text` in lower case without tone marks and with d for đ, code point for code point."""
    return text.translate(_FOLD)


def has_marks(text: str) -> bool:
    """Tell whether `text` carries Vietnamese marks, so that they may be relied on."""
    return text.translate(_LOWER) != text.translate(_FOLD)


def slug(name: str) -> str:
    """Return the folded words of `name` joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", fold_letters(name)))


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of a tab-separated table of `corpus/data`; lines that start with # are comments."""
    lines = files("corpus").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in row) for row in rows)
