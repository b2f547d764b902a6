"""The real analyzer's terms for passages that are made of known pieces, put together instead of found anew.

Pieces end in a mark, across which there are no bigrams and no words: what is put together is what the
analyzer would give. One seam differs: a title and its passage have no bigram together.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from models.protocols import Analyzer, Terms

_ENDING = 24  # characters by which pieces are looked up


class JoinedAnalyzer:
    """Analyses each piece once."""

    def __init__(self, analyzer: Analyzer, pieces: Iterable[str]) -> None:
        self._analyzer = analyzer
        self._by_ending: defaultdict[str, list[str]] = defaultdict(list)
        for piece in sorted(pieces, key=len, reverse=True):
            self._by_ending[piece[-_ENDING:]].append(piece)
        self._terms = lru_cache(maxsize=None)(analyzer.analyze)
        self._title_terms = lru_cache(maxsize=64)(analyzer.analyze)

    @property
    def name(self) -> str:
        """Return the real analyzer's name: the terms are its own."""
        return self._analyzer.name

    def analyze(self, text: str) -> Terms:
        """Return the terms of a passage with its title."""
        first, *others = text.split("\n")
        pieces = others
        opening = next((one for one in self._by_ending[first[-_ENDING:]] if first.endswith(one)), "")
        if opening:
            pieces = [opening, *others]
            first = first[: -len(opening)]
        found = [self._title_terms(first), *(self._terms(one) for one in pieces)]
        return Terms(
            tuple(term for each in found for term in each.accented),
            tuple(term for each in found for term in each.folded),
        )
