"""The sentence in which a page tells of a numbered document, and the marks of a news report."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.agencies import find_agencies
from corpus.dates import find_dates
from corpus.header.lines import Line, any_of
from corpus.letters import CAPITALS, fold_letters, lower_letters, read_table
from corpus.numbers import all_kinds, find_numbers
from corpus.types import Fact, Span

_LEAD_LINES = 8
_LEAD_REACH = 1500  # code points of a line; a page may join its title, its lead and its first paragraphs
_SENTENCE_END = re.compile(
    rf"\./\.|\.(?=\s*$|\s+[{CAPITALS}]|[{CAPITALS}][^\W\d{CAPITALS}])"
    rf"|(?<=[^\W\d{CAPITALS}])(?=[{CAPITALS}][^\W\d{CAPITALS}])"
)
_ISSUING = re.compile(r"(?:(?P<strong>ban hanh|\bky)|\b(?:ra|co|gui|phat hanh))\s*$")
_SOON = re.compile(r"[\s,]*(?:da |vua |moi |cung )*(?:ky |co |ra )?$")  # between the issuer and its verb
_PRESS = re.compile(fold_letters(any_of("press")) + r"|^theo\s*:")
_BYLINE = re.compile(r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\s*[,|-]")
_POSTED = re.compile(r"\b(?:ngay dang|dang ngay|cap nhat|ngay xuat ban)\b")


@dataclass(frozen=True, slots=True)
class Lead:
    """What the lead sentence states of the document."""

    number: Fact[str]
    kind: Fact[str] | None = None
    issuer: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    subject: Fact[str] | None = None
    signer: Fact[str] | None = None
    signer_post: Fact[str] | None = None


@lru_cache(maxsize=1)
def _kind_before() -> re.Pattern[str]:
    kinds = sorted(all_kinds(), key=lambda k: (-len(k), k))
    return re.compile(r"(?<!\w)(?P<kind>" + "|".join(map(re.escape, kinds)) + r")\s*(?:số\s*:?\s*)?$")


@lru_cache(maxsize=1)
def _signed_by() -> re.Pattern[str]:
    surnames = "|".join(
        sorted({w for row in read_table("surnames.txt") for w in row[0].split() if len(w) > 1})
    )
    posts = "|".join(
        sorted((re.escape(row[0]) for row in read_table("posts.tsv")), key=lambda p: (-len(p), p))
    )
    name = rf"(?P<name>(?:{surnames})(?:\s+[{CAPITALS}][^\W\d_]*){{1,4}})"
    return re.compile(rf"(?P<post>(?:{posts})(?:\s+[^,.;\n]{{1,60}}?)?)\s+{name},?\s+(?:đã |vừa |mới )?ký\b")


def read_lead(lines: list[Line]) -> Lead | None:
    """Find the sentence that says who issued which document when, near the top of the text."""
    for line in lines[:_LEAD_LINES]:
        part = line.text[:_LEAD_REACH]
        for fact in find_numbers(part):
            kind = _kind_before().search(lower_letters(part[: fact.span.start]))
            if kind is None:
                continue
            verb = _ISSUING.search(fold_letters(part[: kind.start()]))
            if verb and _has_issuer(part[: verb.start()], bool(verb["strong"])):
                return _lead(line, part, fact, kind, verb.start())
    return None


def _has_issuer(before: str, strong: bool) -> bool:
    """Tell whether the words before the verb name who issues; "từ khi có Nghị quyết" does not."""
    near = before[-160:]
    mentions = find_agencies(near)
    if not mentions:
        return strong and _signed_by().search(near + "ký") is not None
    gap = fold_letters(near[mentions[-1].span.end :])
    return len(gap) < 60 if strong else _SOON.match(gap) is not None


def _lead(line: Line, part: str, number: Fact[str], kind: re.Match[str], verb: int) -> Lead:
    base = line.span.start
    sentence = max([0, *(m.end() for m in _SENTENCE_END.finditer(part, 0, max(0, verb - 1)))])
    before = [m for m in find_agencies(part[sentence:verb]) if verb - sentence - m.span.end < 40]
    issuer = Fact(before[-1].name, before[-1].span.shifted(base + sentence)) if before else None
    at = number.span.end
    dates = [d for d in find_dates(part[at : at + 40]) if d.span.start < 8]
    earlier = [d for d in find_dates(part[:verb]) if d.span.end > sentence - 200]
    issued_on = None
    if dates:
        issued_on = Fact(dates[0].value, dates[0].span.shifted(base + at))
        at += dates[0].span.end
        at += part.startswith(")", at)
    elif earlier:
        issued_on = Fact(earlier[-1].value, earlier[-1].span.shifted(base))
    issuer, at = _issuer_after(part, at, base, issuer)
    signer, post = _signer(part, base)
    return Lead(
        Fact(number.value, number.span.shifted(base)),
        Fact(kind["kind"], Span(base + kind.start("kind"), base + kind.end("kind"))),
        issuer,
        issued_on,
        _subject(part, at, base),
        signer,
        post,
    )


def _issuer_after(part: str, at: int, base: int, issuer: Fact[str] | None) -> tuple[Fact[str] | None, int]:
    """Read "Nghị quyết số 57-NQ/TW của Bộ Chính trị": the words after the number name the issuer."""
    m = re.match(r"\s*,?\s*của\s+", part[at:])
    if m is None:
        return issuer, at
    start = at + m.end()
    mentions = [a for a in find_agencies(part[start : start + 120]) if a.span.start == 0]
    if not mentions:
        return issuer, at
    span = mentions[0].span.shifted(start)
    return Fact(mentions[0].name, span.shifted(base)), span.end


def _subject(part: str, at: int, base: int) -> Fact[str] | None:
    lead = re.match(r"\s*(?:năm \d{4}\s*)?[,:]?\s*", part[at:])
    start = at + (lead.end() if lead else 0)
    end = next((m.start() for m in _SENTENCE_END.finditer(part, start + 8)), len(part))
    value = part[start:end].strip(" .,;")
    if (
        len(value) < 8
        or value.startswith("và ")
        or (not value[0].islower() and not value.startswith(("Về", "V/v", "“")))
    ):
        return None
    start += part[start:].index(value)
    return Fact(value, Span(base + start, base + start + len(value)))


def _signer(part: str, base: int) -> tuple[Fact[str] | None, Fact[str] | None]:
    m = _signed_by().search(part)
    if m is None:
        return None, None
    spans = [Span(base + m.start(g), base + m.end(g)) for g in ("name", "post")]
    return Fact(m["name"], spans[0]), Fact(m["post"], spans[1])


def is_press(lines: list[Line]) -> bool:
    """Tell a news page by its byline, photo captions or source."""
    return any(_BYLINE.search(ln.folded[:60]) for ln in lines[:10]) or any(
        _PRESS.search(ln.folded[:300]) or _PRESS.search(ln.folded[-300:]) for ln in lines
    )


def is_page_line(line: Line) -> bool:
    """Tell a line of page furniture: a byline with the day of the week, a view count, a posting date."""
    return len(line.text) < 90 and bool(
        _BYLINE.search(line.folded) or "luot xem" in line.folded or _POSTED.search(line.folded)
    )


def published_on(lines: list[Line]) -> Fact[date] | None:
    """Return the earliest date of the bylines: the clock of the page itself always runs later."""
    found: list[Fact[date]] = []
    for line in lines[:12]:
        if is_page_line(line):
            found += [Fact(d.value, d.span.shifted(line.span.start)) for d in find_dates(line.text)]
    return min(found, key=lambda f: (f.value, f.span), default=None)


_FOOTER = re.compile(r"\(?" + fold_letters(any_of("footers")))


def page_content(lines: list[Line]) -> tuple[int, int]:
    """Return the range of lines that are the text of a page: no title, byline, source or writer's name."""
    top = [i for i, line in enumerate(lines[:6]) if is_page_line(line)]
    start = (
        top[-1] + 1 if top else int(len(lines) > 1 and not lines[0].text.endswith((".", ":", ";", "/.", "”")))
    )
    if top and start == 1 and len(lines) > 1 and not lines[1].text.endswith("."):
        start = 2  # the byline above the title
    end = len(lines)
    while end - 1 > start:
        line = lines[end - 1]
        closed = line.text.endswith((".", "…", ":", ";", "!", "?", "”"))
        if not (_FOOTER.match(line.folded) or (len(line.text) < 40 and not closed)):
            break
        end -= 1
    return min(start, end), end


_JOINED_LEAD = re.compile(r"\s(?:[A-ZĐ]{2,8}|\([^)]{2,25}\))\s*[-–]\s|(?<=[^\W\d_])\.\s")


def headline(lines: list[Line]) -> Fact[str] | None:
    """Return the title of a page: its first line that is not furniture."""
    for line in lines[:6]:
        if not is_page_line(line):
            # Some pages join the title to the lead: "... năm 2025 NDO - Chiều 20/1, ..."
            joined = _JOINED_LEAD.search(line.text) if len(line.text) > 150 else None
            end = joined.start() if joined else len(line.text)
            value = line.text[:end].rstrip(" .")
            return Fact(value, line.at(0, len(value)))
    return None
