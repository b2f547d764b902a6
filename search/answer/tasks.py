"""Answers from assignments: who leads, with whom, who reports to whom, what must be done."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.agencies import same_agency
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Assignment, Role, Span
from search.answer import spans
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.fit import TaskFit
from search.answer.kinds import is_of_asked_kind
from search.answer.told import told_in_words
from search.asking.shapes import asks_person
from search.terms import TermSet
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
_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.2, 0.45
_NEXT_BEST_FIT = 0.55
_TIE = 0.08
_MOST_ANSWERS = 5
_MOST_TASKS_UNTOLD_APART = 2
_SHORTEST_TASK = 10
_TOPIC_LENGTH = 1500
# A task that is the document itself: its words stand in the title, not in the clause.
_AT_LARGE = re.compile(
    r"(?:thuc hien|trien khai)[^.;]{0,60}\b(?:ke hoach|quyet dinh|nghi quyet|chi thi|cong van|cong dien"
    r"|quy dinh|quy che|chuong trinh|de an|thong bao|huong dan|noi dung)\b (?:nay|so|tren)"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """An assignment with how well its task is the one asked about, in [0, 1]."""

    assignment: Assignment
    score: float


def answer(context: Context) -> Finding:
    """Answer a question about a role in a task."""
    fits, asks_nothing = fitting(context)
    wanted = context.query.type
    if asks_person(context.query.folded):
        return spans.answer(context)
    least = _least_fits(context)
    for roles, bar in ((_ROLES[wanted], 0.0), (_NEXT_BEST.get(wanted, ()), _NEXT_BEST_FIT)):
        holders = [
            fit
            for fit in fits
            if fit.score >= max(least[fit.assignment.document_id], bar)
            and _parties(fit.assignment, roles, context)
        ]
        if not holders:
            continue
        if asks_nothing and _cannot_tell_apart(context, holders, roles):
            return nothing(Reason.AMBIGUOUS_TASK)
        return Finding(tuple(_drafts(context, holders, roles))[:_MOST_ANSWERS])
    if told := told_in_words(context):
        return Finding(told)
    return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)


def _least_fits(context: Context) -> dict[str, float]:
    return {i: context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, i) for i in context.document_ids()}


def fitting(context: Context) -> tuple[list[Fit], bool]:
    """Rank the assignments of the documents asked about; tell also whether the question names no task."""
    assignments = context.catalog.assignments(context.document_ids())
    ranks = context.rank_of()
    assignments = tuple(a for a in assignments if context.is_whole(a.document_id) or a.passage_id in ranks)
    texts = {i: context.catalog.text(i) for i in {a.document_id for a in assignments}}
    own = [_terms(a, texts[a.document_id], _topic(context, a, texts[a.document_id])) for a in assignments]
    fit = TaskFit(context, own)
    best_rank = max(ranks.values(), default=1.0) or 1.0
    fits = []
    for assignment, terms in zip(assignments, own, strict=True):
        task = fit(assignment.document_id, terms)
        rank = ranks.get(assignment.passage_id, 0.0) / best_rank
        score = 0.75 * task + 0.25 * rank
        if context.query.sections:
            score = 0.6 * score + 0.4 * _in_section(assignment.section, context)
        fits.append(Fit(assignment, score))
    return sorted(fits, key=lambda one: (-one.score, one.assignment.id)), fit.empty


def _topic(context: Context, assignment: Assignment, text: str) -> frozenset[str]:
    """Return the terms of the document's topic where carrying out the document is the task."""
    if not _AT_LARGE.search(fold_letters(assignment.clause.of(text))):
        return frozenset()
    entry = context.directory.entry(assignment.document_id)
    if entry.card.header.subject:
        return entry.terms.terms
    return entry.terms.terms | TermSet.of(text[: assignment.clause.start][:_TOPIC_LENGTH]).terms


def _terms(assignment: Assignment, text: str, topic: frozenset[str]) -> TermSet:
    # The agency may stand in a heading or an earlier clause; to the reader it is part of this one.
    names = (party.mention.name for party in assignment.parties)
    words = TermSet.of(" . ".join((assignment.clause.of(text), *names, *assignment.headings[-2:])))
    return TermSet(words.terms | topic)


def _in_section(section: str, context: Context) -> bool:
    parts = [part.lower() for part in re.split(r"[ .,]+", section)]
    return all(asked.lower() in parts for asked in context.query.sections)


def _cannot_tell_apart(context: Context, holders: Sequence[Fit], roles: tuple[Role, ...]) -> bool:
    """Tell whether different agencies hold the role in several tasks and the question names none of them."""
    if context.query.sections:
        return False
    agencies = {_key(m) for fit in holders for m in _parties(fit.assignment, roles, context)[:1]}
    return len(agencies) > _MOST_TASKS_UNTOLD_APART


def _parties(assignment: Assignment, roles: tuple[Role, ...], context: Context) -> list[AgencyMention]:
    """Return who holds a role, without agencies that the question names and does not choose between."""
    named = () if " hay " in context.query.folded else context.query.agencies
    held = [
        party.mention
        for role in roles
        for party in assignment.parties
        if party.role is role
        and not _is_among(party.mention, named)
        and is_of_asked_kind(party.mention.name, context.query)
    ]
    unique: dict[Span, AgencyMention] = {mention.span: mention for mention in held}
    return list(unique.values())


def _key(mention: AgencyMention) -> str:
    return mention.agency_id or fold_letters(mention.name)


def _is_among(mention: AgencyMention, others: Sequence[AgencyMention]) -> bool:
    return any(same_agency(_key(mention), _key(other)) for other in others)


def _drafts(context: Context, fits: Sequence[Fit], roles: tuple[Role, ...]) -> Iterator[Draft]:
    seen: set[str] = set()
    for fit in fits:
        if fit.score < fits[0].score - _TIE:
            return
        for mention in _parties(fit.assignment, roles, context):
            if _key(mention) in seen:
                continue
            seen.add(_key(mention))
            normalized = {"agency_id": mention.agency_id} if mention.agency_id else {}
            yield _draft(context, fit, mention.span, normalized)


def _draft(context: Context, fit: Fit, value: Span, normalized: dict[str, str]) -> Draft:
    assignment = fit.assignment
    # Where the agency stands in a heading or an earlier clause, the quote reaches back to it.
    quote = Span(min(assignment.clause.start, value.start), max(assignment.clause.end, value.end))
    base = 0.55 if context.is_named else 0.4
    return Draft(
        type=context.query.type,
        document_id=assignment.document_id,
        quote=quote,
        value=value,
        confidence=round(min(0.97, base + 0.4 * fit.score), 2),
        passage_id=assignment.passage_id,
        section=assignment.section,
        normalized=normalized,
    )


Slot = Callable[[Assignment], Span | None]


def answer_slot(context: Context) -> Finding:
    """Answer a question about the product of a task or about the task of an agency."""
    asks_task = context.query.type is AnswerType.TASK
    slot: Slot = (lambda a: a.task) if asks_task else (lambda a: a.product)
    least = _least_fits(context)
    drafts = []
    for fit in _ranked(context, fitting(context)[0]):
        value = slot(fit.assignment)
        does = _does(fit.assignment, context)
        if (
            value is None
            or value.end - value.start < _SHORTEST_TASK
            or (fit.score < least[fit.assignment.document_id] and not does)
        ):
            continue
        if asks_task and _names_agency(context) and not does:
            continue
        drafts.append(_draft(context, fit, value, {}))
    if not drafts and asks_task:
        return spans.answer(context)  # a duty may be stated of somebody who is no agency
    return Finding(tuple(drafts[:_MOST_ANSWERS])) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _ranked(context: Context, fits: Sequence[Fit]) -> list[Fit]:
    """Return what the agency named is told to do, or all where it is told nothing."""
    return [fit for fit in fits if _does(fit.assignment, context)] or list(fits)


def _names_agency(context: Context) -> bool:
    return any(not fold_letters(mention.name).startswith("cac ") for mention in context.query.agencies)


def _does(assignment: Assignment, context: Context) -> bool:
    """Tell whether an agency that the question names is told to do the task."""
    acting = [party.mention for party in assignment.parties if party.role is not Role.REPORT_TO]
    return any(
        _is_among(mention, context.query.agencies)
        or f" {fold_letters(mention.name)} " in f" {context.query.folded} "
        for mention in acting
    )
