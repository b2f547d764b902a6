"""How much of a question a text covers: content syllables and syllable pairs, weighted by rarity."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.letters import fold_letters
from search.asking.forms import QUESTION_WORDS

_TOKEN = re.compile(r"\d+(?:[./-]\w+)+|\w+")
_PAIR_WEIGHT = 1.5


def tokens_of(text: str) -> list[str]:
    """Return the folded syllables and numbers of a text, in order."""
    return _TOKEN.findall(fold_letters(text))


@dataclass(frozen=True, slots=True)
class TermSet:
    """The distinct terms of a text: folded syllables, and pairs of neighbours as "a b"."""

    terms: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "TermSet":
        """Return the terms of any text."""
        tokens = tokens_of(text)
        return cls(frozenset(tokens) | {f"{a} {b}" for a, b in pairwise(tokens)})


def content_terms(text: str, ignored: Iterable[str] = ()) -> frozenset[str]:
    """Return what a question is about: its terms without question words and `ignored` words.

    A pair counts when neither of its syllables is left out.
    """
    left_out = QUESTION_WORDS | set(ignored)
    tokens = tokens_of(text)
    singles = {token for token in tokens if token not in left_out}
    pairs = {f"{a} {b}" for a, b in pairwise(tokens) if a not in left_out and b not in left_out}
    return frozenset(singles | pairs)


class Coverage:
    """Scores texts by the share of the wanted terms that they contain.

    Rare terms among the `pool` of candidate texts weigh more (inverse document frequency within the pool).

    Args:
        wanted: what a question is about.
        pool: the candidate texts.
        counts: how many texts of the pool contain each term; without them they are counted.
        size: how many texts there are, where `counts` speaks of others than those of the pool.
    """

    def __init__(
        self,
        wanted: frozenset[str],
        pool: Sequence[TermSet],
        counts: Mapping[str, int] | None = None,
        size: int | None = None,
    ) -> None:
        size = max(len(pool) if size is None else size, 1)
        self._weights = {}
        for term in wanted:
            held = sum(term in one.terms for one in pool) if counts is None else counts.get(term, 0)
            rarity = math.log(1 + size / (held + 0.5)) if held else math.log(1 + 2 * size)
            self._weights[term] = rarity * (_PAIR_WEIGHT if " " in term else 1.0)
        self._total = sum(self._weights.values())

    @property
    def empty(self) -> bool:
        """Tell whether nothing is wanted."""
        return not self._weights

    @property
    def weights(self) -> Mapping[str, float]:
        """Return how much each term that is wanted counts."""
        return self._weights

    def __call__(self, text: TermSet) -> float:
        """Return the weighted share in [0, 1]; 0 when nothing is wanted."""
        if not self._total:
            return 0.0
        # Summed in a fixed order, so that equal texts get equal scores in every process.
        return sum(w for term, w in sorted(self._weights.items()) if term in text.terms) / self._total
