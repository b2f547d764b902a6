"""Findings weighed against all choices: what was read of tasks, dates and figures is evidence among other."""

from collections.abc import Sequence

from corpus.types import Span
from search.answer.choices.gather import Choice, gather
from search.answer.choices.rank import Ranked, chance, rank
from search.answer.choices.shapes import Shape, shape_of
from search.answer.context import Context, Draft, Finding
from search.types import Reason

_KEPT = frozenset((Reason.AMBIGUOUS_DOCUMENT, Reason.AMBIGUOUS_TASK, Reason.OUT_OF_SCOPE))
_LATER = 0.5  # how far a draft behind the first speaks for a choice
_LEAST_CHANCE = 0.5  # of a question that the readers of tasks, dates and figures left without an answer
_MOST_ANSWERS = 5
_LEAST_SHARE = 0.2  # of belief, for a second answer


def reconsider(context: Context, finding: Finding) -> Finding:
    """Return a finding with the likeliest choice first; an abstention may become an answer."""
    shape = shape_of(context.query)
    read_whole = shape is Shape.SENTENCE and bool(finding.drafts)  # stated purposes, tasks of a body
    if shape is None or read_whole or finding.reason in _KEPT or _is_counted(finding):
        return finding
    choices = gather(context, shape, finding.drafts)
    ranked = rank(choices, shape, [_agreed(choice, finding.drafts) for choice in choices])
    if not ranked:
        return finding
    likely = chance(ranked, context.is_named)
    if not finding.drafts and likely < _LEAST_CHANCE:
        return finding
    own = [_draft(context, one, likely) for one in _worth_telling(ranked)]
    return Finding(_merged(own, finding.drafts))


def _is_counted(finding: Finding) -> bool:
    """Tell whether a finding is a list or a count of tasks, which no single choice can replace."""
    return any("counted" in draft.normalized for draft in finding.drafts)


def _agreed(choice: Choice, drafts: Sequence[Draft]) -> float:
    """Return how far the drafts speak for a choice: the first of them wholly, a later one by half."""
    found = 0.0
    for at, draft in enumerate(drafts):
        if draft.document_id == choice.passage.document_id:
            overlap = _overlap(draft.value, choice.value)
            found = max(found, overlap * (1.0 if at == 0 else _LATER))
    return found


def _overlap(one: Span, other: Span) -> float:
    """Return the shared part of two spans as a share of the longer."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / max(1, one.end - one.start, other.end - other.start)


def _worth_telling(ranked: Sequence[Ranked]) -> list[Ranked]:
    return [ranked[0], *(one for one in ranked[1:3] if one.share >= _LEAST_SHARE)]


def _merged(own: Sequence[Draft], drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Put the choices before the drafts; what is the same is told once, with all that was read of it."""
    merged: list[Draft] = []
    for draft in own:
        same = [one for one in drafts if _is_same(one, draft)]
        merged.append(same[0] if same else draft)
    for draft in drafts:
        if not any(_is_same(one, draft) for one in merged):
            merged.append(draft)
    return tuple(merged[:_MOST_ANSWERS])


def _is_same(one: Draft, other: Draft) -> bool:
    return one.document_id == other.document_id and _overlap(one.value, other.value) > _LATER


def _draft(context: Context, ranked: Ranked, likely: float) -> Draft:
    choice = ranked.choice
    start = min(choice.clause.start, choice.value.start)
    return Draft(
        type=context.query.type,
        document_id=choice.passage.document_id,
        quote=Span(start, max(choice.clause.end, choice.value.end)),
        value=choice.value,
        confidence=round(max(0.05, min(0.95, likely * ranked.share)), 2),
        passage_id=choice.passage.id,
        section=choice.passage.section,
        normalized=choice.normalized,
    )
