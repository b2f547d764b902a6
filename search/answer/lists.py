"""Answers that list or count: what an agency was told to do in a time, what is due in a time.

They come from all assignments of the collection rather than from the passages that fit best, so they take
only questions that ask for no document and no topic: an agency, a time, a role and nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.agencies import agency_id
from corpus.catalog.assignmentreader import AssignedParty
from corpus.header import issuers_of
from corpus.letters import fold_letters
from corpus.types import Assignment, Role
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.list_questions import ListQuestion, Times, list_question
from search.register.bodies import Via, body_named, how_named
from search.register.registrar import Registrar
from search.register.rows import RegisterFilter
from search.types import AnswerType, Reason

MOST_LISTED = 20
_ACTING = tuple(role for role in Role if role is not Role.REPORT_TO)
_CONFIDENCE = {None: 0.8, Via.NAME: 0.85, Via.POST: 0.8, Via.GROUP: 0.6, Via.CONCERNED: 0.4}
_DIRECT = (None, Via.NAME, Via.POST)
_CLOSENESS = {None: 0, Via.NAME: 0, Via.POST: 0, Via.GROUP: 1, Via.CONCERNED: 2}
_UNIT = "nhiệm vụ"

Answerer = Callable[[Context], Finding]
Found = tuple[AssignedParty, Via | None]


def before(answer: Answerer) -> Answerer:
    """Let questions that ask for a list be answered here, and all others by `answer`."""

    def answer_or_list(context: Context) -> Finding:
        asked = None if context.scope.named or context.query.numbers else list_question(context.query)
        if asked is None:
            return answer(context)
        if asked.counts:
            stated = _stated_count(context, asked, answer)
            return stated if stated else _count(asked, _found(context, asked))
        listed = _list(_found(context, asked))
        if asked.is_plain:  # "Sở Y tế phải làm gì?": the likeliest documents first, all of them else
            first = answer(context)
            return first if first.drafts else listed
        return listed

    return answer_or_list


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
    direct = [one for one in of_task.values() if one[1] in _DIRECT]
    return direct or list(of_task.values())


def _in_times(context: Context, asked: ListQuestion, registrar: Registrar, times: Times) -> list[Found]:
    wanted = RegisterFilter(
        agency=asked.agency,
        roles=asked.roles or _ACTING,
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
