"""The score of a row, the same in every kind of segment."""

from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.dense.files import Rows, Vectors
from indexer.dense.masks import Mask

T = TypeVar("T", np.float32, np.float64)
Scores = npt.NDArray[np.float64]
Best = tuple[Rows, Scores]  # rows of a segment and their scores, in any order

_DIGITS = 6  # of a score; finer differences depend on the order of summation
MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
SLACK = 1e-5  # by which FAISS and the exact score may differ


class Body(Protocol):
    """The vectors of a segment."""

    def best(self, queries: Vectors, k: int, mask: Mask) -> list[Best]:
        """Return at least the best `k` rows of a mask that is not empty, for each query."""
        ...

    def between(self, start: int, end: int) -> Vectors:
        """Return a range of rows, shape (end - start, dim)."""
        ...


def exact(vectors: Vectors, query: Vectors) -> Scores:
    """Return the scores of rows, shape (n, dim)."""
    return np.round(products(vectors.astype(np.float64), query.astype(np.float64)), _DIGITS)


def products(matrix: npt.NDArray[T], vector: npt.NDArray[T]) -> npt.NDArray[T]:
    """Multiply a matrix by a vector on this thread alone.

    BLAS would share even this among all cores, and on a busy machine wait for them; it would also add up in
    another order at another place.
    """
    found: npt.NDArray[T] = np.einsum("ij,j->i", matrix, vector)
    return found


def compared(vectors: Vectors, rows: Rows, query: Vectors, k: int) -> Best:
    """Compare a query with all given rows; return those that may be among the best `k`, scored."""
    if len(rows) > 2 * (k + MARGIN):
        raw = products(vectors, query)
        near = raw >= np.partition(raw, -k)[-k] - SLACK
        vectors, rows = vectors[near], rows[near]
    return rows, exact(vectors, query)
