"""Answers about time: when something is due, and how often."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.dates import find_deadlines
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Deadline, Passage, Role, Span
from search.answer import spans
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.fit import TaskFit
from search.answer.kinds import is_told
from search.answer.quotes import clause_around, headings_over, words_between
from search.terms import TermSet
from search.types import AnswerType, Reason

_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.15, 0.4
_MOST_ANSWERS = 3
_TIE = 0.08
_NO_DAY = 0.1
_TOLD = 0.15
_MOST_UNTOLD_APART = 2
_ASKS_DAY = re.compile(r"\bngay (?:nao|may|bao nhieu)")
_DAY = re.compile(r"\bngay \d|\d[/.-]\d+[/.-]\d|ngay (?:mong|ram)")
_ONLY_YEAR = re.compile(r"^(?:\w+ )*nam \d{4}$(?<!thang \d\d nam \d{4})(?<!thang \d nam \d{4})(?<!ngay)")
_ASKS_UNTIL = re.compile(r"keo dai|den (?:het )?(?:khi nao|bao gio|ngay nao|thang nao|nam nao)")
_UNTIL = re.compile(r"(?:den het|het ngay|den ngay|den thang|ket thuc)[^.;]*\d")
_ASKS_TIMES = re.compile(r"\b(?:may|bao nhieu) lan\b")
_OFTEN = re.compile(r"\b(?:hang|moi) (?:ngay|tuan|thang|quy|nam)\b|dinh ky")


@dataclass(frozen=True, slots=True)
class _Due:
    deadline: Deadline
    document_id: str
    passage_id: str
    section: str
    clause: Span
    words: str  # of the clause
    around: str  # of the paragraph and the headings it stands under
    told: tuple[AgencyMention, ...] = ()  # who must act


def answer(context: Context) -> Finding:
    """Answer when something is due, or how often."""
    if spans.asks_how_long(context.query.folded):
        return spans.answer(context)
    if _ASKS_TIMES.search(context.query.folded):  # an amount
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    found = [due for due in _all_due(context) if _is_wanted(context, due.deadline)]
    clauses = [TermSet.of(due.words) for due in found]
    paragraphs = [TermSet.of(due.around) for due in found]
    nearest = [TermSet.of(words) for words in _near(context, found)]
    fit = TaskFit(context, clauses + paragraphs)
    if fit.empty and len({due.deadline.text for due in found}) > _MOST_UNTOLD_APART:
        return nothing(Reason.AMBIGUOUS_TASK)
    ranks = context.rank_of()
    best_rank = max(ranks.values(), default=1.0) or 1.0
    scored = []
    for due, near, clause, paragraph in zip(found, nearest, clauses, paragraphs, strict=True):
        task = sum(
            weight * fit(due.document_id, terms)
            for weight, terms in ((0.25, near), (0.35, clause), (0.4, paragraph))
        )
        if _ASKS_DAY.search(context.query.folded) and not _DAY.search(fold_letters(due.deadline.text)):
            task -= _NO_DAY
        if is_told(due.told, context.query):
            task += _TOLD
        scored.append((0.8 * task + 0.2 * ranks.get(due.passage_id, 0.0) / best_rank, due))
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage_id, pair[1].deadline.span))
    least = {
        i: context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, i)
        for i in {due.document_id for due in found}
    }
    fitting = [(score, due) for score, due in scored if score >= least[due.document_id]]
    kept = [(score, due) for score, due in fitting if score >= fitting[0][0] - _TIE]
    if not kept and (stated := _stated_otherwise(context)).drafts:
        return stated
    if not kept:
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    return Finding(tuple(_draft(context, score, due) for score, due in kept[:_MOST_ANSWERS]))


def _is_wanted(context: Context, deadline: Deadline) -> bool:
    if context.query.type is AnswerType.RECURRENCE:
        return deadline.recurrence is not None
    if "may gio" in context.query.folded:
        return "giờ" in deadline.text
    words = fold_letters(deadline.text)
    if _ASKS_DAY.search(context.query.folded) and _ONLY_YEAR.search(words):
        return False
    return any(c.isdigit() for c in words)  # "hằng năm" says how often, not by when


def _stated_otherwise(context: Context) -> Finding:
    """Look for a sentence that says until when or how often in words which are no deadline's."""
    if context.query.type is AnswerType.RECURRENCE:
        return spans.answer_with(context, _OFTEN)
    if _ASKS_UNTIL.search(context.query.folded):
        return spans.answer_with(context, _UNTIL)
    return nothing(Reason.SLOT_NOT_STATED)


def _near(context: Context, found: Sequence[_Due]) -> list[str]:
    """Return the words between each deadline and its neighbours."""
    texts = {i: context.catalog.text(i) for i in {due.document_id for due in found}}
    spans_of: dict[str, list[Span]] = {}
    for due in found:
        spans_of.setdefault(due.document_id, []).append(due.deadline.span)
    return [
        words_between(texts[due.document_id], due.clause, due.deadline.span, spans_of[due.document_id])
        for due in found
    ]


def _all_due(context: Context) -> Iterator[_Due]:
    passages = [candidate.passage for candidate in context.passages]
    known = {passage.id for passage in passages}
    whole = [i for i in context.document_ids() if context.is_whole(i)]
    passages += [p for i in whole for p in context.catalog.passages(i) if p.id not in known]
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
        if a.deadline is not None and (context.is_whole(a.document_id) or a.passage_id in ranks)
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
            told=tuple(p.mention for p in assignment.parties if p.role is not Role.REPORT_TO),
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
