"""Numbers and dates of spreadsheets as their cells show them, in Vietnamese notation."""

import datetime as dt
import math
import re

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"\.([0#?]+)")
_EXACT = 15  # significant digits of a spreadsheet

Value = bool | int | float | dt.date | dt.time | dt.timedelta


def shown(value: Value, form: str) -> str:
    """Return a value as shown: 45.5 %, 1.234.567, 31/12/2025."""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, dt.datetime):
        return _date(value, form) + (
            f" {value:%H:%M}" if value.time() != dt.time() and "h" in form.lower() else ""
        )
    if isinstance(value, dt.date):
        return _date(value, form)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _number(value, form)


def _date(value: dt.date, form: str) -> str:
    pattern = _QUOTED.sub("", form).lower()
    if "d" not in pattern and "y" in pattern and "m" in pattern:
        return f"{value.month:02d}/{value.year}"
    if "d" not in pattern and "m" not in pattern and "y" in pattern:
        return str(value.year)
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def _number(value: float, form: str) -> str:
    if not math.isfinite(value):
        return str(value)
    pattern = _QUOTED.sub("", form.split(";")[0])
    percent = "%" in pattern
    number = value * 100 if percent else value
    decimals = _DECIMALS.search(pattern)
    if decimals:
        text = f"{number:.{len(decimals[1])}f}"
        optional = len(decimals[1]) - len(decimals[1].rstrip("#?"))
        for _ in range(optional):
            text = text.removesuffix("0")
        text = text.removesuffix(".")
    elif re.search(r"[0#?]", pattern):
        text = f"{number:.0f}"
        zeros = re.fullmatch(r"0+", pattern)
        text = text.zfill(len(pattern)) if zeros else text
    else:
        text = f"{number:.{_EXACT}g}"
    whole, _, part = text.partition(".")
    if "," in pattern and "e" not in whole:
        whole = f"{int(whole):,}".replace(",", ".")
    return whole + ("," + part if part else "") + ("%" if percent else "")
