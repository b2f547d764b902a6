"""The grammar of a citation: kind, title, number, date and issuer of a document named in a text."""

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from corpus.letters import lower_letters, read_table
from corpus.numbers import all_kinds, find_numbers, parse_number
from corpus.references.tail import Citation, Source, extended
from corpus.types import Fact, Span

LONGEST_TITLE = 160  # between "Luật" and its number
_STATUTES = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp"})
# Kinds that only a citation uses; the others come from the table of symbols.
_MORE_KINDS = (
    "bộ luật",
    "hiến pháp",
    "thư",
    "điều lệ",
    "văn bản",
    "giấy phép",
    "thông tư liên bộ",
    "báo cáo thẩm tra",
)
# A kind said more fully than its symbol.
_BASE_KIND = {"chương trình hành động": "chương trình", "báo cáo thẩm tra": "báo cáo"}
_GENERIC = "văn bản"
_LOOSE_KINDS = (
    "nghị quyết|nghị định|quyết định|chỉ thị|kết luận|thông tư|công văn|quy định|hướng dẫn|thông báo"
    "|công điện"
)


@lru_cache(maxsize=1)
def _head_pattern() -> re.Pattern[str]:
    kinds = sorted({*all_kinds(), *_MORE_KINDS, *_BASE_KIND}, key=lambda kind: (-len(kind), kind))
    words = "|".join(re.escape(lower_letters(kind)).replace(r"\ ", r"\s+") for kind in kinds)
    return re.compile(rf"(?<!\w)(?<!pháp )(?:{words})(?!\w)")


@lru_cache(maxsize=1)
def _statute_titles() -> re.Pattern[str]:
    titles = sorted(
        (lower_letters(row[0]) for row in read_table("laws.txt")), key=lambda one: (-len(one), one)
    )
    return re.compile(
        r"\s+(" + "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in titles) + r")(?!\w)"
    )


_TITLE_STOPS = (
    "năm|ngày|số|quy định|được|có|là|thì|này|nêu|và|hoặc|theo|tại|của|cho|để|đã|phải|trong|khi|hiện|sửa|trên"
    "|do|nhằm|với|như|từ|đến|về|bằng|còn|chưa|sẽ|nếu|mà|bởi|ra|hướng dẫn|ban hành|khóa|điều chỉnh"
    "|cùng|gồm|hết|gắn|cũng|vẫn|nên|ngay|cùng"
)
_TITLE = re.compile(rf"\s+([^\W\d_]+(?:\s(?!(?:{_TITLE_STOPS})(?!\w))[^\W\d_]+){{0,10}})")
_AMENDING = re.compile(r"\s+sửa đổi(?:,? bổ sung)?(?: một số)?(?: điều)?(?: của)?(?: các)?\s+")
_STATUTE_HEAD = re.compile(r"(?:bộ luật|luật|pháp lệnh)(?!\w)")
_DIRECT = re.compile(r"\s*(?:số)?\s*[:.]?\s*")
_BY_ISSUER = re.compile(r"\s+của\s+(?P<issuer>[^;.:()“”\"\n]{3,90}?)\s*[,:]?\s*(?:số\s*:?\s*)")
_BY_TITLE = re.compile(rf"[^;.:“”\"\n]{{2,{LONGEST_TITLE}}}?\(?\s*số\s*:?\s*")
_BY_MODIFIER = re.compile(r"(?:,?\s+[^\W\d_]+){1,6}\s+số\s*:?\s*")
_PREFIX = re.compile(r"(?<![\w.,/])\d{1,4}\.\Z")
_LISTED = re.compile(r"\s*(?:,|;|và|hoặc|/|\s)*\s*(?:số\s*:?\s*)?")
_LABEL = re.compile(r"số\s*:?\s*\Z")
_LOOSE = re.compile(
    rf"(?<!\w)(?P<kind>{_LOOSE_KINDS})(?:\s+(?P<issuer>trung ương))?\s+(?P<label>số\s*:?\s*)?"
    r"(?P<serial>\d{1,4})"
    r"(?=\s*(?:[,;.:)”\"]|\Z|của|ngày|về|và|khóa|\(khóa)(?!\d))(?!\s*\.\d|,\d)"
)
_CAPITAL = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_CONGRESS_WORD = (
    rf"(?:[{_CAPITAL}][^\W\d_]*|đại biểu|toàn quốc|đảng bộ|thành phố|tỉnh|huyện|quận|thị xã|xã|phường|lần thứ"
    r"|khóa|đảng|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|của(?= Đ)|bộ|trị|hành|ương|phố)"
)
_CONGRESS = re.compile(
    rf"Nghị quyết\s+(?P<body>(?:Đại hội|Hội nghị)(?:\s+{_CONGRESS_WORD}){{1,16}})"
    r"(?:,?\s+nhiệm kỳ\s+\d{4}\s*[-–]\s*\d{4})?"
)


def find_citations(text: str) -> list[Citation]:
    """Find the documents named in a text, in order, without overlaps."""
    low = lower_letters(text)
    # Of readings that begin at one place the longest is the number.
    numbers = list({fact.span.start: fact for fact in find_numbers(text)}.values())
    heads = [Span(*found.span()) for found in _head_pattern().finditer(low)]
    if not numbers and not heads:
        return []
    source = Source(text, low)
    found = _numbered(source, numbers, heads)
    for others in (_statutes(source, heads), _congresses(source), _loose(source)):
        found = _without_overlap(found, others)
    return found


def _without_overlap(kept: list[Citation], others: list[Citation]) -> list[Citation]:
    starts = [one.span.start for one in kept]
    free = []
    for other in others:
        at = bisect_right(starts, other.span.start)
        before = at == 0 or kept[at - 1].span.end <= other.span.start
        if before and (at == len(kept) or other.span.end <= kept[at].span.start):
            free.append(other)
    return sorted(kept + free, key=lambda one: one.span)


def _numbered(source: Source, numbers: list[Fact[str]], heads: list[Span]) -> list[Citation]:
    found: list[Citation] = []
    shared: str | None = None  # "các Nghị định của Chính phủ: số 78/2025/NĐ-CP, số 79/2025/NĐ-CP"
    ends = [head.end for head in heads]
    for number in numbers:
        at = bisect_right(ends, number.span.start)
        floor = found[-1].span.end if found else 0
        near = [head for head in heads[max(0, at - 3) : at] if head.start >= floor]
        number = _with_prefix(source.text, number)
        citation, before = _with_heads(source, number, near)
        listed = found and _LISTED.fullmatch(source.low, found[-1].span.end, number.span.start)
        if before is not None:
            shared = before
        elif not listed:
            shared = None
        if citation.kind is None and listed:
            citation = replace(citation, kind=found[-1].kind)
        citation = extended(source, citation)
        if citation.issuer is None and shared is not None:
            citation = replace(citation, issuer=shared)
        if citation.span.start >= floor:
            found.append(citation)
    return found


def _with_prefix(text: str, number: Fact[str]) -> Fact[str]:
    """Take in the first part of a number in two parts: "66.2/2025/NQ-CP"."""
    prefix = _PREFIX.search(text, max(0, number.span.start - 5), number.span.start)
    if prefix is None:
        return number
    return Fact(prefix.group() + number.value, Span(prefix.start(), number.span.end))


def _with_heads(source: Source, number: Fact[str], heads: list[Span]) -> tuple[Citation, str | None]:
    """Join a number with the kind and title before it; also return the issuer between them.

    `heads` are the last kinds named before the number, the nearest last.
    """
    start = number.span.start
    parsed = parse_number(number.value.rpartition(".")[2])
    by_symbol = parsed.kind if parsed else None
    if parsed and by_symbol is None and parsed.symbol.startswith("QH"):
        by_symbol = "luật"
    label = _LABEL.search(source.low, max(0, start - 6), start)
    bare = Citation(Span(label.start() if label else start, number.span.end), by_symbol, number.value)
    for head in reversed(heads):
        joined = _joined(source, bare, number, head)
        if joined is not None:
            return joined
    return bare, None


def _joined(
    source: Source, bare: Citation, number: Fact[str], head: Span
) -> tuple[Citation, str | None] | None:
    low, start = source.low, number.span.start
    kind = " ".join(low[head.start : head.end].split())
    named = (bare.kind or "công văn") if kind == _GENERIC else _BASE_KIND.get(kind, kind)
    whole = replace(bare, span=Span(head.start, number.span.end), kind=named)
    if _DIRECT.fullmatch(low, head.end, start):
        return whole, None
    issued = _BY_ISSUER.fullmatch(low, head.end, start)
    if issued:
        return whole, source.text[issued.start("issuer") : issued.end("issuer")]
    if start - head.end > LONGEST_TITLE + 12:
        return None
    if kind in _STATUTES and _BY_TITLE.fullmatch(low, head.end, start):
        title = low[head.end : start].rpartition("số")[0].strip(" (,")
        outer = _amending_start(low, head.start)
        return replace(whole, span=Span(outer, number.span.end), title=" ".join(title.split()) or None), None
    if kind != _GENERIC and bare.kind in {None, whole.kind} and _BY_MODIFIER.fullmatch(low, head.end, start):
        return whole, None
    return None


def _amending_start(low: str, start: int) -> int:
    """Return where "Luật sửa đổi, bổ sung một số điều của" begins when it ends at `start`."""
    floor = max(0, start - 70)
    outer = low.rfind("luật sửa đổi", floor, start)
    if outer >= 0 and _AMENDING.fullmatch(low, outer + 4, start):
        return outer
    return start


def _statutes(source: Source, heads: list[Span]) -> list[Citation]:
    found = []
    for head in heads:
        kind = " ".join(source.low[head.start : head.end].split())
        first = source.text[head.start]
        if kind not in _STATUTES or not first.isupper() or _is_school(source.low, head.start):
            continue
        end = _title_end(source, head.end)
        if end is None and kind != "hiến pháp":
            continue
        title = " ".join(source.low[head.end : end or head.end].split())
        citation = extended(source, Citation(Span(head.start, end or head.end), kind, title=title or None))
        if kind != "hiến pháp" or citation.year:
            found.append(citation)
    kept: list[Citation] = []
    for citation in found:
        if not kept or kept[-1].span.end <= citation.span.start:
            kept.append(citation)
    return kept


def _is_school(low: str, start: int) -> bool:
    return (
        low[max(0, start - 10) : start]
        .rstrip()
        .endswith(("đại học", "khoa", "trường", "viện", "ngành", "công ty"))
    )


def _title_end(source: Source, start: int) -> int | None:
    amending = _AMENDING.match(source.low, start)
    if amending:
        nested = _STATUTE_HEAD.match(source.low, amending.end())
        return _title_end(source, nested.end()) if nested else None
    known = _statute_titles().match(source.low, start)
    if known:
        return known.end()
    title = _TITLE.match(source.low, start)
    if title is None or not source.text[title.start(1)].isupper():
        return None
    return title.end()


def _congresses(source: Source) -> list[Citation]:
    return [
        Citation(Span(*found.span()), "nghị quyết", issuer=found["body"])
        for found in _CONGRESS.finditer(source.text)
        if found["body"] != "Đại hội Đảng"
    ]


def _loose(source: Source) -> list[Citation]:
    found = []
    for loose in _LOOSE.finditer(source.low):
        if not (source.text[loose.start()].isupper() or loose["label"]):
            continue
        issuer = source.text[loose.start("issuer") : loose.end("issuer")] if loose["issuer"] else None
        citation = Citation(Span(*loose.span()), loose["kind"], serial=int(loose["serial"]), issuer=issuer)
        found.append(extended(source, citation))
    return found
