"""The sentences that a free answer may be, and how well each says what the question asks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.clauses import clauses
from corpus.letters import fold_letters
from corpus.types import Passage, Span
from search.answer.context import Context
from search.answer.fit import TaskFit, without_numbers
from search.terms import Coverage, TermSet, content_terms

_MOST_PASSAGES = 12
_MARKER = re.compile(r"(?:\d+(?:\.\d+)*[.)-]|[a-zđ]\)|[-–+•*]|[IVX]+[.-])\s+")
_SHORTEST = 15
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage; offsets into the passage.

    Attributes:
        terms: its own.
        around: those of its passage and the headings above it.
        score: how well it answers, about [0, 1].
    """

    passage: Passage
    span: Span
    terms: TermSet
    around: TermSet
    score: float = 0.0

    @property
    def text(self) -> str:
        """Return its words."""
        return self.span.of(self.passage.text)


def scored_sentences(context: Context, must: re.Pattern[str] | None = None) -> list[Sentence]:
    """Rank the sentences at hand, best first; the folded words of each contain `must`."""
    found = [s for passage in _passages(context) for s in _sentences(passage)]
    if must:
        found = [s for s in found if must.search(fold_letters(s.text))]
    coverage = Coverage(content_terms(without_numbers(context.query)), [s.terms for s in found])
    fit = TaskFit(context, [s.terms for s in found])
    ranks = context.rank_of()
    best = max(ranks.values(), default=1.0) or 1.0
    scored = []
    for s in found:
        document_id = s.passage.document_id
        own = 0.5 * coverage(s.terms) + 0.5 * fit(document_id, s.terms)
        score = 0.6 * own + 0.2 * coverage(s.around) + 0.2 * ranks.get(s.passage.id, 0.0) / best
        scored.append((score, s))
    return sorted((replace(s, score=score) for score, s in scored), key=_order)


def _order(sentence: Sentence) -> tuple[float, str, Span]:
    return -sentence.score, sentence.passage.id, sentence.span


def _passages(context: Context) -> Iterator[Passage]:
    retrieved = [candidate.passage for candidate in context.passages[:_MOST_PASSAGES]]
    yield from retrieved
    seen = {passage.id for passage in retrieved}
    whole = [i for i in context.document_ids() if context.is_whole(i)]
    yield from (p for i in whole for p in context.catalog.passages(i) if p.id not in seen)


def _sentences(passage: Passage) -> list[Sentence]:
    around = TermSet.of(" . ".join((*passage.headings, passage.text)))
    return [
        Sentence(passage, span, TermSet.of(span.of(passage.text)), around)
        for span in (without_marker(passage.text, piece) for piece in clauses(passage.text))
        if span.end - span.start >= _SHORTEST and not is_heading(passage.text, span)
    ]


def without_marker(text: str, span: Span) -> Span:
    """Leave out the number, letter or dash that a paragraph begins with."""
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def is_heading(text: str, span: Span) -> bool:
    """Tell whether a sentence is a short line without an end, under which the answer stands."""
    ends_line = span.end == len(text) or text[span.end] == "\n"
    return ends_line and span.end - span.start < _LONGEST_HEADING and text[span.end - 1] not in ".;!?"
