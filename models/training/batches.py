"""Batches of pairs whose passages resemble each other, so that in-batch negatives are hard.

A batch is made of groups: a pair, and others whose passages the lexical search finds for its query. Each is
a hard negative of the others, and costs nothing to encode besides. Copies of each other never meet.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from models.training.lexical import Lexical
from models.training.pairs import Pair
from models.training.shingles import alike, shingles

GROUP = 4  # pairs of a group
_NEAREST = 40  # passages that a group is drawn from; the very nearest are often right as well
_SHOWN = 1_200  # characters of a passage
SHARES = {"law": 0.16, "web": 0.26, "headings": 0.2, "clauses": 0.2, "matched": 0.18}


class Batches:
    """Batches without end; each group starts from a pair of a source drawn by `SHARES`.

    Args:
        pairs: what to train on.
        size: pairs a batch.
        chance: draws everything.
        shares: of the sources; those without pairs are left out.
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        size: int,
        chance: random.Random,
        shares: Mapping[str, float] = SHARES,
    ) -> None:
        self._pairs = pairs
        self._size = size
        self._chance = chance
        self._by_source: dict[str, list[int]] = {source: [] for source in shares}
        for row, pair in enumerate(pairs):
            self._by_source[pair.source].append(row)
        self._shares = {source: share for source, share in shares.items() if self._by_source[source]}
        self._shingles: dict[int, set[int]] = {}

    @cached_property
    def lexical(self) -> Lexical:
        """Return the index of all passages."""
        return Lexical([pair.passage[:_SHOWN] for pair in self._pairs])

    def __iter__(self) -> Iterator[list[Pair]]:
        """Yield batches."""
        while True:
            rows: list[int] = []
            while len(rows) < self._size:
                rows += self._group(rows)
            yield [self._pairs[row] for row in rows[: self._size]]

    def _group(self, taken: Sequence[int]) -> list[int]:
        """Return a pair drawn by its source, and some that are near it."""
        (source,) = self._chance.choices(list(self._shares), list(self._shares.values()))
        seed = self._chance.choice(self._by_source[source])
        near = [row for row, _ in self.lexical.nearest(self._pairs[seed].query, _NEAREST)]
        self._chance.shuffle(near)
        group: list[int] = []
        for row in (seed, *near):
            if len(group) < GROUP and not any(self._copies(row, other) for other in (*taken, *group)):
                group.append(row)
        return group

    def _copies(self, one: int, other: int) -> bool:
        return one == other or alike(self._own(one), self._own(other))

    def _own(self, row: int) -> set[int]:
        if row not in self._shingles:
            self._shingles[row] = shingles(self._pairs[row].body[:_SHOWN])
        return self._shingles[row]
