"""What every family of answers works with, and what it gives back."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.catalog import CatalogReader
from corpus.letters import fold_letters
from corpus.types import Reference, Span
from search.directory import Directory, Entry
from search.query import Query
from search.retrieve import Candidate
from search.scope import Scope
from search.types import AnswerType, Reason

Within = Callable[[Collection[str]], Sequence[Candidate]]

# Cosines of the shipped model, on questions with and without an answer: below the first hardly any question
# has one, above the second nearly all.
_FAR, _NEAR = 0.80, 0.86
_MOST_CITING = 500  # documents that cite one and are looked at
_ASKED_KIND = re.compile(r"(ke hoach|nghi quyet|chi thi|cong dien|thong tu|nghi dinh|de an)\b(?! \d)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is cited: where it stands and how sure it is."""

    type: AnswerType
    document_id: str
    quote: Span
    value: Span
    confidence: float
    passage_id: str | None = None
    section: str = ""
    normalized: dict[str, str] = field(default_factory=dict)
    words: str | None = None  # what is shown instead of the text at `value`


@dataclass(frozen=True, slots=True)
class Finding:
    """Drafts, best first, or the reason why there are none."""

    drafts: tuple[Draft, ...] = ()
    reason: Reason | None = None
    candidates: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """A question with the documents and passages it may be answered from.

    Attributes:
        documents: the documents asked about, best first: those named, or the likeliest by description.
        passages: retrieved passages of those documents, best first.
        title_fits: the share of the question's words that each document's title repeats.
        retrieve_within: the best passages of some documents, best first.
        allowed: ids of the documents that filters leave, None for all.
    """

    query: Query
    scope: Scope
    catalog: CatalogReader
    directory: Directory
    documents: tuple[Entry, ...]
    passages: Sequence[Candidate]
    title_fits: Mapping[str, float]
    retrieve_within: Within
    allowed: Collection[str] | None = None

    @property
    def is_named(self) -> bool:
        """Tell whether `documents` are those that the question names by number."""
        return bool(self.scope.named) and self.documents == self.scope.named

    def is_whole(self, document_id: str) -> bool:
        """Tell whether all of a document is looked at, and not only what was retrieved of it."""
        return self.is_named or (bool(self.documents) and self.documents[0].card.id == document_id)

    def document_ids(self) -> tuple[str, ...]:
        """Return the ids of `documents`."""
        return tuple(entry.card.id for entry in self.documents)

    def references_to(self, key: str) -> Sequence[Reference]:
        """Return the references to a document number that allowed documents make.

        Where very many do, those whose names share most with the question.
        """
        citing = self.catalog.citing((key,))
        if self.allowed is not None:
            citing = citing.intersection(self.allowed)
        near = self.directory.nearest(self.query, citing, _MOST_CITING)
        self.directory.entries(near)  # all in one query
        return self.catalog.references_to(key, near)

    def least_fit(self, named: float, found: float, document_id: str) -> float:
        """Return how well a clause must fit: less where the document is certain to be the one meant.

        `named` holds for a document named by number, `found` for one that only its passages speak for; a
        title that repeats the question lies between.
        """
        return found - (found - named) * self.certainty(document_id)

    def certainty(self, document_id: str) -> float:
        """Return how surely a question means a document, in [0, 1]; 1 where it gives its number."""
        if self.is_named:
            return 1.0
        return max(self.title_fits.get(document_id, 0.0), self.nearness(document_id))

    def nearness(self, document_id: str) -> float:
        """Return how near the question's meaning comes to a passage of a document, in [0, 1]."""
        if not self._is_of_kind(document_id):
            return 0.0
        own = [c.scores.dense or 0.0 for c in self.passages if c.passage.document_id == document_id]
        return min(1.0, max(0.0, (max(own, default=0.0) - _FAR) / (_NEAR - _FAR)))

    def _is_of_kind(self, document_id: str) -> bool:
        """Tell whether a document is of the kind that the question begins with, by its kind or its title."""
        entry = self.directory.entry(document_id)
        asked = _ASKED_KIND.match(self.query.folded)
        if asked is None or not entry.shown.kind:
            return True
        return asked[1] in fold_letters(f"{entry.shown.kind} {entry.shown.title} {entry.card.title}")

    def rank_of(self) -> dict[str, float]:
        """Return the retrieval score of each retrieved passage by id."""
        return {candidate.passage.id: candidate.score for candidate in self.passages}


def nothing(reason: Reason, candidates: Sequence[Entry] = ()) -> Finding:
    """Return an abstention."""
    return Finding(reason=reason, candidates=tuple(candidates))
