"""Answers about time: deadlines and recurrences, from assignments and from the sentences around them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.dates import find_deadlines
from corpus.types import Deadline, Passage, Span
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.quotes import clause_around
from search.answer.tasks import asked_terms
from search.terms import Coverage, TermSet
from search.types import AnswerType, Reason

_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.2, 0.45
_MOST_ANSWERS = 3
_TIE = 0.08


@dataclass(frozen=True, slots=True)
class _Due:
    deadline: Deadline
    passage: Passage
    clause: Span
    around: str  # the clause with the paragraph and headings it stands under


def answer(context: Context) -> Finding:
    """Answer when something is due, or how often."""
    if context.scope.rivals:
        return nothing(Reason.AMBIGUOUS_DOCUMENT, context.scope.rivals)
    found = [due for due in _all_due(context) if _is_wanted(context.query.type, due.deadline)]
    coverage = Coverage(asked_terms(context), [TermSet.of(due.around) for due in found])
    ranks = context.rank_of()
    best_rank = max(ranks.values(), default=1.0) or 1.0
    scored = []
    for due in found:
        fit = 0.5 * coverage(TermSet.of(due.clause.of(context.catalog.text(due.passage.document_id))))
        fit += 0.3 * coverage(TermSet.of(due.around)) + 0.2 * ranks.get(due.passage.id, 0.0) / best_rank
        scored.append((fit if not coverage.empty else 1.0, due))
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.id, pair[1].deadline.span))
    least = _LEAST_FIT_NAMED if context.is_named else _LEAST_FIT_FOUND
    kept = [(fit, due) for fit, due in scored if fit >= least and fit >= scored[0][0] - _TIE]
    if not kept:
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    return Finding(tuple(_draft(context, fit, due) for fit, due in kept[:_MOST_ANSWERS]))


def _is_wanted(wanted: AnswerType, deadline: Deadline) -> bool:
    return wanted is not AnswerType.RECURRENCE or deadline.recurrence is not None


def _all_due(context: Context) -> Iterator[_Due]:
    passages = [candidate.passage for candidate in context.passages]
    if context.is_named:
        known = {passage.id for passage in passages}
        passages += [
            p for i in context.document_ids() for p in context.catalog.passages(i) if p.id not in known
        ]
    for passage in passages:
        issued = context.directory.shown(passage.document_id).issued_on
        for deadline in find_deadlines(passage.text, issued):
            clause = clause_around(passage.text, Span(0, len(passage.text)), deadline.span)
            line = passage.text[passage.text.rfind("\n", 0, clause.start) + 1 : clause.end]
            shifted = replace(deadline, span=deadline.span.shifted(passage.span.start))
            around = " . ".join((line, *passage.headings[-2:]))
            yield _Due(shifted, passage, clause.shifted(passage.span.start), around)


def _draft(context: Context, fit: float, due: _Due) -> Draft:
    normalized = {}
    if due.deadline.due:
        normalized["date"] = due.deadline.due.isoformat()
    if due.deadline.recurrence:
        normalized["recurrence"] = due.deadline.recurrence
    if due.deadline.rule:
        normalized["rule"] = due.deadline.rule
    base = 0.5 if context.is_named else 0.35
    return Draft(
        type=context.query.type,
        document_id=due.passage.document_id,
        quote=due.clause,
        value=due.deadline.span,
        confidence=round(min(0.95, base + 0.45 * fit), 2),
        passage_id=due.passage.id,
        section=due.passage.section,
        normalized=normalized,
    )
