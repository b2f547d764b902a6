"""The lower part of an official document: recipients, the signer's post and name."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.header.lines import ANNEX, AUTHORITY, ITEM, MOTTO, RECIPIENTS, RULE, Line, cut
from corpus.header.recase import recased
from corpus.letters import CAPITALS, lower_letters, read_table
from corpus.types import Fact, Span

_TITLE = r"(?:(?:GS|PGS|TS|ThS|BS|KS|CN|Dr|TSKH)\.?\s*)*"
_NAME = re.compile(rf"^{_TITLE}(?P<name>[^\W\d_][^\W\d_]*(?:\s+[^\W\d_]+){{1,5}})$")
_SIGNED = re.compile(r"^\W*(?:da\s?k[yi]|ky ten|chu ky)\W*$")
_RANK = re.compile(r"^(?:dai|thuong|trung|thieu)\s+(?:tuong|ta|uy)\s+")
_INLINE_SIGNED = re.compile(r"^[\[(]?\s*(?:da ky|ky)\s*[\])]\s*")
_WORD = rf"[{CAPITALS}][^\W\d_{CAPITALS}]+"
_THEN_CAPITALS = re.compile(rf"({_WORD}(?:\s+{_WORD}){{1,4}})\s+[{CAPITALS}]{{2,}}\s")
_LOW = rf"[^\W\d_{CAPITALS}]"
_JOINED_NAME = re.compile(
    rf"(?<=[{CAPITALS}])\s(?P<name>[{CAPITALS}]{_LOW}+(?:\s[{CAPITALS}]{_LOW}*(?![^\W\d_])(?!\s{_LOW})){{1,4}})(?=\s|$)"
)
_TOP = 30  # lines in which the letterhead's mottos stand; an annex may bear one, too
_KEPT = re.compile(r"^luu\b")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the lower part states, and the lines it takes."""

    first: int  # index of its first line, len(lines) when there is none
    end: int  # index of the first line after it
    signer: Fact[str] | None = None
    post: Fact[str] | None = None
    authority: Fact[str] | None = None  # the body for which is signed: "TM. ỦY BAN NHÂN DÂN"
    recipients: tuple[Fact[str], ...] = ()
    block: Span | None = None  # the lines above the name


@lru_cache(maxsize=1)
def _posts() -> re.Pattern[str]:
    names = sorted((lower_letters(row[0]) for row in read_table("posts.tsv")), key=lambda n: (-len(n), n))
    return re.compile(r"(?<!\w)(?:quyền |q\.\s*)?(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(word for row in read_table("surnames.txt") for word in row[0].split())


def signature_apart(line: Line) -> list[Line]:
    """Cut "KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn Thử Phụ lục ..." into post, name and what follows."""
    if not line.text[:2].isupper() and not AUTHORITY.match(line.folded):
        return [line]
    m = _JOINED_NAME.search(line.text, 0, 200)
    if m is None or m["name"].split()[0] not in _surnames():
        return [line]
    pieces = cut(line, [m.start("name"), m.end("name")])
    return pieces if _is_post(pieces[0]) else [line]


def read_signature(lines: list[Line]) -> Signature:
    """Find the recipients and the signature, in either order."""
    listed = next((i for i, line in enumerate(lines) if RECIPIENTS.match(line.folded)), None)
    if listed is None:
        top = [i for i, line in enumerate(lines[:_TOP]) if MOTTO.match(line.folded)]
        found = _first_signed(lines, top[-1] + 1 if top else 0, len(lines))
        if found is None:
            return Signature(len(lines), len(lines))
        start, name_at = found
        return _build(lines, start, name_at, (), name_at + 1)
    recipients, after = _recipients(lines, listed)
    found = _first_signed(lines, after, min(len(lines), after + 12))
    if found:
        return _build(lines, found[0], found[1], recipients, found[1] + 1, listed)
    found = _last_signed(lines, max(0, listed - 12), listed)
    if found:
        return _build(lines, found[0], found[1], recipients, after, found[0])
    above = _posts_above(lines, listed)
    if above < listed and after < len(lines) and _name(lines[after]):  # the name stands lower than the list
        posts = range(above, listed)
        built = _build(lines, above, after, recipients, after + 1, above)
        return replace(built, post=_post(lines, posts), authority=_authority(lines, posts))
    return _unnamed(lines, listed, after, recipients)


def _posts_above(lines: list[Line], listed: int) -> int:
    """Return where the lines of posts begin that stand right above the recipients."""
    at = listed
    while at > 0 and listed - at < 4 and _is_post(lines[at - 1]):
        at -= 1
    return at


def _unnamed(lines: list[Line], listed: int, after: int, recipients: tuple[Fact[str], ...]) -> Signature:
    """Read the post in a draft or an unsigned copy, where no name follows."""
    stop = after
    while stop < len(lines) and stop - after < 5 and _is_post(lines[stop]):
        stop += 1
    ends = stop >= len(lines) or ANNEX.match(lines[stop].folded)
    if stop == after or not ends:
        return Signature(listed, after, recipients=recipients)
    block = range(after, stop)
    return Signature(
        listed, stop, post=_post(lines, block), authority=_authority(lines, block), recipients=recipients
    )


def _build(
    lines: list[Line],
    start: int,
    name_at: int,
    recipients: tuple[Fact[str], ...],
    end: int,
    first: int | None = None,
) -> Signature:
    block = range(start, name_at)
    return Signature(
        first=start if first is None else first,
        end=end,
        signer=_name(lines[name_at]),
        post=_post(lines, block),
        authority=_authority(lines, block),
        recipients=recipients,
        block=Span(lines[start].span.start, lines[name_at].span.start),
    )


def _is_post(line: Line) -> bool:
    if len(line.text) > 160 or not line.capitals:
        return False
    return bool(_posts().search(lower_letters(line.text)) or AUTHORITY.search(line.folded))


def _name(line: Line) -> Fact[str] | None:
    """Read a person's name that stands alone on its line."""
    lead = _RANK.match(line.folded) or _INLINE_SIGNED.match(line.folded)
    offset = lead.end() if lead else 0
    rest = line.text[offset:].rstrip(" .")
    if joined := _THEN_CAPITALS.match(rest):  # the title of an annex on the same line
        rest = joined.group(1)
    m = _NAME.match(rest)
    if m is None or len(m["name"]) > 40 or ANNEX.match(line.folded):
        return None
    words = m["name"].split()
    if not all(w[0].isupper() for w in words):
        return None
    if line.capitals and (_is_post(line) or words[0].capitalize() not in _surnames()):
        return None
    start = line.span.start + offset + m.start("name")
    value = " ".join(w.capitalize() for w in words) if line.capitals else " ".join(words)
    return Fact(value, Span(start, start + len(m["name"])))


def _signed_at(lines: list[Line], i: int, stop: int) -> tuple[int, int] | None:
    """Return the first post line and the name line (or "(đã ký)") of a signature that starts at line `i`."""
    if not _is_post(lines[i]) and not (len(lines[i].text) < 60 and AUTHORITY.search(lines[i].folded)):
        return None
    j, marked = i + 1, None
    while j < stop and j - i <= 8:
        line = lines[j]
        if _SIGNED.match(line.folded) or RULE.match(line.text):
            marked = j if _SIGNED.match(line.folded) else marked
            j += 1
            continue
        if not line.capitals or (not _is_post(line) and _name(line) and j > i and _is_last(lines, j)):
            break
        j += 1
    if j < stop and _name(lines[j]):
        return i, j
    return (i, marked) if marked is not None else None  # "(đã ký)" stands where the name would


def _is_last(lines: list[Line], j: int) -> bool:
    """Tell whether a line in capitals can be a name: nothing like a post follows."""
    return j + 1 >= len(lines) or not _is_post(lines[j + 1])


def _first_signed(lines: list[Line], start: int, stop: int) -> tuple[int, int] | None:
    for i in range(start, stop):
        found = _signed_at(lines, i, min(len(lines), stop + 9))
        if found:
            return found
    return None


def _last_signed(lines: list[Line], start: int, stop: int) -> tuple[int, int] | None:
    for i in range(start, stop):
        found = _signed_at(lines, i, stop)
        if found:
            return found
    return None


def _post(lines: list[Line], block: range) -> Fact[str] | None:
    """Return the signer's own post: the last one above the name, with the unit it belongs to."""
    for i in reversed(block):
        line = lines[i]
        found = list(_posts().finditer(lower_letters(line.text)))
        if not found:
            continue
        m = found[-1]
        unit = line.text[m.end() :]
        end = len(line.text) if 0 < len(unit.strip()) <= 80 and "TL" not in unit else m.end()
        span = line.at(m.start(), end)
        value = recased(line.text[m.start() : end].strip(), name=True)
        if i + 1 in block and not _is_post(lines[i + 1]) and lines[i + 1].capitals:
            value += " " + recased(lines[i + 1].text, name=True)
            span = Span(span.start, lines[i + 1].span.end)
        return Fact(" ".join(value.split()), span)
    return None


def _authority(lines: list[Line], block: range) -> Fact[str] | None:
    """Return the body on whose behalf is signed: "T/M BAN THƯỜNG VỤ", "TM. ỦY BAN NHÂN DÂN"."""
    for n, i in enumerate(block):
        line = lines[i]
        m = re.match(r"(?:tm\.?|t/m|thay mat)\s*", line.folded)
        if m is None:
            continue
        at = m.end()
        if at >= len(line.text) and n + 1 < len(block):
            line, at = lines[block[n + 1]], 0
        stop = _posts().search(lower_letters(line.text), at)
        cut = re.search(r"\s(?:kt|k/t|tl|t/l)\s*\.?\s", line.folded[at:])
        end = min(stop.start() if stop else len(line.text), at + cut.start() if cut else len(line.text))
        if end > at:
            return Fact(recased(line.text[at:end].strip(" .,"), name=True), line.at(at, end))
    return None


def _recipients(lines: list[Line], at: int) -> tuple[tuple[Fact[str], ...], int]:
    """Read the list under "Nơi nhận" up to the signature."""
    lead = RECIPIENTS.match(lines[at].folded)
    items: list[Fact[str]] = []
    if lead and lead.end() < len(lines[at].text):
        items += _split(lines[at], lead.end())
    i, kept = at + 1, False
    while i < len(lines):
        line = lines[i]
        if _is_post(line) or (line.capitals and ANNEX.match(line.folded)) or AUTHORITY.match(line.folded):
            break
        if ITEM.match(line.text):
            items += _split(line, 0)
            kept = kept or bool(items and _KEPT.match(items[-1].value.lower().replace("ư", "u")))
        elif kept or len(line.text) > 120:
            # After "Lưu" only the typist's marks may come, never more than one line of them.
            i += 1 if kept and len(line.text) < 30 and not _name(line) else 0
            break
        elif items:
            last = items[-1]
            items[-1] = Fact(f"{last.value} {line.text.rstrip(' ;,.')}", Span(last.span.start, line.span.end))
        else:
            items += _split(line, 0)
        i += 1
    return tuple(items), i


def _split(line: Line, at: int) -> list[Fact[str]]:
    """Split "- Như trên; - Lưu: VT." into its items."""
    starts = [at] + [at + m.end() for m in re.finditer(r"[;.,]\s+(?=[-–+]\s)", line.text[at:])]
    items = []
    for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
        span = line.at(start, end)
        piece = line.text[span.start - line.span.start : span.end - line.span.start]
        lead = ITEM.match(piece)
        begin = lead.end() if lead else 0
        value = piece[begin:].rstrip(" ;,.|")
        if value:
            items.append(Fact(value, Span(span.start + begin, span.start + begin + len(value))))
    return items
