"""Body of a document -> outline of numbered units -> passages.

Numbering follows the two layouts in force: chương / mục / điều / khoản / điểm of the state
(Nghị định 30/2020/NĐ-CP) and "I-", "1-", "a)", "-" of the party (Hướng dẫn 36-HD/VPTW).
"""

import re
from dataclasses import dataclass, replace

from corpus.attached import attached_titles, kind_of_title
from corpus.flat_tables import read_flat_rows
from corpus.letters import CAPITALS
from corpus.tables import TableRow, is_row, read_rows
from corpus.types import Passage, Span

MAX_PASSAGE = 1_200
_TARGET_PASSAGE = 900
_TINY_PASSAGE = 160
_HEADING_LENGTH = 200


@dataclass(frozen=True, slots=True)
class _Level:
    depth: int
    pattern: re.Pattern[str]


def _level(depth: int, pattern: str) -> _Level:
    return _Level(depth, re.compile(pattern))


_ATTACHED = -1  # a document issued with another; it holds annexes and chapters of its own
_ANNEX, _FORM, _PART, _CHAPTER, _SECTION, _ARTICLE, _CAPITAL, _ROMAN, _NUMBER, _LETTER, _DASH = range(11)
_LEVELS = (
    _level(  # no sentence: "Phụ lục văn bản trình bày ..."
        _ANNEX,
        r"(?i:phụ lục)(?: số)?+(?: (?P<label>[IVXLC]+|\d+|[A-Z])(?=[.:\s]|$))?+"
        rf"(?=[.:]|\s*$|\s+[{CAPITALS}\d(\"“–-])",
    ),
    _level(_FORM, r"(?i:(?:biểu )?mẫu)(?: số)? (?P<label>\d{1,3}[A-Za-z]?)(?=[.:]?$)"),
    _level(_PART, r"(?i:phần) (?P<label>(?i:thứ \S+)|[IVXLC]+|\d+|[A-Z])(?=[.:\s]|$)"),
    _level(_CHAPTER, r"(?i:chương) (?P<label>[IVXLC]+|\d+)(?=[.:\s]|$)"),
    _level(_SECTION, r"(?i:mục|tiểu mục) (?P<label>[IVXLC]+|\d+)(?=[.:\s]|$)"),
    _level(_ARTICLE, r"(?:Điều|ĐIỀU) (?P<label>\d+[a-zđ]?)(?=[.:]|$)"),
    _level(_ROMAN, r"(?P<label>[IVX]+) ?[.)\-–/](?!\d)(?= ?\S)"),
    _level(_CAPITAL, r"(?P<label>[A-H]) ?[.)\-–](?= ?\S)"),
    _level(
        _NUMBER,
        rf"(?P<label>\d{{1,3}}(?:[a-d](?=[.)])|(?:\.\d{{1,2}}){{0,4}}))"
        rf"(?: ?[.)\-–/](?!\d)| (?=[{CAPITALS}]))(?= ?\S)",
    ),
    _level(_LETTER, r"(?P<label>[a-zđ]\d?) ?[).](?= ?\S)"),
    _level(_DASH, r"[-–—+•*·▪](?= ?\w)"),
)
_TITLED = (_ANNEX, _FORM, _PART, _CHAPTER, _SECTION)
_NAMED = {
    _ANNEX: "Phụ lục",
    _FORM: "Mẫu số",
    _PART: "Phần",
    _CHAPTER: "Chương",
    _SECTION: "Mục",
    _ARTICLE: "Điều",
}
_ORDINAL = re.compile(r"\(?(?P<label>[IVXLC]+|\d{1,4}[a-zđ]?(?:\.\d{1,3})*|[A-Za-zđ])\)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph of the body, or one table row.

    Attributes:
        span: of the paragraph in the document's text.
        content: of the paragraph without its marker ("4- ", "a) ").
        section: as in `Passage.section`.
        parents: the spans of the paragraphs it stands under, outermost first, without their markers.
        depth: nesting level of its marker, None for a plain paragraph.
        row: the table row it is, if it is one.
    """

    span: Span
    content: Span
    section: str
    parents: tuple[Span, ...]
    depth: int | None
    row: TableRow | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    depth: int
    label: str
    content: Span


@dataclass(frozen=True, slots=True)
class _Group:
    span: Span
    section: str
    parents: tuple[Span, ...]


def outline(text: str, body: Span) -> tuple[Unit, ...]:
    """Return the paragraphs of `body` in order, each with its place in the numbering."""
    units: list[Unit] = []
    open_levels: list[_Open] = []
    paragraphs = _paragraphs(text, body)
    rows = read_rows(text, body) | read_flat_rows(text, paragraphs)
    titles, row_end = attached_titles(text, paragraphs), body.start
    for span in paragraphs:
        line = span.of(text)
        row = rows.get(span.start)
        if row is not None:
            above = [_Open(_ROMAN * 10, _ordinal(row.group.label), row.group.title)] if row.group else []
            section = _section([*open_levels, *above, _Open(_NUMBER * 10, _ordinal(row.label), span)])
            parents = _parents([*open_levels, *above])
            units.append(Unit(row.span, row.span, section, parents, _NUMBER * 10, row))
            row_end = row.span.end
        if row is not None or is_row(line) or span.start < row_end:
            continue
        title = titles.get(span.start)
        if title and open_levels and open_levels[-1].depth // 10 == _ANNEX and _nameless(open_levels[-1]):
            open_levels[-1], title = replace(open_levels[-1], content=title), None
        depth, label, marker_length = _attached(text, title) if title else _marker(line)
        # A plain paragraph ends a dash list but stays under the numbered point it follows.
        closing = _DASH * 10 if depth is None else depth
        while open_levels and open_levels[-1].depth >= closing:
            open_levels.pop()
        parents = _parents(open_levels)
        content = Span(span.start + marker_length, span.end)
        if depth is not None:
            open_levels.append(_Open(depth, label, title or content))
        elif open_levels and _names(open_levels[-1], line):
            open_levels[-1] = replace(open_levels[-1], content=span)
        units.append(Unit(span, content, _section(open_levels), parents, depth))
    return tuple(units)


def passages_of(document_id: str, text: str, units: tuple[Unit, ...]) -> tuple[Passage, ...]:
    """Group units into passages of at most `MAX_PASSAGE` code points.

    A numbered point begins a passage; a longer one goes on in further passages of the same section,
    cut between paragraphs or, inside a very long paragraph, between sentences.
    """
    groups: list[_Group] = []
    for unit in units:
        last = groups[-1] if groups else None
        if last is not None and _joins(last, unit):
            groups[-1] = replace(last, span=Span(last.span.start, unit.span.end))
        else:
            groups.extend(_Group(piece, unit.section, unit.parents) for piece in _pieces(text, unit.span))
    return tuple(
        Passage(
            id=f"{document_id}-{ordinal:04d}",
            document_id=document_id,
            ordinal=ordinal,
            section=group.section,
            headings=tuple(" ".join(p.of(text).split())[:_HEADING_LENGTH] for p in group.parents),
            span=group.span,
            text=group.span.of(text),
        )
        for ordinal, group in enumerate(groups)
    )


def _paragraphs(text: str, body: Span) -> list[Span]:
    spans, start = [], body.start
    while start < body.end:
        end = text.find("\n", start, body.end)
        end = body.end if end < 0 else end
        if any(c.isalnum() for c in text[start:end]):
            spans.append(Span(start, end))
        start = end + 1
    return spans


def _marker(line: str) -> tuple[int | None, str, int]:
    for level in _LEVELS:
        match = level.pattern.match(line)
        if match:
            label = match.groupdict().get("label") or ""
            dots = label.count(".") if level.depth == _NUMBER else 0
            end = match.end()
            while end < len(line) and line[end] in " .:":
                end += 1
            return level.depth * 10 + dots, label, end
    return None, "", 0


def _attached(text: str, title: Span) -> tuple[int, str, int]:
    return _ATTACHED * 10, kind_of_title(title.of(text)), 0


def _ordinal(label: str) -> str:
    """Return what a row's first cell counts: "1", "II", "a" of "a)"; "" for a name in its place."""
    found = _ORDINAL.fullmatch(label)
    return found["label"] if found else ""


def _nameless(level: _Open) -> bool:
    return level.content.end == level.content.start


def _names(above: _Open, line: str) -> bool:
    """Tell the name of a chapter or annex, on the line under its number: "QUY ĐỊNH CHUNG"."""
    if not _nameless(above) or above.depth // 10 not in _TITLED:
        return False
    return len(line) <= _HEADING_LENGTH and line[0] != "(" and not line.endswith((".", ";", ":", ","))


def _parents(open_levels: list[_Open]) -> tuple[Span, ...]:
    return tuple(level.content for level in open_levels if level.content.end > level.content.start)


def _section(open_levels: list[_Open]) -> str:
    name = attached = ""
    for level in open_levels:
        depth = level.depth // 10
        if depth == _ATTACHED:
            name = attached = level.label
            continue
        if depth == _DASH or not (level.label or depth == _ANNEX):
            continue
        if depth in _NAMED:
            if depth == _ARTICLE:  # articles are numbered through, whatever chapter they stand in
                name = attached
            name = f"{name}, " if name else ""
            name += f"{_NAMED[depth]} {level.label}".rstrip()
        elif depth == _NUMBER and level.label.count("."):
            # "2.1" carries its parent's number, so it replaces it
            parent, _, _ = level.label.rpartition(".")
            stem = name[: len(name) - len(parent)] if name.endswith(parent) else f"{name}." if name else ""
            name = stem + level.label
        else:
            joint = ", " if name == attached else "."
            name = f"{name}{joint}{level.label}" if name else level.label
    return name


def _joins(last: _Group, unit: Unit) -> bool:
    length = unit.span.end - last.span.start
    if unit.row is not None or length > MAX_PASSAGE:
        return False
    if unit.section == last.section:
        return length <= _TARGET_PASSAGE or unit.span.end - unit.span.start < _TINY_PASSAGE
    # A heading, or a list of very short points, is no passage of its own.
    within = bool(last.section) and _below(last.section, unit.section)
    return last.span.end - last.span.start < _TINY_PASSAGE and within and length <= _TARGET_PASSAGE


def _below(section: str, other: str) -> bool:
    """Tell whether `other` is a part of `section` that may share its passage; articles stand alone."""
    return re.match(rf"{re.escape(section)}(?:\.|, (?!Điều))", other) is not None


def _pieces(text: str, span: Span) -> list[Span]:
    if span.end - span.start <= MAX_PASSAGE:
        return [span]
    pieces, start = [], span.start
    while span.end - start > MAX_PASSAGE:
        cut = _cut(text, start, start + MAX_PASSAGE)
        pieces.append(Span(start, cut))
        start = cut
        while start < span.end and text[start] == " ":
            start += 1
    if start < span.end:
        pieces.append(Span(start, span.end))
    return pieces


def _cut(text: str, start: int, limit: int) -> int:
    earliest = start + MAX_PASSAGE // 3
    for ends in (". ", "; ", ", ", " "):
        at = text.rfind(ends, earliest, limit)
        if at >= 0:
            return at + len(ends.rstrip()) if ends.strip() else at
    return limit
