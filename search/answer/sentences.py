"""The sentences that a free answer may be, and how well each says what the question asks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.agencies import provinces_in
from corpus.clauses import clauses
from corpus.letters import fold_letters
from corpus.types import Passage, Span
from search.answer.context import Context
from search.answer.fit import TaskFit, without_numbers
from search.terms import Coverage, TermSet, content_terms

_MOST_PASSAGES = 12
_MOST_READ = 8  # sentences whose meaning is compared with the question's; each takes milliseconds
_MEANING_WEIGHT = 1.5
_MARKER = re.compile(r"(?:\d+(?:\.\d+)*[.)-]|[a-zđ]\)|[-–+•*]|[IVX]+[.-])\s+")
_SHORTEST = 15
_LONGEST_HEADING = 60
# They name what stands elsewhere or repeat a question.
_SAYS_LITTLE = re.compile(
    r"^(?:can cu|theo de nghi|xet|tren day la|kem theo|noi nhan|cau hoi|\(kem theo)|\?$|:$"
)
_LABEL = re.compile(r"(\w+ \w+(?: \w+){0,4}) ?: \S")
_LABELLED = 0.3
_LEAST_NEWS = 0.3
_OF_PLACE = 0.15  # where the place asked about is no more than one of several
_LITTLE = 0.25
_LIKELIEST = 0.05  # of the document that the question describes best


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


def scored_sentences(
    context: Context,
    prefer: re.Pattern[str] | None = None,
    bonus: float = 0.0,
    must: re.Pattern[str] | None = None,
) -> list[Sentence]:
    """Rank the sentences at hand, best first.

    Args:
        context: the question and where it may be answered from.
        prefer: folded words that raise a sentence by `bonus`.
        bonus: see `prefer`.
        must: what the folded words of every sentence returned contain.
    """
    found = [s for passage in _passages(context) for s in _sentences(passage)]
    if must:
        found = [s for s in found if must.search(fold_letters(s.text))]
    if not found:
        return []
    coverage = Coverage(content_terms(without_numbers(context)), [s.terms for s in found])
    fit = TaskFit(context, [s.terms for s in found])
    ranks = context.rank_of()
    best = max(ranks.values(), default=1.0) or 1.0
    rough = []
    asked = frozenset(context.query.folded.split())
    homes = {i: _home(context, i) for i in {s.passage.document_id for s in found}}
    for s in found:
        words = fold_letters(s.text)
        home = homes[s.passage.document_id]
        subjects = frozenset() if home is None else provinces_in(context.query.folded) - home
        own = 0.5 * coverage(s.terms) + 0.5 * fit(s.passage.document_id, s.terms)
        score = 0.6 * own + 0.2 * coverage(s.around) + 0.2 * ranks.get(s.passage.id, 0.0) / best
        score += bonus if prefer and prefer.search(words) else 0.0
        score += _LABELLED if _is_labelled(words, asked) else 0.0
        score += _OF_PLACE if subjects & provinces_in(words) else 0.0
        score += _LIKELIEST if context.is_whole(s.passage.document_id) else 0.0
        score -= _LITTLE if _is_repetition(s.terms, asked) else 0.0
        score -= _LITTLE if _SAYS_LITTLE.search(words) else 0.0
        rough.append(replace(s, score=score))
    rough.sort(key=_order)
    return sorted(_by_meaning(context, rough[:_MOST_READ]), key=_order)


def _home(context: Context, document_id: str) -> frozenset[str] | None:
    issuer = context.directory.shown(document_id).issuer
    return provinces_in(fold_letters(issuer)) if issuer else None


def _is_labelled(words: str, asked: frozenset[str]) -> bool:
    """Tell whether a sentence begins with what is asked: "Thời gian thực hiện: ..."."""
    label = _LABEL.match(words)
    return label is not None and set(label[1].split()) <= asked


def _is_repetition(terms: TermSet, asked: frozenset[str]) -> bool:
    """Tell whether a sentence says hardly more than the question itself."""
    words = {term for term in terms.terms if " " not in term}
    return len(words - asked) < _LEAST_NEWS * len(words)


def _by_meaning(context: Context, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Lower the sentences whose meaning is farther from the question's than the nearest one's."""
    cosines = context.closeness([s.text for s in sentences])
    nearest = max(cosines)
    return [
        replace(s, score=s.score - _MEANING_WEIGHT * (nearest - cosine))
        for s, cosine in zip(sentences, cosines, strict=True)
    ]


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
        if span.end - span.start >= _SHORTEST and not _is_heading(passage.text, span)
    ]


def without_marker(text: str, span: Span) -> Span:
    """Leave out the number, letter or dash that a paragraph begins with."""
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def _is_heading(text: str, span: Span) -> bool:
    """Tell whether a sentence is a short line without an end, under which the answer stands."""
    ends_line = span.end == len(text) or text[span.end] == "\n"
    return ends_line and span.end - span.start < _LONGEST_HEADING and text[span.end - 1] not in ".;!?"
