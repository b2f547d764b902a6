"""Answers from assignments: who leads, with whom, who reports to whom, by when, what must be done."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.text import fold
from corpus.types import AgencyMention, Assignment, Passage, Role, Span
from search.answer.context import Context, Draft, Finding, nothing
from search.terms import Coverage, TermSet, content_terms
from search.types import AnswerType, Reason

_ROLES: dict[AnswerType, tuple[Role, ...]] = {
    AnswerType.LEAD_AGENCY: (Role.LEAD,),
    AnswerType.COORDINATING_AGENCY: (Role.COORDINATE,),
    AnswerType.ADVISING_AGENCY: (Role.ADVISE,),
    AnswerType.SUPERVISING_AGENCY: (Role.SUPERVISE,),
    AnswerType.REPORT_TO: (Role.REPORT_TO,),
    AnswerType.ASSIGNEE: (Role.LEAD, Role.IMPLEMENT, Role.DIRECT, Role.ADVISE, Role.SUPERVISE),
}
# Where the asked role is not used in the text, the agency that is told to act answers as well.
_NEXT_BEST: dict[AnswerType, tuple[Role, ...]] = {
    AnswerType.LEAD_AGENCY: (Role.IMPLEMENT, Role.DIRECT),
    AnswerType.SUPERVISING_AGENCY: (Role.LEAD, Role.IMPLEMENT),
    AnswerType.ADVISING_AGENCY: (Role.LEAD,),
}
# The words by which a role is asked for say nothing about the task.
_ROLE_WORDS = frozenset(
    """
    chu tri phoi hop tham muu giao nhiem vu trach nhiem thuc hien trien khai dau moi bao cao
    thoi han hoan thanh xong cham nhat phai
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_SUPERVISION_WORDS = frozenset(("theo", "doi", "don", "doc", "kiem", "tra", "giam", "sat"))
_KIND_BEFORE_NUMBER = re.compile(r"(?i)(?:\w+\s+){2}(?:số\s+)?$")
_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.3, 0.5
_NEXT_BEST_FIT = 0.55
_TIE = 0.08
_MOST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """An assignment with how well its task is the one asked about, in [0, 1]."""

    assignment: Assignment
    score: float
    task: float


def answer(context: Context) -> Finding:
    """Answer a question about a role in a task."""
    if context.scope.rivals:
        return nothing(Reason.AMBIGUOUS_DOCUMENT, context.scope.rivals)
    fits = fitting(context)
    wanted = context.query.type
    least = _LEAST_FIT_NAMED if context.is_named else _LEAST_FIT_FOUND
    for roles, bar in ((_ROLES[wanted], least), (_NEXT_BEST.get(wanted, ()), max(least, _NEXT_BEST_FIT))):
        holders = [fit for fit in fits if fit.score >= bar and _parties(fit.assignment, roles, context)]
        if holders:
            return Finding(tuple(_drafts(context, holders, roles))[:_MOST_ANSWERS])
    return nothing(_why_not(context, fits))


def fitting(context: Context) -> list[Fit]:
    """Rank the assignments of the documents asked about by how well they fit the question's task."""
    assignments = context.catalog.assignments(context.document_ids())
    ranks = context.rank_of()
    if not context.is_named:
        assignments = tuple(a for a in assignments if a.passage_id in ranks)
    texts = {i: context.catalog.text(i) for i in {a.document_id for a in assignments}}
    passages = context.catalog.passages_by_id({a.passage_id for a in assignments})
    own = [TermSet.of(_words_of(texts[a.document_id], a, passages[a.passage_id])) for a in assignments]
    coverage = Coverage(asked_terms(context), own)
    best_rank = max(ranks.values(), default=1.0) or 1.0
    fits = []
    for assignment, terms in zip(assignments, own, strict=True):
        task = coverage(terms) if not coverage.empty else 1.0
        rank = ranks.get(assignment.passage_id, 0.0) / best_rank
        section = 1.0 if _in_section(assignment.section, context) else 0.0
        score = (
            0.75 * task + 0.25 * rank
            if not context.query.sections
            else 0.5 * task + 0.1 * rank + 0.4 * section
        )
        fits.append(Fit(assignment, score, task))
    return sorted(fits, key=lambda fit: (-fit.score, fit.assignment.id))


def asked_terms(context: Context) -> frozenset[str]:
    """Return what the question says of the task: not its document's number, not the words of the role."""
    return content_terms(_asked(context), _ignored(context))


def _asked(context: Context) -> str:
    """Return the question without the numbers of documents: they choose the document, not the task."""
    text = context.query.text
    for mention in reversed(context.query.numbers):
        head = text[: mention.span.start]
        text = _KIND_BEFORE_NUMBER.sub(" ", head) + " " + text[mention.span.end :]
    return fold(text)


def _ignored(context: Context) -> frozenset[str]:
    if context.query.type in (AnswerType.SUPERVISING_AGENCY,):
        return _ROLE_WORDS | _SUPERVISION_WORDS
    return _ROLE_WORDS


def _words_of(text: str, assignment: Assignment, passage: Passage) -> str:
    return " . ".join((assignment.clause.of(text), *passage.headings[-2:]))


def _in_section(section: str, context: Context) -> bool:
    parts = [part.lower() for part in re.split(r"[ .,]+", section)]
    return all(asked.lower() in parts for asked in context.query.sections)


def _parties(assignment: Assignment, roles: tuple[Role, ...], context: Context) -> list[AgencyMention]:
    """Return who holds one of the roles, leaving out the agencies the question itself names."""
    named = {m.agency_id or fold(m.name) for m in context.query.agencies}
    held = [
        party.mention
        for role in roles
        for party in assignment.parties
        if party.role is role and (party.mention.agency_id or fold(party.mention.name)) not in named
    ]
    unique: dict[Span, AgencyMention] = {mention.span: mention for mention in held}
    return list(unique.values())


def _drafts(context: Context, fits: list[Fit], roles: tuple[Role, ...]) -> Iterator[Draft]:
    seen: set[str] = set()
    for fit in fits:
        if fit.score < fits[0].score - _TIE:
            return
        assignment = fit.assignment
        for mention in _parties(assignment, roles, context):
            key = mention.agency_id or fold(mention.name)
            if key in seen:
                continue
            seen.add(key)
            quote = _quote(context, assignment, mention.span)
            yield Draft(
                type=context.query.type,
                document_id=assignment.document_id,
                quote=quote,
                value=mention.span,
                confidence=_confidence(context, fit),
                passage_id=assignment.passage_id,
                section=assignment.section,
                normalized={"agency_id": mention.agency_id} if mention.agency_id else {},
            )


def _quote(context: Context, assignment: Assignment, value: Span) -> Span:
    """Return the clause, reaching back to the heading or the clause before where the agency stands there."""
    if assignment.clause.contains(value):
        return assignment.clause
    return Span(min(assignment.clause.start, value.start), max(assignment.clause.end, value.end))


def _confidence(context: Context, fit: Fit) -> float:
    base = 0.55 if context.is_named else 0.4
    return round(min(0.97, base + 0.4 * fit.score), 2)


def _why_not(context: Context, fits: list[Fit]) -> Reason:
    if context.is_named or (context.passages and fits and fits[0].task >= _LEAST_FIT_FOUND):
        return Reason.SLOT_NOT_STATED
    return Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS


Slot = Callable[[Assignment], Span | None]


def answer_slot(context: Context) -> Finding:
    """Answer a question about the product of a task or about the task of an agency."""
    if context.scope.rivals:
        return nothing(Reason.AMBIGUOUS_DOCUMENT, context.scope.rivals)
    wanted = context.query.type
    slot: Slot = (lambda a: a.product) if wanted is AnswerType.PRODUCT else (lambda a: a.task)
    least = _LEAST_FIT_NAMED if context.is_named else _LEAST_FIT_FOUND
    drafts = []
    for fit in fitting(context):
        value = slot(fit.assignment)
        if (
            value is None
            or value.end <= value.start
            or (fit.score < least and not _does(fit.assignment, context))
        ):
            continue
        if wanted is AnswerType.TASK and context.query.agencies and not _does(fit.assignment, context):
            continue
        drafts.append(
            Draft(
                wanted,
                fit.assignment.document_id,
                _quote(context, fit.assignment, value),
                value,
                _confidence(context, fit),
                fit.assignment.passage_id,
                fit.assignment.section,
            )
        )
    return Finding(tuple(drafts[:_MOST_ANSWERS])) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _does(assignment: Assignment, context: Context) -> bool:
    """Tell whether an agency that the question names is told to do the task."""
    named = {m.agency_id or fold(m.name) for m in context.query.agencies}
    return any(
        (party.mention.agency_id or fold(party.mention.name)) in named
        for party in assignment.parties
        if party.role is not Role.REPORT_TO
    )
