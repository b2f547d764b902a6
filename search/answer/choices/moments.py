"""Days, hours, time limits, ranges and conditions that answer when something happens, is due or lasts."""

import re
from collections.abc import Iterator
from datetime import date

from corpus.dates import find_dates, find_deadlines
from corpus.letters import fold_letters
from corpus.types import Deadline, Span
from search.answer.choices.asking import Asking
from search.answer.choices.times import Grain, Time, find_times
from search.answer.choices.values import Features, Value, amounts, bounds
from search.types import AnswerType

_ROUND = 30  # characters before a value in which its bounds are said
_YEAR = 4
_Found = dict[Span, tuple[Features, dict[str, str]]]
_ASKS_WHEN = re.compile(r"\b(?:khi|luc) nao\b|\bbao gio\b|\btruong hop nao\b")
_ASKS_IF = re.compile(
    r"\b(?:khi|luc) nao (?:moi|thi|phai|duoc|bi|khong|can|co the)\b|\bbao gio moi\b|truong hop nao"
)
_ASKS_RANGE = re.compile(
    r"tu (?:khi|ngay|luc|thang|nam) nao|thoi gian nao|giai doan nao|nhung (?:ngay|thang|nam|gio) nao"
    r"|keo dai|tu may gio"
    r"|(?:ngay|thang|nam|gio|khi|luc) nao (?:den|toi) (?:ngay|thang|nam|gio|khi|luc) nao"
)
_ASKS_YEAR = re.compile(r"\bnam (?:nao|may|bao nhieu)\b|giai doan nao|nam hoc nao")
_ASKS_DAY = re.compile(r"\bngay (?:nao|may|bao nhieu)|\bhom nao")
_DAY = re.compile(r"\d ?[/.-] ?\d|ngay (?:mung )?\d|\d ?thang|thu (?:\w|\d)|chu nhat|ngay ky")
_ASKS_MONTH = re.compile(r"\b(?:thang|quy) (?:nao|may)\b")
_CONDITION = re.compile(
    r"(?<!\w)(?:(?:ngay\s+)?(?:sau|trước)\s+khi|(?:chỉ\s+|ngay\s+|kể\s+từ\s+|cho\s+đến\s+)?khi"
    r"|(?:trong\s+)?trường\s+hợp|nếu)"
    r"\s(?!nào|đó|cần thiết)[^,.;:\n]{8,160}?(?=\s+thì\s|\s+theo\s+quy\s|[,.;:\n]|\Z)",
    re.IGNORECASE,
)
# The same up to the end of the sentence: "cho đến khi cơ quan, người có thẩm quyền quy định".
_UNTIL_THEN = re.compile(
    r"(?<!\w)(?:cho\s+)?(?:đến|tới)\s+khi\s(?!nào|đó)(?:[^.;:\n]{8,240})(?=[.;:\n]|\Z)", re.IGNORECASE
)
_ASKS_END = re.compile(
    r"\b(?:den|toi) (?:khi nao|bao gio|luc nao|het|thoi diem nao)|keo dai|bao gio thi thoi"
)
# A cell of a table that gives years alone, and years that belong together.
_YEARS = re.compile(
    r"(?:(?:^|\|)[ \t]*(?P<cell>(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|\d\d))?)(?=[ \t]*(?:$|\|)))"
    r"|(?<![\w/.,-])(?P<range>20\d\d\s?[-–]\s?20\d\d)(?![\w/.,]|-\w)",
    re.MULTILINE,
)
_LASTING = re.compile(
    r"(?<!\w)(?:không\s+(?:vượt\s+)?quá|bằng|theo|đến\s+hết|cho\s+đến|tối\s+đa\s+bằng)\s+"
    r"(?:thời\s+hạn|thời\s+gian|nhiệm\s+kỳ|khi)\s[^,.;:\n]{5,120}",
    re.IGNORECASE,
)
_CITES = re.compile(r"\d(?:/[\w.-]+|-[a-z]+[/ ])[^;,.]{0,12}$")
_OF_LAW = re.compile(r"\b(?:luat|bo luat|phap lenh)\b[^;,.\n]{0,50}$")
_BY_BEFORE = re.compile(r"(?:truoc|cham nhat|den het|xong|den)(?: ngay)? ?$")


def moments(text: str, asking: Asking, issued: date | None) -> Iterator[Value]:
    """Find days, hours, time limits and, where a question asks "when", conditions."""
    found = _days(text, asking, issued)
    for length in amounts(text, asking, lengths_only=True):
        if not any(span.start <= length.span.start < span.end for span in found):
            found[length.span] = {"is_length": 1.0}, length.normalized
    times = {time.span: time for time in find_times(text)}
    for time in times.values():
        if _is_worth(time, asking):
            _take(found, time)
    if not asking.hour:
        _take_years(found, text, asking)
    for span, (features, normalized) in found.items():
        own = features | _features(text, asking, span) | _grain_features(asking, times.get(span))
        yield Value(span, own, normalized)
    if _ASKS_WHEN.search(asking.form):
        yield from _conditions(text, asking, found)


def lengths(text: str, asking: Asking) -> Iterator[Value]:
    """Find lengths of time, ranges, recurrences and terms that bound a length ("không quá thời hạn ...")."""
    measured = list(amounts(text, asking, lengths_only=True))
    yield from measured
    taken = [value.span for value in measured]
    for time in find_times(text):
        if (time.ranges or time.recurs) and not any(map(time.span.meets, taken)):
            taken.append(time.span)
            yield Value(time.span, {"ranges": float(time.ranges), "recurs": float(time.recurs)})
    for match in _LASTING.finditer(text):
        span = Span(*match.span())
        if not any(map(span.meets, taken)):
            yield Value(span, {"lasting": 1.0})


def _days(text: str, asking: Asking, issued: date | None) -> _Found:
    found: _Found = {}
    for day in find_dates(text):
        found[day.span] = {"is_day": 1.0}, {"date": day.value.isoformat()}
    for deadline in find_deadlines(text, issued):
        for span in [one for one in found if deadline.span.contains(one)]:
            del found[span]
        features = {
            "is_deadline": 1.0,
            "only_deadline": float(asking.kind is AnswerType.SPAN),
            "has_day": float(deadline.due is not None),
        }
        found[deadline.span] = features, _told(deadline)
    return found


def _told(deadline: Deadline) -> dict[str, str]:
    normalized = {
        "date": deadline.due.isoformat() if deadline.due else "",
        "recurrence": deadline.recurrence or "",
        "rule": deadline.rule or "",
    }
    return {name: value for name, value in normalized.items() if value}


def _is_worth(time: Time, asking: Asking) -> bool:
    """Tell whether an expression is as exact as a question asks: a year is no day, a day no hour."""
    if asking.hour and "may gio" in asking.form:
        return time.grain is Grain.HOUR
    return time.grain > Grain.YEAR or time.recurs or not (asking.day or _ASKS_MONTH.search(asking.form))


def _take(found: _Found, time: Time) -> None:
    """Add an expression; one that is longer than what was read replaces it and keeps what it tells."""
    meets = [span for span in found if span.meets(time.span)]
    if not meets:
        found[time.span] = {}, {}
    elif all(time.span.contains(span) for span in meets) and time.span not in found:
        last = found[max(meets)]
        for span in meets:
            del found[span]
        found[time.span] = last


def _take_years(found: _Found, text: str, asking: Asking) -> None:
    """Add the years that stand alone in a cell or say from when until when."""
    if asking.day or _ASKS_MONTH.search(asking.form):
        return
    for match in _YEARS.finditer(text):
        span = Span(*match.span("cell" if match["cell"] else "range"))
        if not any(map(span.meets, found)):
            found[span] = {"years": 1.0, "ranges": float(span.end - span.start > _YEAR)}, {}


def _conditions(text: str, asking: Asking, found: _Found) -> Iterator[Value]:
    asked = float(_ASKS_IF.search(asking.form) is not None)
    due = float(asking.kind in (AnswerType.DEADLINE, AnswerType.RECURRENCE))
    ends = float(_ASKS_END.search(asking.form) is not None)
    if ends:
        until = (Span(*match.span()) for match in _UNTIL_THEN.finditer(text))
        features = {"condition": 1.0, "condition_asked": asked, "until_then": ends}
        yield from (Value(span, features) for span in until if not any(one.contains(span) for one in found))
        return
    for match in _CONDITION.finditer(text):
        span = Span(*match.span())
        if not any(one.contains(span) or span.start == one.start for one in found):
            yield Value(span, {"condition": 1.0, "condition_asked": asked, "condition_due": due})


def _features(text: str, asking: Asking, span: Span) -> Features:
    before = fold_letters(text[max(0, span.start - 80) : span.start])
    value = fold_letters(span.of(text))
    near = fold_letters(text[max(0, span.start - _ROUND) : span.end + 10])
    due = asking.kind in (AnswerType.DEADLINE, AnswerType.RECURRENCE)
    by = re.match(r"truoc|cham nhat|trong|den|sau", value) is not None
    return bounds(asking, near) | {
        "only_by": float(by and not due),
        "cites": float(_CITES.search(before) is not None),
        "of_law": float(_OF_LAW.search(before) is not None),
        "by_before": float(_BY_BEFORE.search(before) is not None),
        "by": float(by and due),
        "hour_as_asked": float(("gio" in value) == asking.hour),
        "no_day": float(_ASKS_DAY.search(asking.form) is not None and _DAY.search(value) is None),
        "day_as_asked": float(asking.day and bool(re.search(r"\d[/ ]|ngay \d", value))),
        "only_year": float(bool(re.fullmatch(r"(?:trong |den |truoc |vao |het |den het )?nam \d{4}", value))),
    }


def _grain_features(asking: Asking, time: Time | None) -> Features:
    if time is None:
        return {}
    form = asking.form
    ranges = _ASKS_RANGE.search(form) is not None
    year, month = _ASKS_YEAR.search(form) is not None, _ASKS_MONTH.search(form) is not None
    return {
        "bare_time": float(time.bare),
        "bare_due": float(time.bare and asking.kind is AnswerType.DEADLINE),
        "ranges": float(time.ranges),
        "ranges_asked": float(time.ranges and ranges),
        "recurs": float(time.recurs),
        "recurs_asked": float(time.recurs and asking.kind is AnswerType.RECURRENCE),
        "year_asked": float(year and time.grain is Grain.YEAR and not time.recurs),
        "month_asked": float(month and time.grain is Grain.MONTH),
    }
