"""Purposes and persons where the text states them; other free answers are chosen in `choices`."""

import re
from collections.abc import Sequence

from corpus.types import Span
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.persons import asks_who, persons
from search.answer.purposes import asks_of_part, stated_purposes
from search.answer.sentences import Sentence, scored_sentences
from search.types import AnswerType, Reason

_ASKS_HOW_LONG = re.compile(
    r"bao lau\b(?! (?:mot|1) lan)|bao nhieu gio|(?:bao nhieu|\bmay) (?:ngay|thang|tuan|nam)\b(?! nao)"
)
_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.2, 0.5
_MOST_ANSWERS = 3
_TIE = 0.1


def answer(context: Context) -> Finding:
    """Answer with stated purposes and named persons; every other sentence is a choice among all."""
    purpose = context.query.type is AnswerType.PURPOSE
    if purpose and not asks_of_part(context) and (stated := stated_purposes(context)):
        return Finding(tuple(_draft(context, sentence) for sentence in stated[:_MOST_ANSWERS]))
    if not purpose and asks_who(context.query.folded):
        return answer_with(context)
    return nothing(Reason.SLOT_NOT_STATED if context.is_named else Reason.NOT_IN_CORPUS)


def asks_how_long(folded: str) -> bool:
    """Tell whether a folded question asks for a length of time."""
    return _ASKS_HOW_LONG.search(folded) is not None


def answer_with(context: Context, must: re.Pattern[str] | None = None) -> Finding:
    """Answer with the best sentences, those whose words contain `must`."""
    ranked = scored_sentences(context, must)
    if not ranked:
        return nothing(Reason.SLOT_NOT_STATED if context.documents else Reason.NOT_IN_CORPUS)
    kept = [
        s
        for s in ranked
        if s.score >= context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, s.passage.document_id)
    ]
    if asks_who(context.query.folded):
        return _persons(context, kept)
    if not kept:
        return nothing(Reason.SLOT_NOT_STATED if context.is_named else Reason.NOT_IN_CORPUS)
    close = [s for s in kept if s.score >= kept[0].score - _TIE]
    return Finding(tuple(_draft(context, s) for s in close[:_MOST_ANSWERS]))


def _persons(context: Context, kept: Sequence[Sentence]) -> Finding:
    """Answer a question about a person with the names that the sentences give."""
    drafts = []
    for sentence in kept:
        found = persons(context, sentence)
        drafts += [_draft(context, sentence, value) for value in found]
        if len(drafts) >= _MOST_ANSWERS:
            break
    return Finding(tuple(drafts)) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _draft(context: Context, sentence: Sentence, value: Span | None = None) -> Draft:
    by = sentence.passage.span.start
    quote = sentence.span.shifted(by)
    return Draft(
        type=context.query.type,
        document_id=sentence.passage.document_id,
        quote=quote,
        value=value.shifted(by) if value else quote,
        confidence=round(max(0.05, min(0.8, (0.3 if context.is_named else 0.2) + 0.5 * sentence.score)), 2),
        passage_id=sentence.passage.id,
        section=sentence.passage.section,
    )
