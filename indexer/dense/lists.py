"""Segments that are searched by lists.

Rows that lie together form a list, kept as a byte a dimension off the list's mean (FAISS IVF with SQ8). A
search looks at the lists that promise most, and then at those that may hold better rows than the worst it has
kept: where the question's neighbours lie together that is soon over. Its budget counts only rows that it may
return, so a filter makes it go further and never leaves it with less. The best by the bytes are scored from
the vectors themselves, which stay on disk.
"""

from dataclasses import dataclass
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
# Among a part of the rows the nearest lie farther off, and a larger share of them is looked at: the rows fall
# by these powers of the part. The best of fewer rows lies nearer to the mean of its list, so a list's reach
# falls by the third; by .08 a hundredth of a million rows would be found with a recall of .97 only.
_FIRST_BY, _BUDGET_BY, _REACH_BY = 0.5, 0.85, 0.04


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
        tour = self._tour(queries, promised, fetch, mask)
        begun = self._look(queries, promised, tour.between(0, tour.first), fetch, mask)
        further = np.minimum(tour.last, (tour.worth > begun.raw.min(axis=1)[:, None]).sum(axis=1))
        if (further <= tour.first).all():
            return begun.rows
        more = self._look(queries, promised, tour.between(tour.first, further), fetch, mask)
        return begun.with_more(more)

    def _tour(self, queries: Vectors, promised: Vectors, fetch: int, mask: Mask) -> "_Tour":
        """Order the lists for each query, and tell how far it looks before it judges, and at most."""
        shares = mask.shares(self._place, self._recipe.lists)
        part = mask.rows / len(self._place)
        first = max((self._recipe.first or self._recipe.budget) * part**_FIRST_BY, 2 * fetch)
        budget = max(self._recipe.budget * part**_BUDGET_BY, first)
        lengths = np.linalg.norm(queries, axis=1)[:, None]
        worth = promised + self._recipe.reach * part**_REACH_BY * lengths * self._spreads
        worth[:, shares == 0] = -np.inf
        order = np.argsort(-worth, axis=1)
        seen = np.cumsum(shares[order], axis=1)
        ends = [1 + (seen < rows).sum(axis=1) for rows in np.minimum((first, budget), mask.rows)]
        return _Tour(order, np.take_along_axis(worth, order, axis=1), *ends)

    def _look(self, queries: Vectors, promised: Vectors, lists: Rows, fetch: int, mask: Mask) -> "_Found":
        """Return the nearest rows of some lists for each query."""
        known = np.take_along_axis(promised, np.maximum(lists, 0), axis=1)
        found = _Found(np.empty((len(queries), fetch), np.float32), np.empty((len(queries), fetch), np.int64))
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
            pointer(found.raw),
            pointer(found.rows),
            False,
            parameters,
        )
        return found


@dataclass(frozen=True, slots=True)
class _Tour:
    """The lists for each query, best first, shape (n, lists), with what they are worth.

    `first` tells how many a query looks at in any case, `last` how many at most.
    """

    order: Rows
    worth: Vectors
    first: Rows
    last: Rows

    def between(self, start: Rows | int, end: Rows) -> Rows:
        """Return lists from `start` on before `end`, shape (n, most); -1 where there are no more."""
        begin = np.broadcast_to(start, end.shape)[:, None]
        places = begin + np.arange(max(int((end[:, None] - begin).max()), 1))
        chosen = np.take_along_axis(self.order, np.minimum(places, self.order.shape[1] - 1), axis=1)
        return np.ascontiguousarray(np.where(places < end[:, None], chosen, -1))


@dataclass(frozen=True, slots=True)
class _Found:
    """The nearest rows for each query by their bytes, shape (n, fetch); -1 where there are no more."""

    raw: Vectors
    rows: Rows

    def with_more(self, more: "_Found") -> Rows:
        """Return the nearest of both."""
        raw = np.concatenate([self.raw, more.raw], axis=1)
        rows = np.concatenate([self.rows, more.rows], axis=1)
        best = np.argsort(-raw, axis=1, kind="stable")[:, : self.rows.shape[1]]
        return np.take_along_axis(rows, best, axis=1)


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
