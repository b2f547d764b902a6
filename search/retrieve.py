"""Question -> ranked passages: dense and lexical legs, fused."""

import os
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from corpus.catalog import CatalogReader
from corpus.types import Passage
from indexer.manifest import Options
from indexer.protocols import PassageIndex, Scored
from models.protocols import Analyzer, Embedder, Terms, Vectors
from search.fuse import Leg, fuse
from search.stages import Clock, Stage
from search.types import Mode, Scores

DEPTH = 100  # passages taken from each leg before fusion
_WORTH_A_THREAD = 0.002  # seconds of the lexical leg from which on it runs beside the other
_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_THREADS = ThreadPoolExecutor(_PROCESSORS, "lexical") if _PROCESSORS > 1 else None


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
    """One question as the legs take it; what a leg needs is made when it is first needed, and once.

    One leg at a time may run on another thread than the rest. (`cached_property` would let one question wait
    for the embedding of another: until Python 3.12 all instances share its lock.)
    """

    def __init__(self, text: str, embedder: Embedder, analyzer: Analyzer, clock: Clock) -> None:
        self.clock = clock
        self._text = text
        self._embedder = embedder
        self._analyzer = analyzer
        self._vectors: Vectors | None = None
        self._terms: Terms | None = None

    @property
    def vectors(self) -> Vectors:
        """Return its embedding, of shape (1, dim)."""
        if self._vectors is None:
            self._vectors = self._embedder.embed_queries([self._text])
        return self._vectors

    @property
    def terms(self) -> Terms:
        """Return what its terms are looked up by."""
        if self._terms is None:
            self._terms = self._analyzer.analyze(self._text)
        return self._terms


class Retriever:
    """Runs the legs of a search and fuses them; holds no state of a request; safe to share."""

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
        self._lexical_takes = 0.0  # seconds, of late

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
        beside = self._begin_lexical(asked, depth, allowed) if mode is Mode.HYBRID else None
        if mode is not Mode.LEXICAL:
            with asked.clock.stage(Stage.DENSE):
                dense = self._index.search_dense(asked.vectors, depth, allowed)[0]
        if beside is not None:
            waiting = perf_counter()
            lexical, start, end = beside.result()
            asked.clock.beside(Stage.LEXICAL, start, end, perf_counter() - waiting)
        elif mode is not Mode.DENSE:
            with asked.clock.stage(Stage.LEXICAL):
                lexical = self._lexical(asked, depth, allowed)[0]
        with asked.clock.stage(Stage.FUSE):
            return self._fused(dense, lexical, k)

    def _begin_lexical(
        self, asked: Asked, depth: int, allowed: Collection[str] | None
    ) -> Future[tuple[list[Scored], float, float]] | None:
        """Begin the lexical leg on another thread; None where that does not pay.

        The model and both indexes let go of the interpreter while they work.
        """
        if _THREADS is None or self._lexical_takes < _WORTH_A_THREAD:
            return None
        return _THREADS.submit(self._lexical, asked, depth, allowed)

    def _lexical(
        self, asked: Asked, depth: int, allowed: Collection[str] | None
    ) -> tuple[list[Scored], float, float]:
        """Return the hits of the lexical leg, and when it began and ended."""
        start = perf_counter()
        found = self._index.search_lexical(asked.terms, depth, allowed)
        end = perf_counter()
        self._lexical_takes += 0.2 * (end - start - self._lexical_takes)
        return found, start, end

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
