"""An index as a caller sees it who may not see every document."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from indexer.protocols import PassageIndex, Scored
from models.protocols import Terms


class ClearedIndex:
    """Searches and counts nothing but the passages of cleared documents."""

    def __init__(self, index: PassageIndex, cleared: frozenset[str], version: str) -> None:
        self._index = index
        self._cleared = cleared
        self._version = version

    @property
    def version(self) -> str:
        """Name the contents as far as they are cleared."""
        return self._version

    def count(self, allowed: Collection[str] | None = None) -> int:
        """Count the passages that may be found."""
        return self._index.count(self._within(allowed))

    def search_dense(
        self, vectors: npt.NDArray[np.float32], k: int, allowed: Collection[str] | None = None
    ) -> list[list[Scored]]:
        """Return the `k` nearest passages for each row of `vectors`, shape (n, dim)."""
        return self._index.search_dense(vectors, k, self._within(allowed))

    def search_lexical(
        self,
        terms: Terms,
        k: int,
        allowed: Collection[str] | None = None,
        weighed_in: frozenset[str] | None = None,
    ) -> list[Scored]:
        """Return the `k` best passages by BM25, words being as rare as they are in cleared documents."""
        among = self._cleared if weighed_in is None else self._cleared & weighed_in
        return self._index.search_lexical(terms, k, self._within(allowed), among)

    def _within(self, allowed: Collection[str] | None) -> frozenset[str]:
        return self._cleared if allowed is None else self._cleared.intersection(allowed)

    def seen_with(self, documents: frozenset[str], version: str) -> "ClearedIndex":
        """Return the index as far as these documents go, and no farther than this one."""
        return ClearedIndex(self._index, self._cleared & documents, version)
