"""Facts that a document states away from its letterhead: in annexes, closing articles, certificates."""

import re
from dataclasses import dataclass
from datetime import date

from corpus.agencies import find_agencies, resolve_agency
from corpus.dates import find_dates
from corpus.dates.days import day_of
from corpus.header.facts import Letterhead
from corpus.header.lines import NUMBER_LINE, PLACE_DATE, Line
from corpus.letters import lower_letters
from corpus.numbers import find_numbers, parse_number
from corpus.types import Fact, Span

_ATTACHED = re.compile(
    r"\(?\s*(?:ban hành )?kèm theo (?P<kind>[^\W\d]+(?: [^\W\d]+){0,2}?)(?: số)?\s*:?\s*(?=\d)", re.IGNORECASE
)
_ADOPTED = re.compile(
    r"(?:Luật|Nghị quyết|Pháp lệnh|Bộ luật) này (?:đã )?được"
    r" (?:Quốc hội|Ủy ban Thường vụ Quốc hội|Hội đồng nhân dân)"
    r"[^.;\n]{0,160}?thông qua\s+(?:tại [^.;\n]{0,60}?)?(?=ngày)"
)
_CERTIFIED = re.compile(r"^xac thuc van ban hop nhat\W*$")


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a document: its number, its date, who issued it."""

    number: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    issuer: Fact[str] | None = None


def certified(lines: list[Line]) -> Identity:
    """Read "XÁC THỰC VĂN BẢN HỢP NHẤT / Số: 15/VBHN-BTC": a consolidated text is numbered at its end."""
    for at, line in enumerate(lines):
        if not _CERTIFIED.match(line.folded):
            continue
        number = issued_on = None
        for near in lines[max(0, at - 4) : at + 5]:
            label = NUMBER_LINE.match(near.folded)
            numbers = find_numbers(near.text) if label else []
            if numbers:
                number = Fact(numbers[0].value, numbers[0].span.shifted(near.span.start))
            if PLACE_DATE.match(near.folded):
                issued_on = issued_on or dated(near)
        return Identity(number, issued_on)
    return Identity()


def dated(line: Line) -> Fact[date] | None:
    """Read the date of "Hà Nội, ngày 3 tháng 4 năm 2025"."""
    m = PLACE_DATE.search(line.folded)
    day = day_of(*(int(m[part]) for part in ("year", "month", "day"))) if m else None
    return Fact(day, line.at(m.start("date"), m.end("date"))) if m and day else None


def attached(lines: list[Line], head: Letterhead) -> Identity:
    """Read "(Kèm theo Quyết định số ... ngày ... của ...)": an annex names the document it belongs to."""
    for line in lines:
        m = _ATTACHED.search(line.text[:600])
        expected = head.kind.value if head.kind else "công văn" if head.addressees else None
        if m is None or (expected and lower_letters(m["kind"]) != expected):
            continue
        numbers = [n for n in find_numbers(line.text[m.end() : m.end() + 60]) if n.span.start == 0]
        if not numbers:
            continue
        base = line.span.start + m.end()
        rest = line.text[m.end() + numbers[0].span.end :][:120]
        after = base + numbers[0].span.end
        dates = [Fact(d.value, d.span.shifted(after)) for d in find_dates(rest) if d.span.start < 6]
        of = re.search(r"của\s+", rest)
        bodies = [a for a in find_agencies(rest[of.end() :]) if a.span.start == 0] if of else []
        issuer = Fact(bodies[0].name, bodies[0].span.shifted(after + of.end())) if of and bodies else None
        number = Fact(numbers[0].value, numbers[0].span.shifted(base))
        return Identity(number, dates[0] if dates else None, issuer)
    return Identity()


def issuer_by_number(number: Fact[str] | None) -> Fact[str] | None:
    """Read the issuer off a number: "12/2023/NĐ-CP" is of Chính phủ, "15/VBHN-BCT" of Bộ Công Thương."""
    parsed = parse_number(number.value) if number else None
    if number is None or parsed is None:
        return None
    if assembly := re.match(r"(UBTV)?QH\d+$", parsed.symbol):
        return Fact("Ủy ban Thường vụ Quốc hội" if assembly[1] else "Quốc hội", number.span)
    short = re.split(r"[-/]", parsed.symbol)[-1]
    body = resolve_agency({"CP": "Chính phủ"}.get(short, short)) if parsed.kind else None
    return Fact(body.name, number.span) if body and body.level == "central" else None


def adopted_on(text: str, body: Span) -> Fact[date] | None:
    """Read "Luật này được Quốc hội ... thông qua ngày ...", the date of an act that was dated by hand."""
    for m in _ADOPTED.finditer(text, body.start, body.end):
        dates = [d for d in find_dates(text[m.end() : m.end() + 40]) if d.span.start == 0]
        if dates:
            return Fact(dates[0].value, dates[0].span.shifted(m.end()))
    return None
