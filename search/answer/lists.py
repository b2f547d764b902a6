"""Answers that list or count: what an agency was told to do in a time, what is due in a time.

They come from all assignments of the collection, or of the document named, rather than from the passages
that fit best, so they take only questions that ask for no topic: an agency, a time, a role, a document.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.agencies import agency_id
from corpus.header import issuers_of
from corpus.letters import fold_letters
from corpus.types import Assignment
from search.answer.choices.states import TASKS, state_asked, tells_state
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.list_questions import ListQuestion, Times, counts_tasks, list_question
from search.answer.listed_in import ACTING, Found, in_document, numbered_rows
from search.asking.forms import asking_form
from search.register.bodies import Via, body_named, how_named
from search.register.registrar import Registrar
from search.register.rows import RegisterFilter
from search.types import AnswerType, Reason

MOST_LISTED = 20
_CONFIDENCE = {None: 0.8, Via.NAME: 0.85, Via.POST: 0.8, Via.GROUP: 0.6, Via.CONCERNED: 0.4}
_DIRECT = (None, Via.NAME, Via.POST)
_CLOSENESS = {None: 0, Via.NAME: 0, Via.POST: 0, Via.GROUP: 1, Via.CONCERNED: 2}
_UNIT = "nhiệm vụ"

Answerer = Callable[[Context], Finding]


def before(answer: Answerer) -> Answerer:
    """Let questions that ask for a list be answered here, and all others by `answer`."""

    def answer_otherwise(context: Context) -> Finding:
        return _counting_tasks(context, answer(context)) if counts_tasks(context.query) else answer(context)

    def answer_or_list(context: Context) -> Finding:
        asked = list_question(context.query)
        if asked is not None and asked.in_document:
            return _of_document(context, asked, answer_otherwise)
        if asked is None or context.scope.named:
            return answer_otherwise(context)
        if asked.counts:
            stated = _stated_count(context, asked, answer_otherwise)
            return stated if stated else _count(asked, _found(context, asked))
        listed = _list(_found(context, asked))
        if asked.is_plain:  # "Sở Y tế phải làm gì?": the likeliest documents first, all of them else
            first = answer(context)
            return first if first.drafts else listed
        return listed

    return answer_or_list


def _counting_tasks(context: Context, finding: Finding) -> Finding:
    """Return a finding without what counts anything but tasks that are as far as the question asks."""
    state = state_asked(asking_form(context.query.text))
    kept = tuple(
        one
        for one in finding.drafts
        if TASKS.search(fold_letters(one.normalized.get("unit", "")))
        and (state is None or tells_state(context.catalog.text(one.document_id), one.value, state))
    )
    if len(kept) == len(finding.drafts):
        return finding
    return Finding(kept) if kept else nothing(Reason.SLOT_NOT_STATED)


def _of_document(context: Context, asked: ListQuestion, answer: Answerer) -> Finding:
    """List or count the tasks of the one document that a question names."""
    if asked.is_plain or len(context.scope.named) != 1 or len(context.query.numbers) != 1:
        return answer(context)
    own = context.scope.named[0].card.id
    if asked.counts:
        stated = answer(context)
        if stated.drafts and asked.agency is None and asked.times == (Times(),):
            return stated
    found = _direct(in_document(context.catalog, own, asked, context.scope.named[0].shown.issued_on))
    if not asked.counts:
        return _list(found) if found else answer(context)
    if asked.agency is None:  # what its clauses ask for is no list that anyone has counted
        rows = numbered_rows(context.catalog, own)
        found = [one for one in found if one[0].assignment.id in rows]
    return _count(asked, found)


def _direct(found: list[Found]) -> list[Found]:
    """Return the tasks of which the agency is told by name, else all."""
    return [one for one in found if one[1] in _DIRECT] or found


def _found(context: Context, asked: ListQuestion) -> list[Found]:
    """Return one party for each task that is asked for, those that name the agency itself first."""
    registrar = Registrar(context.catalog)
    for times in asked.times:
        found = _in_times(context, asked, registrar, times)
        if found:
            break
    of_task: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: _CLOSENESS[one[1]]):
        of_task.setdefault(one[0].assignment.id, one)
    return _direct(list(of_task.values()))


def _in_times(context: Context, asked: ListQuestion, registrar: Registrar, times: Times) -> list[Found]:
    wanted = RegisterFilter(
        agency=asked.agency,
        roles=asked.roles or ACTING,
        due_from=times.due_from,
        due_to=times.due_to,
        issued_from=times.issued_from,
        issued_to=times.issued_to,
    )
    return [
        one
        for one in registrar.found(wanted)
        if _is_allowed(context, one[0].assignment)
        and _is_due_in(one[0].assignment, times.months)
        and (asked.giver is None or _is_issued_by(context, one[0].assignment, asked.giver))
    ]


def _is_allowed(context: Context, assignment: Assignment) -> bool:
    owner = assignment.document_id
    # A document may have come in since the directory was made.
    return owner in context.directory and (context.allowed is None or owner in context.allowed)


def _is_due_in(assignment: Assignment, months: Sequence[int]) -> bool:
    due = assignment.deadline.due if assignment.deadline else None
    return not months or (due is not None and due.month in months)


def _is_issued_by(context: Context, assignment: Assignment, giver: str) -> bool:
    issuer = context.directory.shown(assignment.document_id).issuer
    asked = body_named(giver)
    ways = (how_named(asked, agency_id(body), "") for body in (issuers_of(issuer) if issuer else ()))
    return any(way in (Via.NAME, Via.POST) for way in ways)


def _list(found: Sequence[Found]) -> Finding:
    drafts = tuple(_draft(one, len(found)) for one in found[:MOST_LISTED])
    return Finding(drafts) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _count(asked: ListQuestion, found: Sequence[Found]) -> Finding:
    """Say how many tasks there are, and list them as the proof."""
    if not found:
        return nothing(Reason.SLOT_NOT_STATED)
    items = _list(found).drafts
    normalized = {"value": str(len(found)), "unit": _UNIT, "counted": "assignments"}
    if found[0][1] not in _DIRECT:
        normalized["via"] = str(found[0][1])
    words = f"{len(found)} {_UNIT}"
    count = replace(items[0], type=AnswerType.FIGURE, normalized=normalized, words=words)
    return Finding((count, *items))


def _draft(one: Found, total: int) -> Draft:
    party, via = one
    assignment = party.assignment
    inside = assignment.task.end > assignment.task.start and assignment.clause.contains(assignment.task)
    normalized = {"role": party.party.role.value, "total": str(total)}
    if party.party.mention.agency_id:
        normalized["agency_id"] = party.party.mention.agency_id
    if via is not None:
        normalized["via"] = via.value
    if assignment.deadline and assignment.deadline.due:
        normalized["due"] = assignment.deadline.due.isoformat()
    return Draft(
        type=AnswerType.TASK,
        document_id=assignment.document_id,
        quote=assignment.clause,
        value=assignment.task if inside else assignment.clause,
        confidence=_CONFIDENCE[via],
        passage_id=assignment.passage_id,
        section=assignment.section,
        normalized=normalized,
    )


def _stated_count(context: Context, asked: ListQuestion, answer: Answerer) -> Finding | None:
    """Prefer a count that a document states of this very agency."""
    if asked.agency is None or asked.has_time:
        return None
    stated = answer(context)
    own = tuple(draft for draft in stated.drafts if _counts_tasks_of(context, draft, asked.agency))
    return Finding(own) if own else None


def _counts_tasks_of(context: Context, draft: Draft, agency: str) -> bool:
    quote = fold_letters(draft.quote.of(context.catalog.text(draft.document_id)))
    return draft.normalized.get("unit") == _UNIT and fold_letters(agency) in quote
