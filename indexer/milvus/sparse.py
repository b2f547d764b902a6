"""BM25 as a product of sparse vectors: what a passage says of a word, times how rare the word is.

The engine never tokenises: texts are analysed here, once, and every engine sees the same numbers. A passage's
vector holds `tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean))` for each of its terms, a query's vector
how rare its terms are (idf) times the weight of their field; their inner product is the BM25 score. The mean
length is frozen while a collection lives; how rare words are is counted anew at every question.

Dimensions are 32-bit hashes of field and term. Two terms may share one: with ten million terms a query of 30
meets another term in one of 14 cases, nearly always one so rare that no passage of interest holds it. Such a
passage gets a word that it does not have; nothing is ever lost.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from models.protocols import Terms

K1, B = 1.2, 0.75  # as in the local index
MOST = 2**32 - 2  # the engine's largest dimension
SparseVector = dict[int, float]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Terms of a passage, by field: of one passage, on average, or in sum."""

    accented: float
    folded: float


@dataclass(frozen=True, slots=True)
class Bag:
    """The terms of a passage by dimension, and how many there are of each field."""

    accented: Counter[int]
    folded: Counter[int]

    @property
    def lengths(self) -> Lengths:
        """Return how long the passage is."""
        return Lengths(self.accented.total(), self.folded.total())

    def weights(self, means: Lengths) -> SparseVector:
        """Return the passage's vector in a collection of this mean length."""
        return _gains(self.accented, means.accented) | _gains(self.folded, means.folded)


@lru_cache(maxsize=500_000)
def dimension(field: str, term: str) -> int:
    """Return the dimension of a term; the same everywhere and for ever."""
    digest = blake2b(f"{field}\x1f{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % MOST


def bag_of(terms: Terms) -> Bag:
    """Return the terms of a text as dimensions.

    Folded terms that share a dimension with accented ones give way: a vector has one number for each.
    """
    accented = Counter(dimension("accented", term) for term in terms.accented)
    folded = Counter(dimension("folded", term) for term in terms.folded)
    for shared in accented.keys() & folded.keys():
        del folded[shared]
    return Bag(accented, folded)


def dimensions(field: str, words: Iterable[str]) -> dict[int, None]:
    """Return the distinct dimensions of words, in order."""
    return dict.fromkeys(dimension(field, word) for word in words)


def rareness(passages: int, holding: Mapping[int, int]) -> SparseVector:
    """Return how much each term says (idf), of those that some of the passages hold."""
    return {
        term: math.log(1 + (max(passages - count, 0) + 0.5) / (count + 0.5))
        for term, count in holding.items()
        if count > 0
    }


def _gains(counts: Counter[int], mean: float) -> SparseVector:
    length = counts.total()
    norm = K1 * (1 - B + B * length / mean) if mean else K1
    return {term: count * (K1 + 1) / (count + norm) for term, count in counts.items()}
