"""Segments in which a query is compared with every row."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from indexer.dense.files import Vectors
from indexer.dense.library import load_faiss
from indexer.dense.masks import Mask
from indexer.dense.scoring import MARGIN, SLACK, Best, exact


class FlatRows:
    """All rows in memory, as they are."""

    def __init__(self, blob: bytes) -> None:
        self._faiss = load_faiss()
        self._index: Any = self._faiss.deserialize_index(np.frombuffer(blob, np.uint8))

    def best(self, queries: Vectors, k: int, mask: Mask) -> list[Best]:
        """Return at least the best `k` rows for each query, scored the same way whatever lies around them."""
        fetch = min(k + MARGIN, mask.rows)
        raw, rows = self._search(queries, fetch, mask)
        return [self._enough(query, k, mask, raw[i], rows[i]) for i, query in enumerate(queries)]

    def between(self, start: int, end: int) -> Vectors:
        """Return a range of rows, shape (end - start, dim)."""
        found: Vectors = self._index.reconstruct_n(start, end - start)
        return found

    def _enough(self, query: Vectors, k: int, mask: Mask, raw: Vectors, rows: Any) -> Best:  # noqa: ANN401
        """Score the candidates, and fetch more while a tie may go on behind the last."""
        while True:
            kept = rows[rows >= 0]
            scores = exact(self._index.reconstruct_batch(kept), query)
            if len(rows) >= mask.rows or raw[len(kept) - 1] < np.partition(scores, -k)[-k] - SLACK:
                return kept, scores
            more_raw, more_rows = self._search(query[None, :], min(4 * len(rows), mask.rows), mask)
            raw, rows = more_raw[0], more_rows[0]

    def _search(self, queries: Vectors, fetch: int, mask: Mask) -> tuple[Any, Any]:
        selector = mask.selector
        parameters = None if selector is None else self._faiss.SearchParameters(sel=selector)
        raw, rows = self._index.search(queries, fetch, params=parameters)
        return raw, rows


def flat_blob(vectors: Iterable[Vectors], dim: int) -> bytes:
    """Return rows as the file of a segment."""
    faiss = load_faiss()
    index = faiss.IndexFlatIP(dim)
    for block in vectors:
        index.add(np.ascontiguousarray(block, dtype=np.float32))
    found: bytes = faiss.serialize_index(index).tobytes()
    return found
