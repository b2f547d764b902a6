"""Question -> ranked passages: dense and lexical legs, fused."""

import os
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from corpus.catalog import CatalogReader
from corpus.types import Passage
from indexer.manifest import Options
from indexer.protocols import PassageIndex, Scored
from models.protocols import Analyzer, Embedder, PreparingEmbedder, Terms, Vectors
from search.fuse import Leg, fuse
from search.stages import Clock, Stage
from search.types import Mode, Scores

DEPTH = 100  # passages taken from each leg before fusion
_WORTH_A_THREAD = 0.002  # seconds of all but the dense leg from which on it runs beside that
_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_THREADS = ThreadPoolExecutor(_PROCESSORS, "lexical") if _PROCESSORS > 1 else None
_Prepare = Callable[[str], Callable[[], Vectors]]
_Others = Callable[[Clock], list[Scored]]


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

    def __init__(
        self, text: str, embedder: Embedder, analyzer: Analyzer, clock: Clock, prepare: _Prepare | None
    ) -> None:
        self.clock = clock
        self._text = text
        self._embedder = embedder
        self._prepare = prepare
        self._analyzer = analyzer
        self._prepared: Callable[[], Vectors] | None = None
        self._vectors: Vectors | None = None
        self._terms: Terms | None = None

    def prepare(self) -> None:
        """Do what must be done for `vectors` before other threads can go on beside the model."""
        if self._vectors is None and self._prepare is not None:
            self._prepared = self._prepare(self._text)

    @property
    def vectors(self) -> Vectors:
        """Return its embedding, of shape (1, dim)."""
        if self._vectors is None:
            prepared = self._prepared
            self._vectors = prepared() if prepared else self._embedder.embed_queries([self._text])
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
        self._prepare = embedder.prepared_query if isinstance(embedder, PreparingEmbedder) else None
        self._analyzer = analyzer
        self._weights = weights
        self._others_take = 0.0  # seconds, of late

    def over(self, catalog: CatalogReader, index: PassageIndex) -> "Retriever":
        """Return the same over another catalog and index."""
        return Retriever(catalog, index, self._embedder, self._analyzer, self._weights)

    def asked(self, text: str, clock: Clock | None = None) -> Asked:
        """Return a question for `retrieve`, timed by `clock`."""
        return Asked(text, self._embedder, self._analyzer, clock or Clock(), self._prepare)

    def retrieve(
        self,
        asked: Asked,
        k: int,
        mode: Mode = Mode.HYBRID,
        allowed: Collection[str] | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Candidate]:
        """Return the `k` best passages for a question, best first.

        What the search does not need, but whoever asked for it, is done `meanwhile`, once.
        """
        depth = max(k, DEPTH)
        others = partial(self._others, asked, depth, mode, allowed, meanwhile)
        if mode is not Mode.LEXICAL:
            with asked.clock.stage(Stage.DENSE):
                asked.prepare()
        beside = self._begun(others) if mode is Mode.HYBRID else None
        dense: list[Scored] = []
        if mode is not Mode.LEXICAL:
            with asked.clock.stage(Stage.DENSE):
                dense = self._index.search_dense(asked.vectors, depth, allowed)[0]
        lexical = others(asked.clock) if beside is None else _awaited(beside, asked.clock)
        with asked.clock.stage(Stage.FUSE):
            return self._fused(dense, lexical, k)

    def _begun(self, others: _Others) -> Future[tuple[list[Scored], Clock]] | None:
        """Begin all but the dense leg on another thread; None where that does not pay.

        The model and both indexes let go of the interpreter while they work. Begun right before the model
        runs: a thread that lets go of it any sooner would wait until this one does.
        """
        if _THREADS is None or self._others_take < _WORTH_A_THREAD:
            return None
        return _THREADS.submit(_timed, others)

    def _others(
        self,
        asked: Asked,
        depth: int,
        mode: Mode,
        allowed: Collection[str] | None,
        meanwhile: Callable[[], object] | None,
        clock: Clock,
    ) -> list[Scored]:
        """Do all but the dense leg; return the hits of the lexical one."""
        start = perf_counter()
        if meanwhile is not None:
            with clock.stage(Stage.NORMALIZE):
                meanwhile()
        if mode is Mode.DENSE:
            return []
        with clock.stage(Stage.LEXICAL):
            found = self._index.search_lexical(asked.terms, depth, allowed)
        self._others_take += 0.2 * (perf_counter() - start - self._others_take)
        return found

    def _fused(self, dense: list[Scored], lexical: list[Scored], k: int) -> list[Candidate]:
        fused = fuse([Leg(self._weights.dense, dense), Leg(self._weights.lexical, lexical)], k)
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


def _timed(others: _Others) -> tuple[list[Scored], Clock]:
    clock = Clock()
    return others(clock), clock


def _awaited(beside: Future[tuple[list[Scored], Clock]], clock: Clock) -> list[Scored]:
    """Return the hits of the lexical leg; its stages join those that `clock` has timed."""
    waiting = perf_counter()
    lexical, own = beside.result()
    clock.beside(own, perf_counter() - waiting)
    return lexical
