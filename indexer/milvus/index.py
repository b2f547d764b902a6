"""The read side: passages of one build, as the ledger knows them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from indexer.cleared import ClearedIndex
from indexer.errors import EngineLacks, IndexDamaged, IndexMissing
from indexer.manifest import Recipe
from indexer.milvus.collection import DENSE, LEXICAL, MOST_FOUND, Registry
from indexer.milvus.collection import Collection as EngineCollection
from indexer.milvus.connection import Connection
from indexer.milvus.ledger import Ledger
from indexer.milvus.rarity import EngineRarity
from indexer.milvus.selection import Condition, Selection, Shelf
from indexer.milvus.sparse import dimensions
from indexer.milvus.state import EngineState
from indexer.protocols import Scored
from indexer.words import MOST_WORDS
from models.protocols import Terms
from models.spec import ModelSpec

_MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
_KEPT = 16  # selections and counts of documents that were asked for lately

Judge = Callable[[str], bool]


class EngineIndex:
    """Dense and lexical search in an engine; safe to share between threads.

    It answers from one build at one state of the ledger. What the engine holds beyond that, because a run has
    gone on meanwhile, is left out.
    """

    def __init__(self, connection: Connection, ledger: Ledger, state: EngineState) -> None:
        self._target = connection.target
        self._engine = EngineCollection(connection, state.collection)
        self._connection = connection
        self._ledger = ledger
        self._state = state
        self._version = state.version
        self._shelf = Shelf(ledger.holdings(state.collection))
        self._selections: OrderedDict[frozenset[str], Selection] = OrderedDict()
        self._rarities: OrderedDict[frozenset[str] | None, EngineRarity] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def open(cls, connection: Connection, ledger: Ledger, spec: ModelSpec, analyzer_name: str) -> Self:
        """Open the index.

        Raises:
            IndexMissing: nothing was built yet.
            IndexDamaged: the engine holds another build than the ledger tells of.
            ManifestMismatch: it was built with another model or analyzer.
            IndexUnreachable: the engine does not answer.
        """
        state = ledger.state()
        if state is None:
            raise IndexMissing(connection.target.name)
        Recipe(spec, analyzer_name).check(state.recipe, connection.target.name)
        if not state.same_build(Registry(connection).read(state.collection)):
            raise IndexDamaged(connection.target.name, "the engine holds another build than the catalog")
        return cls(connection, ledger, state)

    @property
    def version(self) -> str:
        """Name the contents: changes exactly when they do."""
        return self._version

    @property
    def state(self) -> EngineState:
        """Return the recipe and counts of what is open."""
        return self._state

    def count(self, allowed: Collection[str] | None = None) -> int:
        """Count the passages that may be found."""
        return self._shelf.passages if allowed is None else self._shelf.count(allowed)

    def seen_with(self, documents: frozenset[str], version: str) -> ClearedIndex:
        """Return the index as far as these documents go; `version` names the state of the rest."""
        return ClearedIndex(self, documents, version)

    def search_dense(
        self, vectors: npt.NDArray[np.float32], k: int, allowed: Collection[str] | None = None
    ) -> list[list[Scored]]:
        """Return the `k` nearest passages for each row of `vectors`, shape (n, dim)."""
        dim = self._state.recipe.model.dim
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        if queries.ndim != 2 or queries.shape[1] != dim:
            raise ValueError(f"vectors of shape (n, {dim}) are needed, not {queries.shape}")
        if k <= 0 or not len(queries):
            return [[] for _ in queries]
        return self._search(DENSE, list(queries), k, allowed)

    def search_lexical(
        self,
        terms: Terms,
        k: int,
        allowed: Collection[str] | None = None,
        weighed_in: frozenset[str] | None = None,
    ) -> list[Scored]:
        """Return the `k` best passages by BM25 over accented and folded terms."""
        if not self._target.lexical:
            raise EngineLacks(self._target.name, self._connection.version(), "sparse vectors", "2.4")
        rarity, options = self._rarity(weighed_in), self._state.options
        query: dict[int, float] = {}
        for field, words, weight in (
            ("accented", terms.accented, options.accented),
            ("folded", terms.folded, options.folded),
        ):
            if weight > 0:
                found = rarity.rarest(dimensions(field, words), MOST_WORDS)
                query |= {term: weight * idf for term, idf in found.items() if term not in query}
        if not query or k <= 0:
            return []
        return self._search(LEXICAL, [query], k, allowed)[0]

    def _search(
        self, field: str, queries: Sequence[Any], k: int, allowed: Collection[str] | None
    ) -> list[list[Scored]]:
        """Return the best passages for each query, sorted; a selection too large to be told is sorted out."""
        if allowed is None:
            return self._sorted(
                [self._whole(field, queries, k, Condition(""), self._shelf.holds)], queries, k
            )
        chosen = self._select(frozenset(allowed))

        def wanted(document_id: str) -> bool:
            return document_id in chosen.documents

        parts = [self._whole(field, queries, k, one, wanted) for one in chosen.conditions()]
        if any(found is None for part in parts for found in part):  # too few wanted among too many found
            parts = [self._whole(field, queries, k, one, wanted) for one in chosen.by_name()]
        return self._sorted(parts, queries, k)

    @staticmethod
    def _sorted(
        parts: Sequence[Sequence[list[Scored] | None]], queries: Sequence[Any], k: int
    ) -> list[list[Scored]]:
        merged = ([hit for part in parts for hit in part[place] or ()] for place in range(len(queries)))
        return [sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:k] for hits in merged]

    def _whole(
        self, field: str, queries: Sequence[Any], k: int, condition: Condition, wanted: Judge
    ) -> list[list[Scored] | None]:
        """Search under one condition; None for a query that would need more than the engine gives."""
        limit = min(int((k + _MARGIN) / condition.share) + 1, MOST_FOUND)
        found: list[list[Scored] | None] = []
        consistency = self._target.consistency.value
        for place, hits in enumerate(
            self._engine.search(field, queries, limit, condition.where, consistency)
        ):
            wider = limit
            while not _enough(hits, k, wider, wanted) and wider < MOST_FOUND:
                wider = min(4 * wider, MOST_FOUND)
                (hits,) = self._engine.search(field, [queries[place]], wider, condition.where, consistency)
            kept = [hit for hit in hits if wanted(_document(hit))]
            complete = len(hits) < wider or len(kept) >= k
            found.append(kept if complete or condition.exact else None)
        return found

    def _select(self, allowed: frozenset[str]) -> Selection:
        with self._lock:
            known = self._selections.pop(allowed, None)
            selection = self._selections[allowed] = known or self._shelf.select(allowed)
            if len(self._selections) > _KEPT:
                self._selections.popitem(last=False)
        return selection

    def _rarity(self, weighed_in: frozenset[str] | None) -> EngineRarity:
        with self._lock:
            known = self._rarities.pop(weighed_in, None)
        rarity = known or self._counted(weighed_in)
        with self._lock:
            self._rarities[weighed_in] = rarity
            if len(self._rarities) > _KEPT:
                self._rarities.popitem(last=False)
        return rarity

    def _counted(self, weighed_in: frozenset[str] | None) -> EngineRarity:
        build = self._state.collection
        if weighed_in is None:
            return EngineRarity(self._ledger, build, self._shelf.passages, self._shelf.labels)
        chosen = self._select(weighed_in)
        return EngineRarity(
            self._ledger, build, chosen.passages, chosen.labels, chosen.without, chosen.besides
        )


def _document(hit: Scored) -> str:
    return hit.passage_id.rpartition("-")[0]


def _enough(hits: Sequence[Scored], k: int, limit: int, wanted: Judge) -> bool:
    """Tell whether the best `k` are among what was found; a tie may go on behind the last."""
    if len(hits) < limit:
        return True
    scores = [hit.score for hit in hits if wanted(_document(hit))]
    return len(scores) >= k and hits[-1].score < sorted(scores, reverse=True)[k - 1]
