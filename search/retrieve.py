"""Question -> ranked passages: dense and lexical legs, fused."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.catalog import CatalogReader
from corpus.types import Passage
from indexer.manifest import Options
from indexer.protocols import PassageIndex, Scored
from models.protocols import Analyzer, Embedder, Vectors
from search.fuse import Leg, fuse
from search.types import Mode, Scores

_MEANT = 300  # characters of a text that its closeness is told by
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

    def closeness(self, question: str) -> Callable[[Sequence[str]], list[float]]:
        """Return what gives the cosine of texts with a question, which is embedded once and when needed."""

        @cache
        def asked() -> Vectors:
            return self._embedder.embed_queries([question])

        def cosines(texts: Sequence[str]) -> list[float]:
            return (
                [
                    float(c)
                    for c in self._embedder.embed_passages([text[:_MEANT] for text in texts]) @ asked()[0]
                ]
                if texts
                else []
            )

        return cosines

    def retrieve(
        self, text: str, k: int, mode: Mode = Mode.HYBRID, allowed: Collection[str] | None = None
    ) -> list[Candidate]:
        """Return the `k` best passages for `text`, best first."""
        depth = max(k, DEPTH)
        dense: list[Scored] = []
        lexical: list[Scored] = []
        if mode is not Mode.LEXICAL:
            dense = self._index.search_dense(self._embedder.embed_queries([text]), depth, allowed)[0]
        if mode is not Mode.DENSE:
            lexical = self._index.search_lexical(self._analyzer.analyze(text), depth, allowed)
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
