"""From when a document has effect, by its own words: never the day of one that it cites, amends or quotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from corpus.dates import find_dates
from corpus.letters import lower_letters
from corpus.numbers import all_kinds, find_numbers, number_key
from corpus.types import Fact, Span

_EFFECT = re.compile(
    r"có hiệu lực(?: pháp luật)?(?: (?:thi hành|thực hiện|áp dụng))?,?\s*"
    r"(?:(?:kể từ|từ|kể|vào)\s+|(?=sau \d))"
)
_ACT_DAY = r"ngày (?:được )?(?:ký|ban hành|thông qua)(?! (?:kết|hợp đồng|biên bản|thỏa thuận)\b)"
_SIGNED = re.compile(_ACT_DAY)
_DAYS_AFTER = re.compile(rf"sau (?P<days>\d{{1,3}}) ngày,? (?:kể )?từ {_ACT_DAY}")
_REACH = 300  # a closing clause says so much before it comes to the effect
_QUOTE_REACH = 5000
_CLAUSE_END = re.compile(r"[\n;:“”\"]|\.(?=\W)")
_LISTED = re.compile(r"^(?:[-–+•*]|\(?(?:\d+|[a-zđ])[.)/])?\s*(?:điều \d+[a-zđ]? )?")
_HEADING = re.compile(r"^(?:hiệu lực|điều khoản|trách nhiệm|tổ chức)[^,]{0,40}? ?(?:thi hành|thực hiện) ")
_ADDED = re.compile(r"(?: sẽ| chính thức| bắt đầu)*$")
_THIS = re.compile(r" này\b")
_A_PART = re.compile(
    r"\b(?:điều|khoản|điểm|chương|mục|phần|phụ lục|biểu|danh mục|các|những|mọi|ngày|khi|của|theo|tại)(?= |$)"
)
_NEAR = 40  # so soon after "này" comes the effect, or else after what the clause says, too
_GOES_ON = re.compile(r"thông qua|(?: và|, đồng thời)$")
_ANOTHER = re.compile(r" (?:số \d|luật\b)")
_ABOVE = re.compile(r"ngày (?:có |bắt đầu )?hiệu lực(?: thi hành)?\s*:\s*(?=\d)", re.IGNORECASE)
_WITHOUT = frozenset(("công văn", "công điện", "thông báo", "báo cáo", "tờ trình", "biên bản", "thông cáo"))


@dataclass(frozen=True, slots=True)
class Own:
    """What a document is called where it speaks of itself."""

    kind: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a document has effect: `day` is None where it is that of signing, which is not known."""

    day: date | None
    span: Span


@lru_cache(maxsize=1)
def _kind_at_end() -> re.Pattern[str]:
    kinds = sorted({*all_kinds(), "bộ luật", "hiến pháp", "văn bản"}, key=lambda kind: (-len(kind), kind))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, kinds))})$")


def effective_on(text: str, body: Span, own: Own, issued_on: Fact[date] | None) -> Fact[date] | None:
    """Read "Quyết định này có hiệu lực kể từ ngày ..."; None where no day comes of it."""
    found = effect_of(text, body, own, issued_on.value if issued_on else None)
    return Fact(found.day, found.span) if found and found.day else None


def effect_of(text: str, body: Span, own: Own, issued_on: date | None) -> Effect | None:
    """Read the words that tell from when a document has effect.

    What is said of the document by its kind or number goes before what is said of something else that is
    called "này", and that before what a page tells above the document; a day goes before words without one.
    """
    consolidated = own.kind == "văn bản hợp nhất"  # it is signed long after what it repeats took effect
    signed = None if consolidated else issued_on
    less_sure = dayless = None
    for m in _EFFECT.finditer(text, body.start, body.end):
        before = Span(body.start, m.start())
        sure = _speaks_of_itself(_clause(text, before).strip(), own)
        found = None if sure is None or quoted(text, before) else day_told(text, m.end(), signed)
        if found and found.day and sure:
            return found
        if found and found.day:
            less_sure = less_sure or found
        elif found and sure:
            dayless = dayless or found
    return less_sure or _told_above(text, body.start, own) or dayless


def day_told(text: str, at: int, signed: date | None) -> Effect | None:
    """Read the day at an offset; it may be told by the day of signing."""
    if later := _DAYS_AFTER.match(text, at):
        day = signed + timedelta(days=int(later["days"])) if signed else None
        return Effect(day, Span(*later.span()))
    if signing := _SIGNED.match(text, at):
        return Effect(signed, Span(*signing.span()))
    days = [day for day in find_dates(text[at : at + 60]) if day.span.start < 4]
    return Effect(days[0].value, days[0].span.shifted(at)) if days else None


def _told_above(text: str, end: int, own: Own) -> Effect | None:
    """Read what a page says of the document before it begins: "Thông tư 5/2025/TT-BTC có hiệu lực từ ..."."""
    for m in _EFFECT.finditer(text, 0, end):
        found = day_told(text, m.end(), None) if _by_number(_clause(text, Span(0, m.start())), own) else None
        if found and found.day:
            return found
    label = _ABOVE.search(text, 0, end)
    return day_told(text, label.end(), None) if label else None


def _speaks_of_itself(clause: str, own: Own) -> bool | None:
    """Tell of what the words before an effect speak.

    Returns:
        True: of the document, by its kind or number; False: of what is called "này"; None: of another.
    """
    if _by_kind(clause, own) or _by_number(clause, own):
        return True
    return _by_this(_bare(lower_letters(clause)), own)


def _clause(text: str, before: Span) -> str:
    start = max(before.start, before.end - _REACH)
    ends = [m.end() for m in _CLAUSE_END.finditer(text, start, before.end)]
    return text[ends[-1] if ends else start : before.end]


def _bare(clause: str) -> str:
    """Return a clause without its mark, and without the heading that may have run into it."""
    return _HEADING.sub("", _LISTED.sub("", clause))


def quoted(text: str, before: Span) -> bool:
    """Tell the words of another document, which an amendment or a note sets between quotation marks."""
    ahead = text[max(before.start, before.end - _QUOTE_REACH) : before.end].replace('"', "”")
    after = text[before.end : before.end + _QUOTE_REACH].replace('"', "”")
    return _one_more("“", "”", reversed(ahead)) and _one_more("”", "“", after)  # some forget to close them


def _one_more(mark: str, other: str, letters: Iterable[str]) -> bool:
    """Tell whether a mark comes for which the other one did not come before."""
    still_open = 0
    for letter in letters:
        still_open += (letter == other) - (letter == mark)
        if still_open < 0:
            return True
    return False


def _by_kind(clause: str, own: Own) -> bool:
    """Tell "Nghị quyết có hiệu lực", where nothing else stands before it."""
    words = _ADDED.sub("", clause)
    kind = _kind_at_end().search(lower_letters(words))
    if kind is None or kind[0] != own.kind or not words[kind.start()].isupper():
        return False
    return not _bare(lower_letters(words[: kind.start()]))


def _by_number(clause: str, own: Own) -> bool:
    """Tell "Nghị quyết số 5/2025/NQ-HĐND có hiệu lực"."""
    ahead = clause.strip(" ,")[-60:]
    numbers = find_numbers(ahead) if own.number else []
    closing = numbers[-1] if numbers and numbers[-1].span.end == len(ahead) else None
    return closing is not None and number_key(closing.value) == number_key(own.number or "")


def _by_this(low: str, own: Own) -> bool | None:
    """Tell "Nghị quyết này thay thế ... và có hiệu lực" from "khoản 3 của Luật này có hiệu lực"."""
    for this in _THIS.finditer(low):
        whole, after = low[: this.start()], low[this.end() :]
        kind = _kind_at_end().search(whole)
        if _A_PART.search(whole, 0, kind.start() if kind else len(whole)):
            continue
        soon = len(after) <= _NEAR and not _ANOTHER.search(after)
        if not soon and not _GOES_ON.search(after):
            continue
        if kind and own.kind and (kind[0] in own.kind or own.kind in kind[0]):
            return True
        return None if own.kind in _WITHOUT else False
    return None
