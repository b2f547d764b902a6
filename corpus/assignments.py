"""Who does what by when: prose, headings that name an agency, and rows of task tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from corpus.agencies import find_agencies, resolve_agency
from corpus.clauses import clauses
from corpus.dates import find_deadlines
from corpus.roles import Reading, is_agency_heading, read_clause
from corpus.structure import Unit
from corpus.tables import Column, TableRow
from corpus.types import AgencyMention, Assignment, Deadline, Document, Party, Passage, Role, Span


def find_assignments(
    document: Document, units: Sequence[Unit], passages: Sequence[Passage]
) -> tuple[Assignment, ...]:
    """Return the assignments of a document in the order of its text."""
    text = document.text
    issued = document.header.issued_on.value if document.header.issued_on else None
    starts = [passage.span.start for passage in passages]
    headings: dict[Span, tuple[AgencyMention, ...]] = {}
    found: list[Assignment] = []
    for unit in units:
        if not passages or not passages[0].span.start <= unit.span.start < passages[-1].span.end:
            continue
        passage = passages[max(bisect_right(starts, unit.span.start) - 1, 0)]
        reader = _read_row(text, unit, issued) if unit.row else _read_prose(text, unit, issued, headings)
        for clause, reading, deadline, product in reader:
            held = passages[max(bisect_right(starts, clause.start) - 1, 0)]
            found.append(
                Assignment(
                    id=f"{document.id}-a{len(found):04d}",
                    document_id=document.id,
                    passage_id=held.id if held.span.contains(clause) else passage.id,
                    section=unit.section,
                    clause=clause,
                    task=reading.task,
                    parties=reading.parties,
                    deadline=deadline,
                    product=product,
                )
            )
    return tuple(found)


# "Ủy ban nhân dân các tỉnh: Đắk Lắk, Khánh Hòa và Lâm Đồng"
_PLURAL_TERRITORY = re.compile(r"các (?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường)$")
_NAME = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:[ -][A-ZĐÀ-Ỹ][\wÀ-ỹ]*)*"
_PLACES = re.compile(rf":? {_NAME}(?:(?:, | và ){_NAME})*")

_Found = tuple[Span, Reading, Deadline | None, Span | None]


def _read_prose(
    text: str, unit: Unit, issued: date | None, headings: dict[Span, tuple[AgencyMention, ...]]
) -> Iterator[_Found]:
    mentions = _mentions(text, unit.content)
    if is_agency_heading(text, unit.content, mentions):
        headings[unit.content] = tuple(mentions)
        return
    subject = next((headings[parent] for parent in reversed(unit.parents) if parent in headings), ())
    deadlines = _deadlines(text, unit.content, issued)
    for clause in (piece.shifted(unit.content.start) for piece in clauses(unit.content.of(text))):
        inside = [m for m in mentions if clause.contains(m.span)]
        reading = read_clause(text, clause, inside, subject)
        if reading is None:
            continue
        if reading.subject:
            subject = reading.subject
        yield clause, reading, _deadline_for(clause, deadlines), None


def _deadline_for(clause: Span, deadlines: list[Deadline]) -> Deadline | None:
    """Return the clause's own deadline, or the only one of its paragraph where that comes later."""
    own = next((deadline for deadline in deadlines if clause.contains(deadline.span)), None)
    if own is not None:
        return own
    return deadlines[0] if len(deadlines) == 1 and deadlines[0].span.start >= clause.end else None


def _read_row(text: str, unit: Unit, issued: date | None) -> Iterator[_Found]:
    row = unit.row
    if row is None:
        return
    parties = tuple(
        Party(role, mention)
        for column, role in ((Column.LEAD, Role.LEAD), (Column.COORDINATE, Role.COORDINATE))
        if column in row.cells
        for mention in _cell_agencies(text, row.cells[column])
    )
    task = row.cells.get(Column.TASK)
    if not parties or task is None:
        return
    reading = Reading(parties, (), task, True)
    yield unit.span, reading, _cell_deadline(text, row, issued), row.cells.get(Column.PRODUCT)


def _cell_agencies(text: str, cell: Span) -> list[AgencyMention]:
    mentions = _mentions(text, cell)
    if mentions:
        return mentions
    return [AgencyMention(cell.of(text), cell)] if cell.end > cell.start else []


def _cell_deadline(text: str, row: TableRow, issued: date | None) -> Deadline | None:
    cell = row.cells.get(Column.DEADLINE)
    if cell is None:
        return None
    read = _deadlines(text, cell, issued)
    return replace(read[0], text=cell.of(text), span=cell) if read else Deadline(cell.of(text), cell)


def _mentions(text: str, span: Span) -> list[AgencyMention]:
    mentions = [_with_places(text, m, span.start) for m in find_agencies(span.of(text))]
    return [_without_verb(text, m, before) for before, m in zip([None, *mentions], mentions, strict=False)]


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


def _deadlines(text: str, span: Span, issued: date | None) -> list[Deadline]:
    return [replace(d, span=d.span.shifted(span.start)) for d in find_deadlines(span.of(text), issued)]
