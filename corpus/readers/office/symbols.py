"""Signs of symbol fonts, which stand at private codes, as Unicode."""

import re

_SIGNS = {  # the low byte of a code in Symbol, Wingdings and Wingdings 2 -> what is drawn
    "symbol": {
        0x2D: "−", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
    "wingdings": {
        0x6C: "•", 0x6D: "•", 0x6E: "▪", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "•", 0x77: "•", 0x9F: "•",
        0xA7: "▪", 0xA8: "☐", 0xD8: "•", 0xE0: "→", 0xE8: "→", 0xF0: "→",
        0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip
_USUAL = ("symbol", "wingdings")  # one of these where the font is not told
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DASHES = "-–—−+*"


def sign(code: int, font: str | None) -> str:
    """Return what a symbol font draws at a code; "" for ornaments that say nothing."""
    family = next((f for f in _SIGNS if (font or "").lower().startswith(f)), None)
    low = code & 0xFF
    if family is None:
        tables = [_SIGNS[f] for f in _USUAL if low in _SIGNS[f]]
        return tables[0][low] if tables and code >= 0xF000 else ""
    known = _SIGNS[family].get(low)
    if known is None and family == "symbol" and 0x20 <= low < 0x40:
        return chr(low)  # digits and signs stand where they do in ASCII
    return known or ""


def without_private(text: str, font: str | None) -> str:
    """Return a text with the private codes of symbol fonts replaced."""
    return _PRIVATE.sub(lambda m: sign(ord(m.group()), font), text)


def bullet(text: str, font: str | None) -> str:
    """Return the sign before an item of a list: dashes and plus signs as they are, ornaments as "•"."""
    shown = without_private(text.strip(), font)
    symbolic = (font or "").lower().startswith(("wingdings", "webdings", "symbol", "courier"))
    if symbolic and shown not in _DASHES:
        return "•"
    return shown or "•"
