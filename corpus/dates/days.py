"""Full dates, and the periods that months, quarters and years name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from corpus.letters import fold_letters
from corpus.patterns import Both, Shape
from corpus.types import Fact, Span

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days named by a month, quarter, year or span of years; `end` is its last day."""

    start: date
    end: date
    text: str
    span: Span


_DATE = Both(
    r"(?<![\d/.,\-])(?:ngày\s*)?(?P<d>\d{1,2})\s*(?:"
    r"tháng\s*(?P<m>\d{1,2})\s*,?\s*năm\s*(?P<y>(?:19|20)\d\d)"
    r"|(?P<sep>[/\-])\s?(?P<m2>\d{1,2})\s?(?P=sep)\s?(?P<y2>(?:19|20)\d\d)"
    r"|(?<=ngày \d)\.(?P<m3>\d{1,2})\.(?P<y3>(?:19|20)\d\d)"
    r"|(?<=ngày \d\d)\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d)"
    r")(?![\d/]|\-\d)"
)
YEAR = r"(?:19|20)\d\d"
OF = r"(?:\s*[/\-,]\s*(?:năm\s*)?|\s+(?:của\s+)?năm\s*)"
_PERIOD = Both(
    rf"(?<![^\b\s(\[\"“:;,\-/])(?:tháng\s*(?P<month>\d{{1,2}}){OF}(?P<y1>{YEAR})"
    rf"|quý\s*(?P<quarter>iv|i{{1,3}}|[1-4]){OF}(?P<y2>{YEAR})"
    rf"|(?:6|06|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm\s*(?P<y3>{YEAR})"
    rf"|(?:giai đoạn|nhiệm kỳ|thời kỳ)\s*(?P<from>{YEAR})\s*[\-–]\s*(?P<to>{YEAR})"
    rf"|năm\s*(?P<y4>{YEAR}))(?!\d|[/\-]\d)"
)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def find_dates(text: str) -> list[Fact[date]]:
    """Find every full and valid date, with "ngày" when it stands before."""
    found = []
    for m in Shape(fold_letters(text), marked=False).find(_DATE):
        value = _date_of(m)
        if value is not None:
            found.append(Fact(value, Span(*m.span())))
    return found


def _date_of(m: re.Match[str]) -> date | None:
    year = m["y"] or m["y2"] or m["y3"] or m["y4"]
    month = m["m"] or m["m2"] or m["m3"] or m["m4"]
    return day_of(int(year), int(month), int(m["d"]))


def find_periods(text: str) -> list[Period]:
    """Find months, quarters, half-years, years and spans of years that are not part of a date."""
    shape = Shape.of(text)
    dates = [m.span() for m in shape.find(_DATE)]
    found = []
    for m in shape.find(_PERIOD):
        bounds = _bounds(m)
        if bounds and not any(a <= m.start() < b for a, b in dates):
            found.append(Period(*bounds, text[m.start() : m.end()], Span(*m.span())))
    return found


def _bounds(m: re.Match[str]) -> tuple[date, date] | None:
    if m["month"]:
        year, month = int(m["y1"]), int(m["month"])
        return (date(year, month, 1), last_day(year, month)) if 1 <= month <= 12 else None
    if m["quarter"]:
        year, month = int(m["y2"]), 3 * QUARTERS[m["quarter"]]
        return date(year, month - 2, 1), last_day(year, month)
    if m["half"]:
        year, first = int(m["y3"]), fold_letters(m["half"]) == "dau"
        return date(year, 1 if first else 7, 1), last_day(year, 6 if first else 12)
    start, end = int(m["from"] or m["y4"]), int(m["to"] or m["y4"])
    return (date(start, 1, 1), date(end, 12, 31)) if start <= end else None
