"""BM25 over syllables and their bigrams: what finds hard negatives, and a teacher, while training.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.textkeys import accented_key
from models.tokens import Kind, tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

K1, B = 1.2, 0.75
_SLOTS = 2**20  # of hashed terms

Floats = npt.NDArray[np.float32]


def terms(text: str) -> list[str]:
    """Return the terms of a text: syllables, numbers, and bigrams of neighbours."""
    words = [token.term for token in tokens(accented_key(text)) if token.kind is not Kind.STOP]
    return words + [f"{one}_{other}" for one, other in pairwise(words)]


class Lexical:
    """Scores of queries for texts; how rare a term is, and how long a text, is learnt from a collection."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = _counts(texts)
        seen = np.bincount(counts.indices, minlength=_SLOTS)
        self._rarity = np.log1p((len(texts) - seen + 0.5) / (seen + 0.5)).astype(np.float32)
        self._length = float(counts.sum()) / max(1, len(texts))
        self._by_term = self._weights(counts).T.tocsr()

    def scores(self, queries: Sequence[str], texts: Sequence[str]) -> Floats:
        """Return BM25 of any queries and texts, shape (queries, texts)."""
        found = _presence(queries) @ self._weights(_counts(texts)).T
        return np.asarray(found.todense(), dtype=np.float32)

    def nearest(self, query: str, count: int) -> list[tuple[int, float]]:
        """Return the rows of the collection's best texts for a query and their scores, best first.

        A score here is a share of the most that any text could have, so that those of two queries compare.
        """
        asked = _presence([query])
        found = np.asarray((asked @ self._by_term).todense()).ravel()
        most = max(float(self._rarity[asked.indices].sum()), 1e-6)
        count = min(count, len(found))
        best = np.argpartition(-found, count - 1)[:count]
        ordered = best[np.argsort(-found[best], kind="stable")]
        return [(int(row), float(found[row]) / most) for row in ordered if found[row] > 0]

    def _weights(self, counts: "csr_matrix") -> "csr_matrix":
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        damping = K1 * (1 - B + B * lengths[rows] / self._length)
        weights = counts.copy()
        weights.data = self._rarity[counts.indices] * counts.data / (counts.data + damping)
        return weights


def _counts(texts: Sequence[str]) -> "csr_matrix":
    from sklearn.feature_extraction.text import HashingVectorizer

    hashed = HashingVectorizer(
        analyzer=terms, n_features=_SLOTS, norm=None, alternate_sign=False, dtype=np.float32
    )
    return hashed.transform(texts)


def _presence(queries: Sequence[str]) -> "csr_matrix":
    counts = _counts(queries)
    counts.data[:] = 1
    return counts
