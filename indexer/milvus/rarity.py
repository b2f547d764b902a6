"""How rare terms are among some of the documents of a build."""

import math
import threading
from collections.abc import Collection

import numpy as np

from indexer.milvus.ledger import Ledger, summed

_MOST_COUNTS = 200_000  # terms whose count is kept


class EngineRarity:
    """Counts terms in the passages of some documents; safe to share.

    Labels are summed in the ledger; documents named apart are added or taken off term by term.
    """

    def __init__(
        self,
        ledger: Ledger,
        build: str,
        passages: int,
        labels: Collection[str],
        without: Collection[str] = (),
        besides: Collection[str] = (),
    ) -> None:
        self._ledger, self._build = ledger, build
        self._passages, self._labels = passages, tuple(labels)
        off, on = ledger.terms_of(build, without), ledger.terms_of(build, besides)
        self._apart = summed([(off[0], -off[1]), on])
        self._counts: dict[int, int] = {}
        self._lock = threading.Lock()

    def rarest(self, terms: Collection[int], most: int) -> dict[int, float]:
        """Return how much each term says (idf), of those that stand in some passage, the rarest `most`."""
        counts = self._holding(terms)
        known = [term for term in terms if counts[term] > 0]
        if len(known) > most:
            known = sorted(known, key=counts.__getitem__)[:most]
        return {term: self._idf(counts[term]) for term in known}

    def _idf(self, holding: int) -> float:
        # What was written since may have raised a count above the passages that were there at first.
        others = max(self._passages - holding, 0)
        return math.log(1 + (others + 0.5) / (holding + 0.5))

    def _holding(self, terms: Collection[int]) -> dict[int, int]:
        unknown = [term for term in terms if term not in self._counts]
        fresh = dict.fromkeys(unknown, 0)
        if unknown and self._labels:
            fresh |= self._ledger.holding(self._build, unknown, self._labels)
        for term in unknown:
            fresh[term] += self._named_apart(term)
        with self._lock:
            if len(self._counts) + len(fresh) > _MOST_COUNTS:
                self._counts = {}
            known = {term: self._counts[term] for term in terms if term in self._counts}
            self._counts.update(fresh)
        return known | fresh if len(known) + len(fresh) == len(set(terms)) else self._holding(terms)

    def _named_apart(self, term: int) -> int:
        held, counts = self._apart
        place = int(np.searchsorted(held, term))
        return int(counts[place]) if place < len(held) and held[place] == term else 0
