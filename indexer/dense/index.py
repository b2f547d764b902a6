"""The read side: search over segments."""

from collections.abc import Collection, Sequence

import numpy as np

from indexer.dense.files import Vectors
from indexer.dense.library import cores, on_threads
from indexer.dense.masks import Mask, Masks
from indexer.dense.segment import Segment
from indexer.protocols import Scored

_ALONE = 4  # queries up to which waking other cores costs more than it gives


class DenseIndex:
    """Search over segments; safe to share between threads."""

    def __init__(self, segments: Sequence[Segment], dim: int) -> None:
        self._segments = tuple(segments)
        self._dim = dim
        self._masks = Masks(self._segments)

    def count(self, allowed: Collection[str]) -> int:
        """Count the living passages of these documents."""
        return self._masks.count(allowed)

    def holds(self, passage_id: str) -> bool:
        """Tell whether a passage counts."""
        return self._masks.holds(passage_id.rpartition("-")[0], passage_id)

    def search(self, vectors: Vectors, k: int, allowed: Collection[str] | None) -> list[list[Scored]]:
        """Return the `k` nearest living passages for each row of `vectors`, shape (n, dim)."""
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        if queries.ndim != 2 or queries.shape[1] != self._dim:
            raise ValueError(f"vectors of shape (n, {self._dim}) are needed, not {queries.shape}")
        if k <= 0 or not len(queries):
            return [[] for _ in queries]
        found: list[list[Scored]] = [[] for _ in queries]
        with on_threads(1 if len(queries) <= _ALONE else cores()):
            for segment, mask in zip(self._segments, self._masks.of(allowed), strict=True):
                if mask.rows:
                    _collect(found, segment, queries, k, mask)
        return [sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:k] for hits in found]


def _collect(found: list[list[Scored]], segment: Segment, queries: Vectors, k: int, mask: Mask) -> None:
    """Add the best of a segment to what each query has found; a tie with the k-th stays."""
    for hits, (rows, scores) in zip(found, segment.body.best(queries, k, mask), strict=True):
        if len(rows) > k:
            near = scores >= np.partition(scores, -k)[-k]
            rows, scores = rows[near], scores[near]
        hits.extend(map(Scored, segment.listing.passage_ids(rows), scores.tolist()))
