"""Question -> ranked passages: dense and lexical legs, fused."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from corpus.catalog import CatalogReader
from corpus.types import Passage
from indexer.manifest import Options
from indexer.protocols import PassageIndex, Scored
from models.protocols import Analyzer, Embedder, Terms, Vectors
from search.fuse import Leg, fuse
from search.stages import Clock, Stage
from search.types import Mode, Scores

DEPTH = 100  # passages taken from each leg before fusion


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the legs in the fusion; those of a new index unless an index says otherwise."""

    dense: float = Options().dense
    lexical: float = Options().lexical


@dataclass(frozen=True, slots=True)
class Candidate:
    """A retrieved passage with its scores."""

    passage: Passage
    score: float
    scores: Scores


class Asked:
    """One question as the legs take it; what a leg needs is made when it is first needed, and once."""

    def __init__(self, text: str, embedder: Embedder, analyzer: Analyzer, clock: Clock) -> None:
        self.clock = clock
        self._text = text
        self._embedder = embedder
        self._analyzer = analyzer

    @cached_property
    def vectors(self) -> Vectors:
        """Return its embedding, of shape (1, dim)."""
        return self._embedder.embed_queries([self._text])

    @cached_property
    def terms(self) -> Terms:
        """Return what its terms are looked up by."""
        return self._analyzer.analyze(self._text)


class Retriever:
    """Runs the legs of a search and fuses them; holds no state of a request."""

    def __init__(
        self,
        catalog: CatalogReader,
        index: PassageIndex,
        embedder: Embedder,
        analyzer: Analyzer,
        weights: Weights,
    ) -> None:
        self._catalog = catalog
        self._index = index
        self._embedder = embedder
        self._analyzer = analyzer
        self._weights = weights

    def over(self, catalog: CatalogReader, index: PassageIndex) -> "Retriever":
        """Return the same over another catalog and index."""
        return Retriever(catalog, index, self._embedder, self._analyzer, self._weights)

    def asked(self, text: str, clock: Clock | None = None) -> Asked:
        """Return a question for `retrieve`, timed by `clock`."""
        return Asked(text, self._embedder, self._analyzer, clock or Clock())

    def retrieve(
        self, asked: Asked, k: int, mode: Mode = Mode.HYBRID, allowed: Collection[str] | None = None
    ) -> list[Candidate]:
        """Return the `k` best passages for a question, best first."""
        depth = max(k, DEPTH)
        dense: list[Scored] = []
        lexical: list[Scored] = []
        if mode is not Mode.LEXICAL:
            with asked.clock.stage(Stage.DENSE):
                dense = self._index.search_dense(asked.vectors, depth, allowed)[0]
        if mode is not Mode.DENSE:
            with asked.clock.stage(Stage.LEXICAL):
                lexical = self._index.search_lexical(asked.terms, depth, allowed)
        with asked.clock.stage(Stage.FUSE):
            return self._fused(dense, lexical, k)

    def _fused(self, dense: list[Scored], lexical: list[Scored], k: int) -> list[Candidate]:
        fused = fuse([Leg(self._weights.dense, dense), Leg(self._weights.lexical, lexical)])[:k]
        passages = self._catalog.passages_by_id([item.passage_id for item in fused])
        of_dense = {item.passage_id: item.score for item in dense}
        of_lexical = {item.passage_id: item.score for item in lexical}
        return [
            Candidate(
                passages[item.passage_id],
                item.score,
                Scores(of_dense.get(item.passage_id), of_lexical.get(item.passage_id)),
            )
            for item in fused
            if item.passage_id in passages  # a document deleted since the index was read
        ]
