"""The header of a document, put together from letterhead, signature and lead."""

import re
from dataclasses import replace

from corpus.agencies import agency_id, find_agencies, same_agency
from corpus.header.effect import Own, effective_on
from corpus.header.elsewhere import Identity, adopted_on, attached, certified, issuer_by_number
from corpus.header.facts import Letterhead
from corpus.header.heading import kind_of_number
from corpus.header.layout import split_lines
from corpus.header.lead import Lead, headline, is_press, page_content, published_on, read_lead
from corpus.header.letterhead import read_letterhead
from corpus.header.lines import ANNEX, ITEM, Line, any_of
from corpus.header.recase import recased
from corpus.header.signature import Signature, read_signature
from corpus.letters import lower_letters, read_table, slug
from corpus.numbers import number_key, parse_number
from corpus.types import AgencyMention, Fact, Form, Header, Span

_DOES = re.compile(rf"\s*{any_of('speaking')}")
_CONCERNING = re.compile(r"v/v|về việc", re.IGNORECASE)
_TITLE_REACH = 200


def read_header(text: str) -> Header:
    """Read what the document states of itself; what it does not state stays None."""
    lines = split_lines(text)
    signature = read_signature(lines)
    head = read_letterhead(text, lines, signature.first)
    lead = read_lead(lines[: head.first] if head.first else [] if head.used else lines)
    form = _form(lines, head, signature, lead)
    if form is Form.NEWS:
        return _news(text, lines)
    if form is Form.REPORT and lead:
        return _report(text, lines, lead)
    return _original(text, lines, head, signature, lead)


def _form(lines: list[Line], head: Letterhead, signature: Signature, lead: Lead | None) -> Form:
    official = head.number or head.kind or head.issued_on or head.addressees
    if official or signature.signer or signature.recipients or _is_annex(lines):
        return Form.ORIGINAL
    if lead:
        return Form.REPORT
    return Form.NEWS if is_press(lines) else Form.ORIGINAL


def _is_annex(lines: list[Line]) -> bool:
    """Tell an annex in a file of its own."""
    return bool(lines) and lines[0].capitals and ANNEX.match(lines[0].folded) is not None


def _news(text: str, lines: list[Line]) -> Header:
    title = headline(lines)
    kind = Fact("tin", title.span) if title else None
    return Header(
        form=Form.NEWS, kind=kind, subject=title, issued_on=published_on(lines), body=_page(text, lines)
    )


def _page(text: str, lines: list[Line]) -> Span:
    if not lines:
        return Span(0, len(text))
    start, end = page_content(lines)
    return (
        Span(lines[start].span.start, lines[max(start, end - 1)].span.end)
        if start < len(lines)
        else Span(0, len(text))
    )


def _report(text: str, lines: list[Line], lead: Lead) -> Header:
    return Header(
        form=Form.REPORT,
        kind=lead.kind,
        number=lead.number,
        issuer=lead.issuer,
        issued_on=lead.issued_on,
        subject=lead.subject,
        signer=lead.signer,
        signer_post=lead.signer_post,
        body=_page(text, lines),
    )


def _original(
    text: str, lines: list[Line], head: Letterhead, signature: Signature, lead: Lead | None
) -> Header:
    found = _identity(lines, head, signature)
    if lead and head.number and number_key(lead.number.value) != number_key(head.number.value):
        lead = None
    if lead and found.number and _serial(lead.number) != _serial(found.number):
        lead = None
    told = lead or Lead(Fact("", Span(0, 0)))
    number = head.number or found.number or (lead.number if lead else None)
    body, annex = _extent(text, lines, head, signature)
    issued_on = head.issued_on or found.issued_on or told.issued_on
    if issued_on is None and not (number and kind_of_number(number.value) == "văn bản hợp nhất"):
        issued_on = adopted_on(text, body)
    kind = _kind(head, number, told)
    own = Own(kind.value if kind else None, number.value if number else None)
    header = Header(
        form=Form.ORIGINAL,
        kind=kind,
        number=number,
        place=head.place,
        issued_on=issued_on,
        effective_on=effective_on(text, body, own, issued_on),
        subject=head.subject or told.subject,
        signer=signature.signer or told.signer,
        signer_post=signature.post or told.signer_post,
        addressees=head.addressees,
        recipients=signature.recipients,
        body=body,
        annex=annex,
    )
    told_of = found.issuer or told.issuer
    issuer = _issuer(text, head, signature, told_of, body) or issuer_by_number(number)
    return replace(header, issuer=issuer)


def _identity(lines: list[Line], head: Letterhead, signature: Signature) -> Identity:
    if head.number:
        return Identity()
    consolidated = certified(lines)
    return consolidated if consolidated.number else attached(lines[signature.end :], head)


def _serial(number: Fact[str]) -> int | None:
    parsed = parse_number(number.value)
    return parsed.serial if parsed else None


def _kind(head: Letterhead, number: Fact[str] | None, lead: Lead) -> Fact[str] | None:
    """Return the kind of the heading, else of the lead; a letter has no heading, only addressees."""
    if number and kind_of_number(number.value) == "văn bản hợp nhất":  # its heading is that of the law
        return Fact("văn bản hợp nhất", number.span)
    if head.kind:
        return head.kind
    if head.addressees and (number is None or head.number):
        span = number.span if number else head.addressees[0].span
        return Fact("công văn", span)
    if lead.kind:
        return lead.kind
    if number is None:
        return None
    kind = kind_of_number(number.value)
    letter = head.addressees or (head.number and head.subject and _CONCERNING.match(head.subject.value))
    if kind or letter:
        return Fact("công văn" if head.addressees or kind is None else kind, number.span)
    return None


def _extent(text: str, lines: list[Line], head: Letterhead, signature: Signature) -> tuple[Span, Span | None]:
    """Return where the content stands: before the signature, and after it where annexes follow."""
    start = head.end_at
    end = lines[signature.first].span.start if signature.first < len(lines) else len(text)
    end = max(start, end)
    annex = None
    if signature.end + 1 < len(lines) and signature.first < len(lines):  # one line is a note, no annex
        annex = Span(lines[signature.end].span.start, lines[-1].span.end)
    return _trimmed(text, start, end), annex


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, max(start, start + len(piece.strip().rstrip("| \n"))))


def _issuer(
    text: str, head: Letterhead, signature: Signature, told: Fact[str] | None, body: Span
) -> Fact[str] | None:
    """Choose the issuer: letterhead, then what the text says, then for whom it is signed."""
    authority = signature.authority
    if head.issuer:
        central = lower_letters(head.issuer.value).startswith("ban chấp hành trung ương")
        if central and authority and agency_id(authority.value) in ("bo-chinh-tri", "ban-bi-thu"):
            return authority
        return head.issuer
    if head.repeated:
        return head.repeated
    if told:
        return told
    return _speaker(text, signature, body)


def _speaker(text: str, signature: Signature, body: Span) -> Fact[str] | None:
    """Find in the text the body that the signature speaks for: "Ban Thường vụ Thành ủy yêu cầu ..."."""
    authority = signature.authority
    wanted = agency_id(authority.value) if authority else _body_of_post(text, signature)
    if not wanted:
        return authority
    content = text[body.start : body.end]
    mentions = [m for m in find_agencies(content[:6000]) + _tail_mentions(content) if m.agency_id]
    fitting = [m for m in mentions if _may_be(m.agency_id or "", wanted)]
    speaking = [m for m in fitting if _DOES.match(content, m.span.end)]
    if speaking:
        best = max(speaking, key=lambda m: (sum(o.agency_id == m.agency_id for o in speaking), -m.span.start))
        return Fact(recased(best.name, name=True), best.span.shifted(body.start))
    local = [m for m in fitting if same_agency(m.agency_id or "", wanted) and m.agency_id != wanted]
    if authority and local and len({m.agency_id for m in local if _in_province(m)}) == 1:
        first = next(m for m in local if _in_province(m))
        return Fact(recased(first.name, name=True), first.span.shifted(body.start))
    return authority


def _may_be(identity: str, wanted: str) -> bool:
    """Tell whether a body may be the one wanted: not a group, nor the minister for the ministry."""
    if "-cac-" in identity or identity.startswith(("bo-truong", "bo-chi-huy", "bo-tu-lenh")):
        return False
    return identity == wanted or identity.startswith(f"{wanted}-")


def _in_province(mention: AgencyMention) -> bool:
    provinces = (slug(row[0]) for row in read_table("provinces.tsv"))
    return (mention.agency_id or "").endswith(tuple(f"-{name}" for name in provinces))


def _tail_mentions(content: str) -> list[AgencyMention]:
    start = max(6000, len(content) - 3000)
    return [replace(m, span=m.span.shifted(start)) for m in find_agencies(content[start:])]


def _body_of_post(text: str, signature: Signature) -> str | None:
    """Return the id that the name of the signer's body starts with: a minister signs for a ministry."""
    post = signature.post
    if post is None or signature.block is None:
        return None
    first = lower_letters(text[signature.block.start : post.span.end])
    rows = sorted(read_table("posts.tsv"), key=lambda r: -len(r[0]))
    found = [(first.find(lower_letters(row[0])), -len(row[0]), row[1]) for row in rows]
    found = [f for f in found if f[0] >= 0 and f[2]]
    return agency_id(min(found)[2]) if found else None


def title_of(header: Header, text: str) -> str:
    """Return a title such as "Công văn 1023-CV/TU về rà soát ...", or the first line of the text."""
    subject = header.subject.value if header.subject else ""
    if header.form is Form.NEWS:
        return subject or _first_line(text)
    subject = re.sub(r"^(?:V/v|Về)\s+", "về ", subject, flags=re.IGNORECASE)
    kind = header.kind.value if header.kind else ""
    if kind == "công văn" and subject and not subject.startswith("về "):
        subject = f"về {subject}"
    if not (subject.isupper() or re.match(r"\w*[A-ZĐ]{2}", subject)) and not _proper_start(subject):
        subject = subject[:1].lower() + subject[1:]
    if kind and not header.number and not subject and header.addressees:
        subject = f"gửi {header.addressees[0].value}"
    parts = [kind[:1].upper() + kind[1:], header.number.value if header.number else "", subject]
    title = " ".join(part for part in parts if part)
    return title if header.number or subject else _first_line(text)


def _proper_start(subject: str) -> bool:
    mentions = find_agencies(subject[:60])
    return bool(mentions and mentions[0].span.start == 0)


def _first_line(text: str) -> str:
    for line in split_lines(text):
        words = ITEM.sub("", line.text)
        if words:
            return words if len(words) <= _TITLE_REACH else words[:_TITLE_REACH].rsplit(" ", 1)[0] + " …"
    return ""
