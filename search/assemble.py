"""Candidates and drafts -> hits and answers as they leave the house."""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

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
    wanted = content_terms(query.text)
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
    spelt = _WORD.findall(text)
    words = list(map(_folded, spelt))
    numbers = [i for i, word in enumerate(words) if word[0].isdigit() and word in wanted]
    heads = _heads(wanted)
    pairs = [i for i, word in enumerate(words[:-1]) if word in heads and f"{word} {words[i + 1]}" in wanted]
    if not pairs and not numbers:
        return ()
    places = list(_places(text, spelt))
    marked: list[Highlight] = []
    for i in pairs:
        start, end = places[i][0], places[i + 1][1]
        if marked and marked[-1].end >= start:
            marked[-1] = Highlight(marked[-1].start, end)
        else:
            marked.append(Highlight(start, end))
    alone = [Highlight(*places[i]) for i in numbers]
    covered = [n for n in alone if not any(h.start <= n.start and n.end <= h.end for h in marked)]
    return tuple(sorted([*marked, *covered], key=lambda h: h.start))


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each word of a text begins and ends; between words nothing looks like one."""
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        yield start, end


@lru_cache(maxsize=64)
def _heads(wanted: frozenset[str]) -> frozenset[str]:
    """Return the first syllables of pairs: most words of a text begin none, and need no second look."""
    return frozenset(term.partition(" ")[0] for term in wanted if " " in term)


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    """Return a word without marks; the same few thousand syllables come again and again."""
    return fold_letters(word)
