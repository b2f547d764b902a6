"""Agencies that a sentence names in a role which no assignment was read from."""

import re

from corpus.agencies import find_agencies, same_agency
from corpus.letters import fold_letters
from search.answer.context import Context, Draft
from search.answer.kinds import is_of_asked_kind
from search.answer.sentences import Sentence, scored_sentences
from search.types import AnswerType

_CUES: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.COORDINATING_AGENCY: re.compile(r"\bphoi (?:hop )?(?:chat che )?(?:voi|cung)\b"),
    AnswerType.REPORT_TO: re.compile(r"\b(?:gui|bao cao)\b[^.;]{0,200}?\b(?:ve|cho|den|qua)\b"),
}
_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.3, 0.5
_MOST_READ = 3
_CONFIDENCE = 0.5


def told_in_words(context: Context) -> tuple[Draft, ...]:
    """Return the agencies behind the words of the role asked for, in the sentence that fits best."""
    cue = _CUES.get(context.query.type)
    if cue is None:
        return ()
    for sentence in scored_sentences(context, must=cue)[:_MOST_READ]:
        document_id = sentence.passage.document_id
        if sentence.score < context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, document_id):
            continue
        if drafts := _behind(context, sentence, cue):
            return drafts
    return ()


def _behind(context: Context, sentence: Sentence, cue: re.Pattern[str]) -> tuple[Draft, ...]:
    text = sentence.text
    match = cue.search(fold_letters(text))
    found = [m for m in find_agencies(text) if match and m.span.start >= match.end()]
    asked = [mention.agency_id or fold_letters(mention.name) for mention in context.query.agencies]
    by = sentence.passage.span.start + sentence.span.start
    return tuple(
        Draft(
            type=context.query.type,
            document_id=sentence.passage.document_id,
            quote=sentence.span.shifted(sentence.passage.span.start),
            value=mention.span.shifted(by),
            confidence=_CONFIDENCE,
            passage_id=sentence.passage.id,
            section=sentence.passage.section,
            normalized={"agency_id": mention.agency_id} if mention.agency_id else {},
        )
        for mention in found
        if is_of_asked_kind(mention.name, context.query)
        and not any(same_agency(mention.agency_id or fold_letters(mention.name), one) for one in asked)
    )
