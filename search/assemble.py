"""Candidates and drafts -> hits and answers as they leave the house."""

import logging
import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.catalog import CatalogReader
from corpus.letters import fold_letters
from search.answer.context import Draft
from search.citations import cite, is_true
from search.directory import Directory
from search.query import Query
from search.retrieve import Candidate
from search.terms import content_terms
from search.types import Answer, Highlight, Hit

log = logging.getLogger(__name__)

_WORD = re.compile(r"\d+(?:[./-]\w+)+|\w+")


def answers_of(drafts: Sequence[Draft], directory: Directory, catalog: CatalogReader) -> tuple[Answer, ...]:
    """Cite the drafts; one whose citation does not hold against the stored text never leaves."""
    texts: dict[str, str] = {}
    answers = []
    for draft in drafts:
        if draft.document_id not in texts:
            texts[draft.document_id] = catalog.text(draft.document_id)
        text = texts[draft.document_id]
        shown = directory.shown(draft.document_id)
        citation = cite(shown, text, draft.quote, draft.value, draft.passage_id, draft.section)
        if not is_true(citation, text):
            log.error("dropped an answer whose citation does not hold: %s %s", shown.id, draft.quote)
            continue
        value = draft.words if draft.words is not None else draft.value.of(text)
        answers.append(Answer(draft.type, value, draft.normalized, draft.confidence, citation))
    return tuple(answers)


def hits_of(candidates: Sequence[Candidate], directory: Directory, query: Query) -> tuple[Hit, ...]:
    """Rank candidates from 1 and mark the words they share with the question."""
    wanted = content_terms(query.folded)
    directory.entries({candidate.passage.document_id for candidate in candidates})  # all in one query
    return tuple(
        Hit(
            rank=rank,
            passage_id=candidate.passage.id,
            document=directory.shown(candidate.passage.document_id),
            section=candidate.passage.section,
            text=candidate.passage.text,
            start=candidate.passage.span.start,
            end=candidate.passage.span.end,
            score=candidate.score,
            scores=candidate.scores,
            highlights=highlights(candidate.passage.text, wanted),
            page=candidate.passage.pages[0] if candidate.passage.pages else None,
        )
        for rank, candidate in enumerate(candidates, start=1)
    )


def highlights(text: str, wanted: frozenset[str]) -> tuple[Highlight, ...]:
    """Return where `text` repeats pairs of syllables of the question, or single rare ones (numbers)."""
    folded = fold_letters(text)  # as long as the text
    words = [(m.start(), m.end(), folded[m.start() : m.end()]) for m in _WORD.finditer(text)]
    marked: list[Highlight] = []
    for (start, _, one), (_, end, other) in pairwise(words):
        if f"{one} {other}" in wanted:
            if marked and marked[-1].end >= start:
                marked[-1] = Highlight(marked[-1].start, end)
            else:
                marked.append(Highlight(start, end))
    numbers = [Highlight(a, b) for a, b, word in words if word in wanted and word[0].isdigit()]
    covered = [n for n in numbers if not any(h.start <= n.start and n.end <= h.end for h in marked)]
    return tuple(sorted([*marked, *covered], key=lambda h: h.start))
