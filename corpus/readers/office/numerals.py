"""Numbers as Word and its like write them in lists."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def numeral(value: int, form: str) -> str:
    """Return a number in a list format of WordprocessingML ("lowerRoman", "upperLetter" ...)."""
    if form in ("lowerRoman", "upperRoman"):
        return _cased(_roman(value), form)
    if form in ("lowerLetter", "upperLetter"):
        return _cased(_letters(value), form)
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "vietnameseCounting" and 0 <= value < len(_WORDS):
        return _WORDS[value]
    return "" if form == "none" else str(value)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        out += letters * count
    return out


def _letters(value: int) -> str:
    """Return a ... z, then aa, bb: as Word counts."""
    if value < 1:
        return str(value)
    rounds, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * min(rounds + 1, 30)
