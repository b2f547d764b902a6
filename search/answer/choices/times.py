"""Expressions of time as a person would say them back: points, ranges and recurrences.

Parts that belong together are one: "từ ngày 10 đến ngày 15 tháng 12 hằng năm", "15:00 thứ Sáu hàng tuần".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from corpus.letters import lower_letters
from corpus.types import Span


class Grain(IntEnum):
    """How exactly an expression tells the time; the finest of its parts counts."""

    YEAR = 0
    MONTH = 1  # or quarter, or part of a year
    DAY = 2  # or week, or day of the week
    HOUR = 3


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time.

    Attributes:
        grain: of its finest part.
        ranges: whether it says from when until when.
        recurs: whether it says how often.
        bare: whether no word before or in it says until, from or by when.
    """

    span: Span
    grain: Grain
    ranges: bool
    recurs: bool
    bare: bool


_YEAR = r"(?:19|20)\d\d"
_OF = rf"(?:\s?[/\-]\s?{_YEAR}|,?\s*(?:của\s+)?năm\s+{_YEAR})"
_D, _M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_PARTS: tuple[tuple[str, Grain, str], ...] = (
    (
        "hour",
        Grain.HOUR,
        r"\d{1,2}\s?(?:giờ|h(?=\d|\s|[,.;)]|\Z))(?!\s+(?:làm việc|liên tục|học|hành chính))"
        r"(?:\s?\d{2}(?!\d))?(?:\s?(?:phút|[’'p](?!\w)))?|(?<![\d:.])\d{1,2}:\d{2}(?![\d:.])(?!:)"
        r"|24/24(?:\s?(?:giờ|h)(?!\w))?",
    ),
    (
        "day",
        Grain.DAY,
        rf"(?:các\s+)?ngày\s+{_D}(?:\s?,\s?{_D})*(?:\s?,\s?|\s+và\s+){_D}(?:/\s?{_M}(?:/{_YEAR})?"
        rf"|\s+tháng\s+{_M}(?:{_OF})?)(?![\d/]|[.,]\d)"
        rf"|(?:ngày\s+)?{_D}\s?(?:tháng\s?{_M}(?:{_OF})?|(?P<sep>[/.\-])\s?{_M}(?P=sep)\s?{_YEAR}"
        rf"|/\s?{_M}(?:/{_YEAR})?)(?![\d/]|[.,]\d)"
        rf"|ngày(?:\s+mùng)?\s+{_D}(?!\w|[/.,]\d|\s*(?:ngày|làm việc|công))"
        r"|(?:ngày\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7](?!\d))|chủ nhật)(?!\w)",
    ),
    (
        "month",
        Grain.MONTH,
        rf"tháng\s+{_M}(?:{_OF})?(?!\d|[/.]\d)|{_M}/{_YEAR}(?![\d/])"
        rf"|quý\s+(?:iv|i{{1,3}}|[1-4])(?:{_OF})?(?!\w)"
        rf"|(?:\d{{1,2}}|sáu|chín|ba)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+{_YEAR})?"
        rf"|(?:đầu|giữa|cuối)\s+(?:tháng|quý|năm)(?:\s+{_YEAR}|\s+\d{{1,2}}(?:{_OF})?)?(?!\w)"
        r"|(?:tuần|tháng|quý)\s+(?:đầu|cuối|thứ\s+\w+)(?!\w)"
        r"(?:\s+(?:của\s+)?(?:(?:hằng|hàng|mỗi)\s+)?(?:tháng|quý|năm)(?!\s+\d))?",
    ),
    (
        "year",
        Grain.YEAR,
        rf"(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học|niên độ|năm)\s+{_YEAR}(?:\s?[\-–]\s?{_YEAR})?(?!\d"
        rf"|[/\-]\w)",
    ),
    (
        "every",
        Grain.YEAR,
        r"(?:định kỳ\s+)?(?:(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)"
        r"|\d{1,2}\s+(?:ngày|tuần|tháng|năm)\s*(?:/|một|1|01)\s*lần"
        r"|\d{1,2}\s+lần\s*(?:/|mỗi|trong|một)\s*(?:\d{1,2}\s*)?(?:ngày|tuần|tháng|quý|năm))(?!\w)"
        r"(?:\s+(?:và|hoặc|hay)\s+(?:theo yêu cầu\s+)?đột xuất)?",
    ),
)
_PART = re.compile(
    r"(?<![\w\d/.,\-])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, _, pattern in _PARTS) + ")"
)
_GRAINS = {name: grain for name, grain, _ in _PARTS}
# What stands between two parts of one expression.
_TO = r"(?:cho\s+)?(?:đến|tới)(?:\s+(?:hết|cuối))?"
_GAP = re.compile(rf"\s*(?:[,(]\s*)?(?:(?:{_TO}|[-–]|và|hoặc|vào|của|trong|trước)(?:\s+(?:vào|trước))?)?\s*")
_AND = re.compile(r"và|hoặc")
_YEARS = re.compile(rf"{_YEAR}\s?[-–]\s?{_YEAR}")
_WEEKDAY = re.compile(r"thứ|chủ")
_FRACTION = re.compile(r"\d{1,2}\s?/\s?\d{1,2}")
_RANGES = re.compile(rf"{_TO}|[-–]")
_LED = re.compile(
    r"(?:(?:chậm|muộn|sớm) nhất|trước(?: hết)?|(?:kể\s+)?từ|sau|hết|đến|tới|vào|trong|thời hạn|xong)"
    r"(?:\s+(?:là|vào|đến|trước|trong|hết|khoảng|các|những|ngày|tháng|năm|đầu|cuối|thời điểm"
    r"|thời gian))*\s*\Z"
)
_REACH = 40
_WEAK = re.compile(r"(?:vào|trong)(?:\s+(?:các|những|khoảng|thời gian))*\s*\Z")


def find_times(text: str) -> Iterator[Time]:
    """Find expressions of time, in order; parts that belong together are one."""
    low = lower_letters(text)
    run: list[re.Match[str]] = []
    for part in _PART.finditer(low):
        if run and not _joins(low, run[-1], part):
            yield from _time(low, run)
            run = []
        run.append(part)
    yield from _time(low, run)


def _joins(low: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two neighbouring parts are one expression."""
    gap = low[one.end() : other.start()]
    if "\n" in gap or _GAP.fullmatch(gap) is None:
        return False
    if _RANGES.search(gap) or _AND.search(gap) or (_is_weekday(one) and _is_weekday(other)):
        return True
    return one.lastgroup != other.lastgroup  # "trước ngày 5, ngày 10" are two; a day and its month are one


def _is_weekday(part: re.Match[str]) -> bool:
    return part.lastgroup == "day" and _WEEKDAY.search(part[0]) is not None


def _time(low: str, run: list[re.Match[str]]) -> Iterator[Time]:
    if not run:
        return
    start, end = run[0].start(), run[-1].end()
    led = _LED.search(low, max(0, start - _REACH), start)
    if led is None and len(run) == 1 and _FRACTION.fullmatch(run[0][0]):
        return  # a share or a street
    gaps = [low[a.end() : b.start()] for a, b in pairwise(run)]
    if any("(" in gap for gap in gaps) and low[end : end + 1] == ")":
        end += 1
    bare = led is None or _WEAK.fullmatch(led[0]) is not None
    if led is not None and "\n" not in led[0] and (led.start() == 0 or not low[led.start() - 1].isalnum()):
        start = led.start()
    grains = [_GRAINS[part.lastgroup or "year"] for part in run]
    ranges = any(map(_RANGES.search, gaps)) or _YEARS.search(low, start, end) is not None
    recurs = any(part.lastgroup == "every" for part in run)
    yield Time(Span(start, end), max(grains), ranges, recurs, bare)
