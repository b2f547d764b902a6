"""Deadlines and recurrences, relative ones resolved from the issue date."""

import re
from calendar import monthrange
from datetime import date, timedelta

from corpus.dates.days import OF, QUARTERS, YEAR, day_of, last_day
from corpus.letters import fold_letters
from corpus.patterns import Both, Shape
from corpus.types import Deadline, Span

_STEPS = {"ngày": "P1D", "tuần": "P1W", "tháng": "P1M", "quý": "P3M", "năm": "P1Y"}

_EVERY = r"(?:hằng|hàng|mỗi)\s+(?P<step>ngày|tuần|tháng|quý|năm)"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|:)\s*(?:\d{2})?\s*(?:phút)?\s*,?\s*(?:ngày\s+(?=thứ)|(?=ngày)|(?=\d)))?"
_DUE = Both(
    r"(?<![^\s(\[\"“,;:\-–+])"
    r"(?P<prep>(?:chậm nhất|muộn nhất)(?:\s+(?:là|vào|đến|trước|trong|hết))*|trước(?:\s+hết)?|"
    r"đến\s+hết|trong|vào|đến|(?:thời hạn|thời gian|hạn)(?:\s+[^\s:,.;]+){0,3}\s*:)\s*"
    rf"(?P<hour>{_HOUR})"
    r"(?P<when>"
    rf"(?:ngày\s*)?(?P<d>\d{{1,2}})(?:\s*tháng\s*|\s?[/\-]\s?)(?P<m>\d{{1,2}})"
    rf"(?:(?:\s*,?\s*năm\s*|\s?[/\-]\s?)(?P<y>{YEAR}))?(?![\d/]|\-\d|\s*%)"
    rf"|(?:ngày\s*)(?P<day>\d{{1,2}})(?!\d|\s?[/\-]\d|\s*(?:tháng\s*\d|ngày|làm))"
    rf"|(?P<tail>cuối\s+)?tháng\s*(?P<month>\d{{1,2}})(?:{OF}(?P<y1>{YEAR}))?(?!\d|\s*[/\-–]\s*\d)"
    rf"|(?P<tail2>cuối\s+)?quý\s*(?P<quarter>iv|i{{1,3}}|[1-4])(?:{OF}(?P<y2>{YEAR}))?(?![^\s.,;:)\]\"”–\-])"
    rf"|(?P<tail3>cuối\s+)?năm\s*(?P<y3>{YEAR})(?![\d\-])"
    r"|(?P<clock>\d{1,2}\s*(?:giờ|h|:)\s*(?:\d{2})?\s*[’'p]?(?:phút)?)(?=\s*(?:hằng|hàng|mỗi)\s)"
    r")"
    rf"(?P<every>\s*(?:của\s+)?{_EVERY}|\s+(?:của\s+)?tháng\s+"
    r"(?P<next>cuối\s+(?:mỗi\s+)?quý|tiếp theo|sau(?!\s+khi)))?"
)
_EACH = Both(
    rf"(?<![^\s(\[\"“,;:\-–])(?P<fixed>định kỳ\s+)?"
    rf"(?:(?:vào\s+)?{_EVERY}(?P<once>\s+(?:một|1|01)\s+lần)?(?![^\s.,;:)\]\"”/])"
    r"|(?P<count>\d{1,2}|một|hai|ba|sáu)\s+(?P<unit>ngày|tuần|tháng|quý|năm)\s*(?:/\s*|(?:một|1|01)\s+)lần"
    r"|(?<=định kỳ )(?P<count2>\d{1,2}|sáu|ba)\s+(?P<unit2>tuần|tháng|năm)(?!\s+(?:đầu|cuối)))"
)
_WITHIN = Both(
    r"(?:(?:chậm nhất|muộn nhất|trong)\s+(?:là\s+|sau\s+|vòng\s+|(?:thời hạn|thời gian|hạn)\s+)?"
    r"|sau\s+|không quá\s+)(?:tối đa\s+|không quá\s+|chậm nhất\s+)?"
    r"(?P<n>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(?P<unit>ngày|tuần|tháng|năm)(?P<work>\s+làm việc)?\s*,?\s*"
    r"(?:k[ểê]\s+)?(?:từ|sau)\s+(?:khi|ngày|thời điểm)\s*(?P<event>[^,.;:\n]{0,110})"
)
_SIGNING = Both(
    r"^(?P<act>(?:văn bản\s+này\s+)?(?:được\s+)?(?:ký|ban hành|phát hành)(?:\s*,?\s*ban hành)?"
    r"(?:\s+[^\s]+\s+[^\s]+\s+này)?)(?=\s*$|\s+(?:các|để)\s)"
)
# "kinh phí hàng năm" tells how much comes in a year: without "định kỳ" a recurrence counts only where a
# clause begins or after a word of reporting.
_OPENS = Both(
    r"(?:^|[\n.;,:()\-–+]\s*|\s[a-zđ]\)\s*|(?:báo cáo|họp|giao ban|sơ kết|tổng kết|tổng hợp|gửi|cập nhật|"
    r"rà soát|thông tin|đôn đốc|thống kê|đánh giá)(?:\s+[^\s.;,]+){0,3}\s+|giờ\s+)$"
)
_DOING = Both(
    r"(?:hoàn thành|hoàn thiện|xong|trình|ban hành|báo cáo|gửi|tham mưu|nộp|công bố|bàn giao|thực hiện|"
    r"triển khai|tổ chức|rà soát|xây dựng|phê duyệt|khởi công|giải ngân|đạt|ký kết|khắc phục|"
    r"cung cấp|đưa vào)"
)
_SINCE = Both(r"(?:từ|từ ngày)\s[^.;\n]{0,45}$")


def find_deadlines(text: str, issued_on: date | None = None) -> list[Deadline]:
    """Find when things are due; relative expressions are resolved from `issued_on`."""
    shape = Shape.of(text)
    found = _within(text, shape, issued_on)
    taken = [d.span for d in found]
    for m in shape.find(_DUE):
        if not _meets(m.span(), taken):
            due = _due(text, shape, m, issued_on)
            if due is not None:
                found.append(due)
                taken.append(due.span)
    for m in shape.find(_EACH):
        merged = _merged(text, found, m)
        if merged is not None:
            found = merged
        elif _frequency(shape, m):
            span = Span(*m.span())
            found.append(Deadline(span.of(text), span, None, _every(m), None))
    return sorted(found, key=lambda d: d.span)


def _meets(span: tuple[int, int], taken: list[Span]) -> bool:
    return any(span[0] < t.end and t.start < span[1] for t in taken)


def _within(text: str, shape: Shape, issued_on: date | None) -> list[Deadline]:
    found = []
    for m in shape.find(_WITHIN):
        signing = _SIGNING.of(shape).match(m["event"].strip())
        start = m.end() - len(m["event"].lstrip())
        end = start + (signing.end("act") if signing else len(m["event"].strip()))
        if end < len(text) and text[end].isalnum():  # cut at the reach of the pattern: leave out half a word
            end = max(start, text.rfind(" ", start, end))
        due = rule = None
        amount = f"{int(m['n'])} {m['unit']}{m['work'] or ''}"
        if signing and issued_on:
            due = _after(issued_on, int(m["n"]), fold_letters(m["unit"]), bool(m["work"]))
            rule = f"{amount} kể từ ngày ký {issued_on:%d/%m/%Y}"
            rule += ", trừ thứ Bảy và Chủ nhật" if m["work"] else ""
        else:
            rule = f"{amount} kể từ ngày {text[start:end]}".strip()
        found.append(Deadline(text[m.start() : end], Span(m.start(), end), due, None, rule))
    return found


def _after(start: date, count: int, unit: str, working: bool) -> date | None:
    if unit == "ngay" and working:
        while count:
            start += timedelta(days=1)
            count -= start.weekday() < 5
        return start
    if unit in ("thang", "nam"):
        return _added(start, count * (12 if unit == "nam" else 1))
    return start + timedelta(days=count * (7 if unit == "tuan" else 1))


def _due(text: str, shape: Shape, m: re.Match[str], issued_on: date | None) -> Deadline | None:
    span = _due_span(m)
    recurrence = None
    if m["step"]:
        recurrence = "R/" + _step(m["step"])
    elif m["next"]:
        recurrence = "R/P3M" if "qu" in m["next"] else "R/P1M"
    if recurrence:
        return Deadline(span.of(text), span, None, recurrence, span.of(text))
    due, rule = _resolved(m, issued_on)
    if (due is None and rule is None) or not _binding(shape, m):
        return None
    if due and issued_on and due < issued_on:
        return None
    return Deadline(span.of(text), span, due, None, rule)


def _due_span(m: re.Match[str]) -> Span:
    start = m.start("hour") if m["prep"].endswith(":") else m.start()
    return Span(start, m.end())


def _binding(shape: Shape, m: re.Match[str]) -> bool:
    """Tell a deadline from a mere date: a weak preposition needs a word of doing before it."""
    prep = fold_letters(m["prep"])
    if prep.startswith(("truoc", "cham", "muon")) or prep.endswith(":"):
        return True
    if prep.startswith("den") and (m["y3"] or shape.fits(_SINCE, max(0, m.start() - 60), m.start())):
        return bool(m["y3"] and prep.endswith("het") and _done_before(shape, m.start(), 60))
    return _done_before(shape, m.start(), 90)


def _done_before(shape: Shape, at: int, reach: int) -> bool:
    start = max(0, at - reach)
    cut = max(shape.text.rfind(mark, start, at) for mark in (". ", ";", "\n"))
    return shape.fits(_DOING, max(start, cut + 1), at) is not None


def _resolved(m: re.Match[str], issued_on: date | None) -> tuple[date | None, str | None]:
    """Return the last day that counts, and how the missing year was found."""
    before = fold_letters(m["prep"]).endswith("truoc") and not (m["tail"] or m["tail2"] or m["tail3"])
    if m["d"]:
        if m["y"]:
            return day_of(int(m["y"]), int(m["m"]), int(m["d"])), None
        return _next(issued_on, int(m["m"]), int(m["d"]))
    if m["day"]:
        return _next(issued_on, issued_on.month, int(m["day"])) if issued_on else (None, None)
    if m["y3"]:
        return date(int(m["y3"]) - before, 12, 31), None
    if not (m["month"] or m["quarter"]):  # hours before a word like "hàng": "trong 6 giờ hàng hóa phải ..."
        return None, None
    month = int(m["month"]) if m["month"] else 3 * QUARTERS[m["quarter"]]
    year, rule = m["y1"] or m["y2"], None
    if not 1 <= month <= 12 or not (year or issued_on):
        return None, None
    if year is None and issued_on:
        year = issued_on.year + (month < issued_on.month)
        rule = f"năm {year} theo ngày ban hành {issued_on:%d/%m/%Y}"
    first = date(int(year or 0), month - (2 if m["quarter"] else 0), 1)
    return (first - timedelta(days=1) if before else last_day(first.year, month)), rule


def _next(issued_on: date | None, month: int, day: int) -> tuple[date | None, str | None]:
    if issued_on is None:
        return None, "không nêu năm"
    for year in (issued_on.year, issued_on.year + 1):
        due = day_of(year, month, day)
        if due and due >= issued_on:
            return due, f"năm {year} theo ngày ban hành {issued_on:%d/%m/%Y}"
    return None, None


def _step(word: str) -> str:
    return next(step for name, step in _STEPS.items() if fold_letters(name) == fold_letters(word))


def _every(m: re.Match[str]) -> str:
    if m["step"]:
        return "R/" + _step(m["step"])
    words = {"mot": 1, "hai": 2, "ba": 3, "sau": 6}
    count = fold_letters(m["count"] or m["count2"])
    number = int(count) if count.isdecimal() else words[count]
    letter = _step(m["unit"] or m["unit2"])
    return f"R/P{number * int(letter[1])}{letter[2]}"


def _frequency(shape: Shape, m: re.Match[str]) -> bool:
    """Tell "hằng quý, báo cáo ..." from the amount that comes in a year."""
    if m["fixed"] or m["once"] or m["step"] is None:
        return True
    opens = m.start() == 0 or shape.fits(_OPENS, max(0, m.start() - 40), m.start())
    return bool(opens) and not shape.text.startswith((" của", " cua", " hiếm", " hiem"), m.end())


def _merged(text: str, found: list[Deadline], m: re.Match[str]) -> list[Deadline] | None:
    """Merge a recurrence with the day that stands beside it: "hằng năm (trước ngày 15/11)"."""
    for i, other in enumerate(found):
        if other.span.start < m.end() and m.start() < other.span.end:
            return found
        gap = text[m.end() : other.span.start] if m.end() <= other.span.start else None
        if gap is not None and re.fullmatch(r"[\s,(]{1,3}", gap) and other.rule and not other.recurrence:
            end = other.span.end + (text[other.span.end : other.span.end + 1] == ")" and "(" in gap)
            span = Span(m.start(), end)
            merged = Deadline(span.of(text), span, None, _every(m), span.of(text))
            return [*found[:i], merged, *found[i + 1 :]]
    return None


def _added(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
