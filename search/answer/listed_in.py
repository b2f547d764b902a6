"""The tasks of one document, as it gives them in its clauses and in the rows of its annexes."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.catalog import CatalogReader
from corpus.catalog.assignmentreader import AssignedParty
from corpus.dates import find_dates, find_periods
from corpus.letters import fold_letters
from corpus.types import Assignment, Role
from search.answer.list_questions import ListQuestion, Times
from search.register.bodies import Via
from search.register.registrar import Registrar
from search.register.rows import RegisterFilter

Found = tuple[AssignedParty, Via | None]

ACTING = tuple(role for role in Role if role is not Role.REPORT_TO)
_IN_ANNEX = re.compile(r"(?P<annex>phu luc.*)\.(?P<row>\d+)")
_FEWEST_ROWS = 2


def in_document(
    catalog: CatalogReader, document_id: str, asked: ListQuestion, issued_on: date | None
) -> list[Found]:
    """Return one party for each task of a document that is asked for, in the order of the text."""
    wanted = RegisterFilter(agency=asked.agency, roles=asked.roles or ACTING, document_ids=(document_id,))
    of_task: dict[str, Found] = {}
    for one in Registrar(catalog).found(wanted):
        of_task.setdefault(one[0].assignment.id, one)
    text = catalog.text(document_id)
    kept = [
        one
        for one in of_task.values()
        if (not asked.in_annex or _IN_ANNEX.fullmatch(fold_letters(one[0].assignment.section)))
        and _is_in_time(due_of(one[0].assignment, text), asked.times, issued_on)
    ]
    return sorted(kept, key=lambda one: one[0].assignment.clause)


def numbered_rows(catalog: CatalogReader, document_id: str) -> frozenset[str]:
    """Return the ids of the tasks that make up the one list in the annexes of a document.

    Empty where there is no such list, several, or one of which a row was not read: then nobody can count.
    """
    rows: dict[str, dict[int, str]] = {}
    for assignment in catalog.assignments((document_id,)):
        place = _IN_ANNEX.fullmatch(fold_letters(assignment.section))
        if place is not None:
            rows.setdefault(place["annex"], {}).setdefault(int(place["row"]), assignment.id)
    if len(rows) != 1:
        return frozenset()
    (read,) = rows.values()
    last = len(read)
    if last < _FEWEST_ROWS or set(read) != set(range(1, last + 1)):
        return frozenset()
    goes_on = re.search(rf"^\W*{last + 1}\s*\|", catalog.text(document_id), re.MULTILINE)
    return frozenset() if goes_on else frozenset(read.values())


def due_of(assignment: Assignment, text: str) -> date | None:
    """Return the day by which a task is due; a cell of a table states it without saying so."""
    deadline = assignment.deadline
    if deadline is None or deadline.due is not None or deadline.recurrence is not None:
        return deadline.due if deadline else None
    said = deadline.span.of(text)
    ends = {fact.value for fact in find_dates(said)} or {one.end for one in find_periods(said)}
    return max(ends, default=None)


def _is_in_time(due: date | None, times: Sequence[Times], issued_on: date | None) -> bool:
    return any(_fits(due, one, issued_on) for one in times)


def _fits(due: date | None, times: Times, issued_on: date | None) -> bool:
    """Tell whether a task is due in a time; the year of the document itself restricts nothing."""
    if times.issued_from and times.issued_to:
        if issued_on is not None and times.issued_from <= issued_on <= times.issued_to:
            return True
        return due is not None and times.issued_from <= due <= times.issued_to
    begin, end = times.due_from, times.due_to
    if begin is None and end is None:
        return True
    if due is None:
        return False
    within = (begin is None or begin <= due) and (end is None or due <= end)
    return within and (not times.months or due.month in times.months)
