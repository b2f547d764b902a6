"""Who does what by when: prose, headings that name an agency, and rows of task tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from corpus.assignments.above import Above
from corpus.assignments.found import Found
from corpus.assignments.labelled import labels_of, read_labelled
from corpus.assignments.mentions import deadlines_in, mentions_in
from corpus.assignments.roles import read_clause
from corpus.assignments.subjects import is_agency_heading
from corpus.clauses import clauses
from corpus.structure import Unit
from corpus.tables import Column, TableRow
from corpus.types import AgencyMention, Assignment, Deadline, Document, Party, Passage, Role, Span

_LONGEST_HEADING = 200
_ROLES_OF_COLUMNS = (
    (Column.LEAD, Role.LEAD),
    (Column.COORDINATE, Role.COORDINATE),
    (Column.ADVISE, Role.ADVISE),
    (Column.DIRECT, Role.DIRECT),
    (Column.SUPERVISE, Role.SUPERVISE),
)
_SENTENCE_ENDS = ".;,!?…/"
_LINK_WORDS = 12  # letters around the names in a piece of a list: "Đề nghị ", " và "
_TOLD = (Role.LEAD, Role.IMPLEMENT)
_DEADLINE_ALONE = re.compile(r"(?:thời hạn|thời gian|tiến độ|hoàn thành|hạn)(?!\w)", re.IGNORECASE)
_HELPERS = re.compile(r"phối hợp", re.IGNORECASE)
# "Về đề nghị của Sở A:" names what is decided below, and decides nothing
_TOPIC = re.compile(r"Về [^\n]*:\s*")


def find_assignments(
    document: Document, units: Sequence[Unit], passages: Sequence[Passage]
) -> tuple[Assignment, ...]:
    """Return the assignments of a document in the order of its text."""
    text = document.text
    issued = document.header.issued_on.value if document.header.issued_on else None
    starts = [passage.span.start for passage in passages]
    above = Above()
    found: list[Found] = []
    before: Unit | None = None
    for unit in units:
        due = None if unit.row else _deadline_alone(text, unit, issued)
        if unit.row:
            found += _read_row(text, unit, issued)
        elif due is not None:
            found = _dated(found, before, due)
        elif labels_of(text, unit) is None:
            found += _read_prose(text, unit, issued, above)
            before = unit
    found += read_labelled(text, units, issued)
    found.sort(key=lambda one: one.clause)
    return tuple(
        Assignment(
            id=f"{document.id}-a{n:04d}",
            document_id=document.id,
            passage_id=passages[max(bisect_right(starts, one.clause.start) - 1, 0)].id,
            section=one.unit.section,
            clause=one.clause,
            task=one.task,
            parties=one.parties,
            deadline=one.deadline,
            product=one.product,
            headings=tuple(parent.of(text)[:_LONGEST_HEADING] for parent in one.unit.parents),
        )
        for n, one in enumerate(found)
    )


def _read_prose(text: str, unit: Unit, issued: date | None, above: Above) -> Iterator[Found]:
    if _TOPIC.fullmatch(text, unit.content.start, unit.content.end):
        return
    mentions = mentions_in(text, unit.content)
    subject = above.subject_for(text, unit)
    if is_agency_heading(text, unit.content, mentions):
        above.names(text, unit, tuple(mentions))
        return
    deadlines = deadlines_in(text, unit.content, issued)
    told: tuple[AgencyMention, ...] = ()
    for clause in _clauses(text, unit.content, mentions):
        inside = [m for m in mentions if clause.contains(m.span)]
        reading = read_clause(text, clause, inside, subject)
        told = ()
        if reading is None:
            continue
        if reading.subject:
            subject = reading.subject
        told = tuple(
            p.mention for p in reading.parties if p.role in _TOLD and clause.contains(p.mention.span)
        )
        deadline = _deadline_for(clause, deadlines)
        yield Found(clause, reading.task, reading.parties, deadline, None, unit)
    # A numbered paragraph without an end is a heading; a plain one may be a line that was broken.
    ends = text[unit.content.end - 1]
    if told and (ends == ":" or (unit.depth is not None and ends not in _SENTENCE_ENDS)):
        above.names(text, unit, told)


def _clauses(text: str, content: Span, mentions: list[AgencyMention]) -> Iterator[Span]:
    """Yield the clauses; a piece that only names agencies belongs to the next: "Sở A; Sở B tổ chức"."""
    start: int | None = None
    for piece in (piece.shifted(content.start) for piece in clauses(content.of(text))):
        whole = piece if start is None else Span(start, piece.end)
        named = sum(m.span.end - m.span.start for m in mentions if piece.contains(m.span))
        start = whole.start if named and piece.end - piece.start - named <= _LINK_WORDS else None
        if start is None:
            yield whole
    if start is not None:
        yield Span(start, content.end)


def _deadline_alone(text: str, unit: Unit, issued: date | None) -> Deadline | None:
    """Return the deadline of a paragraph that says nothing else: "Thời hạn hoàn thành trước ngày ..."."""
    label = labels_of(text, unit)
    if unit.content.end - unit.content.start > _LONGEST_HEADING:
        return None
    if label is None and not _DEADLINE_ALONE.match(text, unit.content.start, unit.content.end):
        return None
    if label is not None and not label["deadline"]:
        return None
    stated = Span(label.end() if label else unit.content.start, unit.content.end)
    return next(iter(deadlines_in(text, stated, issued)), None)


def _dated(found: list[Found], unit: Unit | None, due: Deadline) -> list[Found]:
    """Give the deadline to the tasks of `unit` that have none."""
    return [replace(one, deadline=due) if one.unit is unit and not one.deadline else one for one in found]


def _deadline_for(clause: Span, deadlines: list[Deadline]) -> Deadline | None:
    """Return the clause's own deadline, or the only one of its paragraph where that comes later."""
    own = next((deadline for deadline in deadlines if clause.contains(deadline.span)), None)
    if own is not None:
        return own
    return deadlines[0] if len(deadlines) == 1 and deadlines[0].span.start >= clause.end else None


def _read_row(text: str, unit: Unit, issued: date | None) -> Iterator[Found]:
    row = unit.row
    if row is None:
        return
    parties = tuple(
        Party(role, mention)
        for column, role in _ROLES_OF_COLUMNS
        if column in row.cells
        for mention in _cell_agencies(text, row.cells[column])
    )
    if Column.BODIES in row.cells:
        parties += tuple(_shared_cell(text, row.cells[Column.BODIES]))
    task = row.cells.get(Column.TASK)
    if not parties or task is None:
        return
    deadline, product = _cell_deadline(text, row, issued), row.cells.get(Column.PRODUCT)
    yield Found(unit.span, task, parties, deadline, product, unit)


def _shared_cell(text: str, cell: Span) -> Iterator[Party]:
    """Read a cell that names the leading body and those that help it: "Sở A chủ trì; Sở B, Sở C phối hợp"."""
    mentions = _cell_agencies(text, cell)
    start = cell.start
    for part in re.split(r"(?<=[;\n])", cell.of(text)):
        inside = [m for m in mentions if start <= m.span.start < start + len(part)]
        cue = _HELPERS.search(text, start, start + len(part))
        # "Sở A, phối hợp: Sở B": those before the word lead, unless it stands behind all of them
        cued = cue is not None and any(m.span.start > cue.start() for m in inside)
        for m in inside:
            alone = cue is None and (m is mentions[0] or "chủ trì" in part.lower())
            leads = m.span.start < cue.start() if cue and cued else alone
            yield Party(Role.LEAD if leads else Role.COORDINATE, m)
        start += len(part)


def _cell_agencies(text: str, cell: Span) -> list[AgencyMention]:
    mentions = mentions_in(text, cell)
    if mentions:
        return mentions
    return [AgencyMention(cell.of(text), cell)] if cell.end > cell.start else []


def _cell_deadline(text: str, row: TableRow, issued: date | None) -> Deadline | None:
    cell = row.cells.get(Column.DEADLINE)
    if cell is None:
        return None
    read = deadlines_in(text, cell, issued)
    return replace(read[0], text=cell.of(text), span=cell) if read else Deadline(cell.of(text), cell)
