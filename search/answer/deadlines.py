"""Answers about time: when something is due, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.dates import find_deadlines
from corpus.types import Deadline, Passage, Span
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.fit import TaskFit
from search.answer.quotes import clause_around, headings_over
from search.terms import TermSet
from search.types import AnswerType, Reason

_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.25, 0.5
_MOST_ANSWERS = 3
_TIE = 0.08
_UNDATED = 0.2
_MOST_UNTOLD_APART = 2


@dataclass(frozen=True, slots=True)
class _Due:
    deadline: Deadline
    document_id: str
    passage_id: str
    section: str
    clause: Span
    words: str  # of the clause
    around: str  # of the paragraph and the headings it stands under


def answer(context: Context) -> Finding:
    """Answer when something is due, or how often."""
    found = [due for due in _all_due(context) if _is_wanted(context.query.type, due.deadline)]
    clauses = [TermSet.of(due.words) for due in found]
    paragraphs = [TermSet.of(due.around) for due in found]
    fit = TaskFit(context, clauses + paragraphs)
    if fit.empty and len({due.deadline.text for due in found}) > _MOST_UNTOLD_APART:
        return nothing(Reason.AMBIGUOUS_TASK)
    ranks = context.rank_of()
    best_rank = max(ranks.values(), default=1.0) or 1.0
    scored = []
    for due, clause, paragraph in zip(found, clauses, paragraphs, strict=True):
        task = 0.6 * fit(due.document_id, clause) + 0.4 * fit(due.document_id, paragraph)
        if context.query.type is AnswerType.DEADLINE and not any(c.isdigit() for c in due.deadline.text):
            task -= _UNDATED  # "hằng năm" says how often, not by when
        scored.append((0.8 * task + 0.2 * ranks.get(due.passage_id, 0.0) / best_rank, due))
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage_id, pair[1].deadline.span))
    least = {
        i: context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, i)
        for i in {due.document_id for due in found}
    }
    fitting = [(score, due) for score, due in scored if score >= least[due.document_id]]
    kept = [(score, due) for score, due in fitting if score >= fitting[0][0] - _TIE]
    if not kept:
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    return Finding(tuple(_draft(context, score, due) for score, due in kept[:_MOST_ANSWERS]))


def _is_wanted(wanted: AnswerType, deadline: Deadline) -> bool:
    return wanted is not AnswerType.RECURRENCE or deadline.recurrence is not None


def _all_due(context: Context) -> Iterator[_Due]:
    passages = [candidate.passage for candidate in context.passages]
    if context.is_named:
        known = {passage.id for passage in passages}
        passages += [
            p for i in context.document_ids() for p in context.catalog.passages(i) if p.id not in known
        ]
    told: set[tuple[str, Span]] = set()
    for due in _of_assignments(context):
        told.add((due.document_id, due.deadline.span))
        yield due
    for passage in passages:
        issued = context.directory.shown(passage.document_id).issued_on
        for deadline in find_deadlines(passage.text, issued):
            due = _in_prose(passage, deadline)
            if not any(i == due.document_id and span.contains(due.deadline.span) for i, span in told):
                yield due


def _in_prose(passage: Passage, deadline: Deadline) -> _Due:
    clause = clause_around(passage.text, Span(0, len(passage.text)), deadline.span)
    line = passage.text[passage.text.rfind("\n", 0, clause.start) + 1 : clause.end]
    by = passage.span.start
    return _Due(
        deadline=replace(deadline, span=deadline.span.shifted(by)),
        document_id=passage.document_id,
        passage_id=passage.id,
        section=passage.section,
        clause=clause.shifted(by),
        words=clause.of(passage.text),
        around=" . ".join((line, *headings_over(passage, by + clause.start))),
    )


def _of_assignments(context: Context) -> Iterator[_Due]:
    """Find the deadlines that were read with a task: in table cells they need no words around them."""
    ranks = context.rank_of()
    assignments = [
        (a, a.deadline)
        for a in context.catalog.assignments(context.document_ids())
        if a.deadline is not None and (context.is_named or a.passage_id in ranks)
    ]
    seen: set[Span] = set()
    for assignment, deadline in assignments:
        if deadline.span in seen:  # of a paragraph with several clauses; the first is the nearest
            continue
        seen.add(deadline.span)
        clause = Span(
            min(assignment.clause.start, deadline.span.start), max(assignment.clause.end, deadline.span.end)
        )
        words = clause.of(context.catalog.text(assignment.document_id))
        yield _Due(
            deadline=deadline,
            document_id=assignment.document_id,
            passage_id=assignment.passage_id,
            section=assignment.section,
            clause=clause,
            words=words,
            around=" . ".join((words, *assignment.headings[-2:])),
        )


def _draft(context: Context, score: float, due: _Due) -> Draft:
    deadline = due.deadline
    normalized = {
        "date": deadline.due.isoformat() if deadline.due else None,
        "recurrence": deadline.recurrence,
        "rule": deadline.rule,
    }
    base = 0.5 if context.is_named else 0.35
    return Draft(
        type=context.query.type,
        document_id=due.document_id,
        quote=due.clause,
        value=deadline.span,
        confidence=round(min(0.95, base + 0.45 * score), 2),
        passage_id=due.passage_id,
        section=due.section,
        normalized={name: value for name, value in normalized.items() if value},
    )
