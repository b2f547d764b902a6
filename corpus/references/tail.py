"""A citation and what follows its number: the date, the issuer, the term of the issuing body."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from corpus.agencies import find_agencies
from corpus.dates import find_dates
from corpus.types import AgencyMention, Fact, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """One document named in a text, with what is said of it there."""

    span: Span
    kind: str | None
    number: str | None = None
    serial: int | None = None  # of a number without its symbol: "Nghị quyết 59"
    title: str | None = None  # of a statute, lower-case: "đất đai"
    year: int | None = None
    issuer: str | None = None
    issued_on: date | None = None


class Source:
    """A text, its lower-case form, and the dates and agencies in it, found when first asked for."""

    def __init__(self, text: str, low: str) -> None:
        self.text = text
        self.low = low

    @cached_property
    def dates(self) -> list[Fact[date]]:
        """Return the dates in order."""
        return find_dates(self.text)

    @cached_property
    def agencies(self) -> list[AgencyMention]:
        """Return the agencies in order."""
        return find_agencies(self.text)

    def date_at(self, start: int, stop: int) -> Fact[date] | None:
        """Return the date that begins in [start, stop]."""
        at = bisect_left(self.dates, start, key=lambda fact: fact.span.start)
        if at < len(self.dates) and self.dates[at].span.start <= stop:
            return self.dates[at]
        return None

    def agency_at(self, start: int, stop: int) -> AgencyMention | None:
        """Return the agency that begins in [start, stop]."""
        at = bisect_left(self.agencies, start, key=lambda mention: mention.span.start)
        if at < len(self.agencies) and self.agencies[at].span.start <= stop:
            return self.agencies[at]
        return None


_BEFORE_DATE = re.compile(r"\s*,?\s*(?:ban hành\s+|ký\s+)?")
_DAY = re.compile(r"ngày\s|\d")
_BLANK_DATE = re.compile(r"\s*,?\s*ngày\s+(?:[.…]+\s*)?tháng\s+[\d.…]+\s+năm\s+\d{4}")
_YEAR = re.compile(r"\s+năm\s+((?:19|20)\d\d)(?!\d)")
_BEFORE_ISSUER = re.compile(r"\s*,?\s+(?:của|do)\s+")
_TERM = re.compile(r"\s*\(?khóa\s+(?:[ivxlc]+|\d+)(?!\w)\)?")
_REVISED = re.compile(r"\s*\((?:sửa đổi|năm\s+\d{4})\)")
_POST = re.compile(
    r"(?:(?:quyền|phó|thứ trưởng|bộ trưởng|chủ tịch|giám đốc|tổng giám đốc|trưởng|thủ trưởng|chánh"
    r"|cục trưởng|vụ trưởng|tổng cục trưởng|thống đốc|viện trưởng|chánh án|chánh văn phòng|chủ nhiệm"
    r"|tổng kiểm toán|tổng thanh tra|trưởng ban|bí thư)(?!\w),?\s+){1,3}"
)
_ISSUER_STOPS = (
    "về|ban hành|quy định|quy hoạch|phê duyệt|hướng dẫn|ngày|năm|trong|đã|được|sửa|tại|thành lập|công bố|giao"
    "|cho|để|và (?:chỉ|kế|quyết|nghị|thông|công|kết|chương|hướng|luật|ủy|bộ|sở|các)|đối|nhằm|thực hiện"
    "|triển khai"
    "|có|là|hoặc|theo|với|từ|cùng|khi|trên|số|việc|còn|hết|bãi|thay|tiếp|chỉ|thông|cấp|đến|này|kèm|điều"
    "|ký|như|nêu"
)
_PLAIN_ISSUER = re.compile(rf"[^\W\d_]+(?:(?: -)? (?!(?:{_ISSUER_STOPS})(?!\w))[^\W\d_]+){{0,9}}")


def extended(source: Source, citation: Citation) -> Citation:
    """Carry a citation over the date, the issuer and the term that follow it."""
    for _ in range(4):
        longer = _dated(source, citation) or _issued(source, citation) or _closed(source, citation)
        if longer is None:
            return citation
        citation = longer
    return citation


def _dated(source: Source, citation: Citation) -> Citation | None:
    if citation.issued_on is not None:
        return None
    end = citation.span.end
    before = _BEFORE_DATE.match(source.low, end)
    start = before.end() if before else end
    fact = source.date_at(end, start) if _DAY.match(source.low, start) else None
    if fact is not None:
        return replace(citation, span=Span(citation.span.start, fact.span.end), issued_on=fact.value)
    blank = _BLANK_DATE.match(source.low, end)
    if blank:
        return replace(citation, span=Span(citation.span.start, blank.end()))
    year = _YEAR.match(source.low, end)
    if year and citation.year is None and citation.number is None:
        return replace(citation, span=Span(citation.span.start, year.end()), year=int(year[1]))
    return None


def _issued(source: Source, citation: Citation) -> Citation | None:
    before = _BEFORE_ISSUER.match(source.low, citation.span.end)
    if citation.issuer is not None or before is None:
        return None
    end = _issuer_end(source, before.end())
    if end is None:
        return None
    issuer = source.text[before.end() : end]
    return replace(citation, span=Span(citation.span.start, end), issuer=issuer)


def _issuer_end(source: Source, start: int) -> int | None:
    post = _POST.match(source.low, start)
    after_post = post.end() if post else start
    mention = source.agency_at(start, after_post)
    if mention is not None:
        return mention.span.end
    plain = _PLAIN_ISSUER.match(source.low, start)
    return plain.end() if plain and source.text[start].isupper() else None


def _closed(source: Source, citation: Citation) -> Citation | None:
    for pattern in (_TERM, _REVISED):
        found = pattern.match(source.low, citation.span.end)
        if found and (pattern is _TERM or citation.title):
            return replace(citation, span=Span(citation.span.start, found.end()))
    return None
