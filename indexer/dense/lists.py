"""Segments that are searched by lists.

Rows that lie together form a list, kept as a byte a dimension off the list's mean (FAISS IVF with SQ8). A
search looks at the lists that promise most until it has seen its budget of rows, counting only those that it
may return: a filter makes it go further and never leaves it with less. The best by the bytes are scored from
the vectors themselves, which stay on disk.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.dense.files import Rows, VectorFile, Vectors
from indexer.dense.library import load_faiss
from indexer.dense.masks import Mask
from indexer.dense.scoring import Best, compared, exact, products
from indexer.manifest import Approximation

Place = npt.NDArray[np.uint16]
MOST_LISTS = 1 << 16


class ListedRows:
    """Bytes and lists mapped from files, vectors read as they are needed."""

    def __init__(self, recipe: Approximation, bytes_file: Path, lists_file: Path, vectors_file: Path) -> None:
        self._faiss = load_faiss()
        flags = self._faiss.IO_FLAG_MMAP | self._faiss.IO_FLAG_READ_ONLY
        self._index: Any = self._faiss.read_index(str(bytes_file), flags)
        self._vectors = VectorFile(vectors_file, self._index.d)
        self._recipe = recipe
        self._means, self._spreads, self._place = _unpacked(
            lists_file.read_bytes(), recipe.lists, self._index.d
        )

    def best(self, queries: Vectors, k: int, mask: Mask) -> list[Best]:
        """Return about the best `k` rows for each query: all of a small mask, the nearest of a large one."""
        if mask.rows <= max(self._recipe.scanned, k):
            rows = mask.numbers
            vectors = self._vectors.at(rows)
            return [compared(vectors, rows, query, k) for query in queries]
        fetch = min(k + k // 4 + 32, mask.rows)
        candidates = self._candidates(queries, fetch, mask)
        return [self._enough(query, k, mask, candidates[i]) for i, query in enumerate(queries)]

    def between(self, start: int, end: int) -> Vectors:
        """Return a range of rows, shape (end - start, dim)."""
        return self._vectors.between(start, end)

    def _enough(self, query: Vectors, k: int, mask: Mask, found: Rows) -> Best:
        """Score the candidates, and fetch more while all from the k-th on are equal: the tie may go on."""
        while True:
            rows = np.sort(found[found >= 0])
            scores = exact(self._vectors.at(rows), query)
            complete = len(rows) < len(found) or len(rows) >= mask.rows
            if complete or scores.min() < np.partition(scores, -k)[-k]:
                return rows, scores
            found = self._candidates(query[None, :], min(4 * len(found), mask.rows), mask)[0]

    def _candidates(self, queries: Vectors, fetch: int, mask: Mask) -> Rows:
        """Return the nearest rows by their bytes, shape (n, fetch); -1 where there are no more."""
        promised = np.stack([products(self._means, query) for query in queries])
        lists = self._chosen(queries, promised, fetch, mask)
        known = np.take_along_axis(promised, np.maximum(lists, 0), axis=1)
        raw = np.empty((len(queries), fetch), np.float32)
        rows = np.empty((len(queries), fetch), np.int64)
        parameters = self._faiss.IVFSearchParameters(nprobe=lists.shape[1])
        if mask.selector is not None:
            parameters.sel = mask.selector
        pointer = self._faiss.swig_ptr
        self._index.search_preassigned_c(
            len(queries),
            pointer(np.ascontiguousarray(queries)),
            fetch,
            pointer(lists),
            pointer(known),
            pointer(raw),
            pointer(rows),
            False,
            parameters,
        )
        return rows

    def _chosen(self, queries: Vectors, promised: Vectors, fetch: int, mask: Mask) -> Rows:
        """Return the lists to look at, best first, shape (n, most); -1 where there are no more."""
        shares = mask.shares(self._place, self._recipe.lists)
        budget = max(self._recipe.budget * np.sqrt(mask.rows / len(self._place)), 2 * fetch)
        lengths = np.linalg.norm(queries, axis=1)[:, None]
        worth = promised + self._recipe.reach * lengths * self._spreads
        worth[:, shares == 0] = -np.inf
        order = np.argsort(-worth, axis=1)
        seen = np.cumsum(shares[order], axis=1)
        needed = 1 + (seen < min(budget, mask.rows)).sum(axis=1)
        most = int(needed.max())
        return np.ascontiguousarray(np.where(np.arange(most) < needed[:, None], order[:, :most], -1))


def _unpacked(blob: bytes, lists: int, dim: int) -> tuple[Vectors, Vectors, Place]:
    middle, end = 4 * lists * dim, 4 * lists * (dim + 1)
    means = np.frombuffer(blob[:middle], np.float32).reshape(lists, dim)
    return means, np.frombuffer(blob[middle:end], np.float32), np.frombuffer(blob[end:], np.uint16)


def packed(means: Vectors, spreads: Vectors, place: Place) -> bytes:
    """Return what is known of the lists as the file of a segment.

    Args:
        means: of their rows, shape (lists, dim).
        spreads: root of the mean squared distance of their rows from the mean, shape (lists,).
        place: the list of each row, shape (rows,).
    """
    return means.tobytes() + spreads.tobytes() + place.tobytes()
