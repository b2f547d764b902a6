"""Agencies and deadlines of a part of a document, with offsets into the whole."""

import re
from dataclasses import replace
from datetime import date

from corpus.agencies import agency_id, find_agencies, resolve_agency
from corpus.dates import find_deadlines
from corpus.types import AgencyMention, Deadline, Span

# "Ủy ban nhân dân các tỉnh: Đắk Lắk, Khánh Hòa và Lâm Đồng"
_PLURAL_TERRITORY = re.compile(r"các (?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường)$")
_NAME = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:[ -][A-ZĐÀ-Ỹ][\wÀ-ỹ]*)*"
_PLACES = re.compile(rf":? {_NAME}(?:(?:, | và ){_NAME})*")
# Singular words that name a body only as a partner: "phối hợp với địa phương"
_PARTNER = re.compile(
    r"phối hợp(?: chặt chẽ| đồng bộ| hiệu quả)?(?: với| cùng)? (?P<body>chính quyền(?: địa phương| các cấp)?"
    r"|địa phương|nhà trường|cấp ủy|(?:cơ quan|đơn vị|lực lượng) (?:báo chí|chức năng|thuế|công an|thông tấn"
    r"|chuyên môn|chuyên ngành|nghiệp vụ))(?!\w)",
    re.IGNORECASE,
)
_NOW = re.compile(r"\s*[,(]\s*nay là\s+", re.IGNORECASE)
_BEFORE_SCHOOL = re.compile(r"(?:thị|môi|hiện|công|lập|quảng|chủ|chiến|ngư|nông) $", re.IGNORECASE)


def mentions_in(text: str, span: Span) -> list[AgencyMention]:
    """Return the agencies named in `span`, in order."""
    found = [m for m in find_agencies(span.of(text)) if not _is_compound(span.of(text), m)]
    found = _with_partners(span.of(text), found)
    mentions = _succeeded(text, [_with_places(text, m, span.start) for m in found])
    return [_without_verb(text, m, before) for before, m in zip([None, *mentions], mentions, strict=False)]


def deadlines_in(text: str, span: Span, issued_on: date | None) -> list[Deadline]:
    """Return the deadlines stated in `span`, in order."""
    return [replace(d, span=d.span.shifted(span.start)) for d in find_deadlines(span.of(text), issued_on)]


def _is_compound(text: str, mention: AgencyMention) -> bool:
    """Tell a school from "thị trường" and "các trường hợp", and a body from the act "thanh tra, kiểm tra"."""
    before, after = text[max(0, mention.span.start - 8) : mention.span.start], text[mention.span.end :]
    cut = mention.name.lower().startswith("trường") and _BEFORE_SCHOOL.search(before)
    act = mention.name.lower() == "thanh tra" and re.match(r"(?:,| và) kiểm tra| việc", after)
    return bool(cut or act) or (mention.name.lower().endswith("trường") and after.startswith(" hợp"))


def _with_partners(text: str, found: list[AgencyMention]) -> list[AgencyMention]:
    """Add the partners that have no name of their own."""
    added = list(found)
    for partner in _PARTNER.finditer(text):
        span = Span(*partner.span("body"))
        if not any(m.span.meets(span) for m in found):
            added.append(AgencyMention(partner["body"], span, agency_id(partner["body"])))
    return sorted(added, key=lambda mention: mention.span)


def _succeeded(text: str, mentions: list[AgencyMention]) -> list[AgencyMention]:
    """Join "Sở A (nay là Sở B)" into one mention, which is Sở B."""
    joined: list[AgencyMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is None or not _NOW.fullmatch(text, before.span.end, mention.span.start):
            joined.append(mention)
            continue
        end = mention.span.end + text.startswith(")", mention.span.end)
        span = Span(before.span.start, end)
        joined[-1] = AgencyMention(span.of(text), span, mention.agency_id)
    return joined


def _with_places(text: str, mention: AgencyMention, shift: int) -> AgencyMention:
    """Move a mention into the document, and stretch it over the places listed behind it."""
    span = mention.span.shifted(shift)
    places = _PLACES.match(text, span.end)
    if places is None or not _PLURAL_TERRITORY.search(mention.name):
        return replace(mention, span=span)
    span = Span(span.start, places.end())
    return AgencyMention(span.of(text), span, mention.agency_id)


def _without_verb(text: str, mention: AgencyMention, before: AgencyMention | None) -> AgencyMention:
    """Give back the verb in "X lãnh đạo Y", which reads as a noun ("lãnh đạo Y") where no X stands before."""
    verb = "lãnh đạo "
    if (
        before is None
        or not mention.name.startswith(verb)
        or text[before.span.end : mention.span.start].strip()
    ):
        return mention
    span = Span(mention.span.start + len(verb), mention.span.end)
    name = span.of(text)
    known = resolve_agency(name)
    return AgencyMention(name, span, known.id if known else None)
