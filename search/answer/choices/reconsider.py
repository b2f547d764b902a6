"""Findings weighed against all choices: what was read of tasks, dates and figures is evidence among other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.letters import fold_letters
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.gather import Choice, gather
from search.answer.choices.rank import Ranked, Weights, chance, chance_features, rank
from search.answer.choices.values import fits_kind
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.list_questions import is_of_all_documents
from search.asking.shapes import Shape
from search.query import Query
from search.types import AnswerType, Reason

_KEPT = frozenset((Reason.AMBIGUOUS_DOCUMENT, Reason.AMBIGUOUS_TASK, Reason.OUT_OF_SCOPE))
_HOW_OFTEN = re.compile(r"\b(?:may|bao nhieu) lan\b")
_NUMBER = re.compile(r"^\D*\d[\d.,/ ]*")
_LATER = 0.5  # how far a draft behind the first speaks for a choice
_LEAST_CHANCE = 0.25
_LEAST_CHANCE_AGREED = 0.1  # where the readers of tasks, dates and figures found the same
_MOST_ANSWERS = 5
_LEAST_SHARE = 0.2  # of belief, for a second answer


@dataclass(frozen=True, slots=True)
class Options:
    """What a question may be answered with."""

    shape: Shape
    choices: Sequence[Choice]
    agreed: Sequence[float]  # how far each is what was read of tasks, dates and figures


def reconsider(context: Context, finding: Finding) -> Finding:
    """Return a finding with the likeliest choice first; either may turn into the other kind of finding."""
    finding = fitting(context, finding)
    options = options_of(context, finding)
    return decide(context, finding, options) if options else finding


def fitting(context: Context, finding: Finding) -> Finding:
    """Return a finding without amounts of another kind than asked for: people are no money."""
    if context.query.shape is not Shape.AMOUNT or not finding.drafts:
        return finding
    asking = Asking.of(context.query)
    units = [(one, _unit_of(context, one)) for one in finding.drafts]
    kept = tuple(one for one, unit in units if not unit or fits_kind(asking, unit))
    if len(kept) == len(finding.drafts):
        return finding
    return replace(finding, drafts=kept) if kept else nothing(_silence(context))


def _unit_of(context: Context, draft: Draft) -> str:
    said = draft.words or draft.value.of(context.catalog.text(draft.document_id))
    return _NUMBER.sub("", fold_letters(said)).strip() or fold_letters(draft.normalized.get("unit", ""))


def _silence(context: Context) -> Reason:
    return Reason.SLOT_NOT_STATED if context.is_named else Reason.NOT_IN_CORPUS


def options_of(context: Context, finding: Finding) -> Options | None:
    """Return what there is to choose from; None where a finding stands as it is."""
    shape = context.query.shape or (None if finding.drafts else _shape_instead(context.query))
    read_whole = shape is Shape.SENTENCE and bool(finding.drafts)  # stated purposes, tasks of a body
    if shape is None or read_whole or finding.reason in _KEPT or _is_counted(finding):
        return None
    if is_of_all_documents(context.query):  # no sentence of one document is a list of tasks
        return None
    choices = gather(context, shape, finding.drafts)
    if not choices:
        return None
    return Options(shape, choices, [_agreed(choice, finding.drafts) for choice in choices])


def _shape_instead(query: Query) -> Shape | None:
    """Return the shape of what a text may say where its header or its tasks were found to say nothing."""
    if query.type is AnswerType.EFFECTIVE_ON:
        return Shape.MOMENT
    if query.type is AnswerType.RECURRENCE:
        return Shape.AMOUNT if _HOW_OFTEN.search(query.folded) else Shape.MOMENT
    return None


def decide(context: Context, finding: Finding, options: Options, weights: Weights | None = None) -> Finding:
    """Rank the options and tell whether one of them answers."""
    ranked = rank(options.choices, options.shape, options.agreed, weights)
    features = chance_features(ranked, options.shape, context.is_named, bool(finding.drafts))
    likely = chance(features, weights)
    if likely < (_LEAST_CHANCE_AGREED if ranked[0].agreed > _LATER else _LEAST_CHANCE):
        return nothing(_silence(context)) if finding.drafts else finding
    own = [_draft(context, one, likely) for one in _worth_telling(ranked)]
    return Finding(_merged(own, finding.drafts))


def _is_counted(finding: Finding) -> bool:
    """Tell whether a finding is a list or a count of tasks, which no single choice can replace.

    Nor is one needed for the part of a count whose state the question names.
    """
    return any("counted" in draft.normalized or "of" in draft.normalized for draft in finding.drafts)


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
    first = ranked[0]
    others = {one.choice.key: one for one in reversed(ranked[1:]) if one.choice.key != first.choice.key}
    worth = sorted((one for one in others.values() if one.share >= _LEAST_SHARE), key=lambda one: -one.score)
    return [first, *worth[:2]]


def _merged(own: Sequence[Draft], drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Put the choices before the drafts; what is the same is told once, with all that was read of it."""
    merged: list[Draft] = []
    for draft in own:
        same = [one for one in drafts if _is_same(one, draft)]
        merged.append(replace(same[0], confidence=draft.confidence) if same else draft)
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
        confidence=round(max(0.05, min(0.95, (likely * ranked.share) ** 0.5)), 2),
        passage_id=choice.passage.id,
        section=choice.passage.section,
        normalized=choice.normalized,
    )
