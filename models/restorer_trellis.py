"""The readings of a text and the best ways through them."""

import math
from heapq import nlargest
from itertools import pairwise
from operator import itemgetter

import numpy as np

from models.restorer_table import ID_BITS, START, SyllableTable

THIN = 7.0  # nats below the best path of pairs at which a candidate is dropped
WIDTH = 5  # candidates of a syllable after that

Trail = tuple["Trail | None", int]  # the way to a syllable, last first
Readings = list[tuple[float, Trail]]

_score = itemgetter(0)


class Trellis:
    """The readings of a text, column by column, thinned by what its pairs alone make likely.

    The first pass runs the pair model forwards and backwards and drops every candidate whose best path is
    hopeless; the second searches what is left exactly with the triple model.
    """

    def __init__(self, table: SyllableTable, columns: list[list[int]], favours: list[list[float]]) -> None:
        self._columns = columns
        self._favours = favours
        keys = [a << ID_BITS | b for left, right in pairwise(columns) for a in left for b in right]
        self._pair_keys = np.array(keys, dtype=np.uint32)
        self._pair_scores, self._places = table.pair_scores(self._pair_keys)
        self._pairs: list[float] = self._pair_scores.tolist()
        self._starts = [0]  # where the pairs of a column with the next one begin
        for left, right in pairwise(columns):
            self._starts.append(self._starts[-1] + len(left) * len(right))
        self._kept = self._thin()
        self._triples = self._score_triples(table)

    def _thin(self) -> list[list[int]]:
        """Return the candidates of every column that lie on a good path of pairs."""
        ahead, behind = self._forwards(), self._backwards()
        least = ahead[-1][0] - THIN
        kept = []
        for forward, backward in zip(ahead, behind, strict=True):
            totals = [a + b for a, b in zip(forward, backward, strict=True)]
            good = [i for i, total in enumerate(totals) if total >= least] or [totals.index(max(totals))]
            kept.append(good if len(good) <= WIDTH else sorted(good, key=totals.__getitem__)[-WIDTH:])
        return kept

    def _forwards(self) -> list[list[float]]:
        """Return the score of the best path of pairs up to every candidate, it included."""
        scores = [[0.0]]
        for start, favours in zip(self._starts, self._favours[1:], strict=False):
            before, width, pairs = scores[-1], len(favours), self._pairs
            scores.append(
                [
                    max([s + p for s, p in zip(before, pairs[start + j :: width], strict=False)]) + favour
                    for j, favour in enumerate(favours)
                ]
            )
        return scores

    def _backwards(self) -> list[list[float]]:
        """Return the score of the best path of pairs from every candidate on, it left out."""
        scores = [[0.0]]
        for t in range(len(self._columns) - 2, -1, -1):
            width, start, pairs = len(self._columns[t + 1]), self._starts[t], self._pairs
            after = [s + f for s, f in zip(scores[-1], self._favours[t + 1], strict=True)]
            scores.append(
                [
                    max([s + p for s, p in zip(after, pairs[at : at + width], strict=True)])
                    for at in range(start, start + width * len(self._columns[t]), width)
                ]
            )
        return scores[::-1]

    def _score_triples(self, table: SyllableTable) -> list[float]:
        """Return the scores of the kept triples, in the order of columns and then of candidates."""
        contexts: list[int] = []
        inner: list[int] = []
        for t in range(2, len(self._columns)):
            middle, last = len(self._columns[t - 1]), len(self._columns[t])
            for i in self._kept[t - 2]:
                for j in self._kept[t - 1]:
                    context = self._starts[t - 2] + i * middle + j
                    start = self._starts[t - 1] + j * last
                    contexts += [context] * len(self._kept[t])
                    inner += [start + k for k in self._kept[t]]
        thirds = self._pair_keys[inner] & np.uint32((1 << ID_BITS) - 1)
        scores: list[float] = table.triple_scores(
            self._places[contexts], thirds, self._pair_scores[inner]
        ).tolist()
        return scores

    def readings(self, n: int) -> Readings:
        """Return the `n` best paths of triples with their scores, best first."""
        states: list[Readings] = [
            [(score, ((None, START), id_))] for score, id_ in zip(self._firsts(), self._ids(1), strict=True)
        ]
        at = 0
        for t in range(2, len(self._columns)):
            before, middle, last = (len(self._kept[t - back]) for back in (2, 1, 0))
            stride = middle * last
            ids, favours = self._ids(t), self._kept_favours(t)
            new: list[Readings] = []
            for j in range(middle):
                for k in range(last):
                    options = [
                        (score + self._triples[at + i * stride + j * last + k], trail)
                        for i in range(before)
                        for score, trail in states[i * middle + j]
                    ]
                    best = [max(options, key=_score)] if n == 1 else nlargest(n, options, key=_score)
                    new.append([(score + favours[k], (trail, ids[k])) for score, trail in best])
            states, at = new, at + before * stride
        return nlargest(n, [reading for state in states for reading in state], key=_score)

    def mass(self) -> float:
        """Return the log of the summed probabilities of all paths of triples."""
        states = self._firsts()
        at = 0
        for t in range(2, len(self._columns)):
            before, middle, last = (len(self._kept[t - back]) for back in (2, 1, 0))
            favours = self._kept_favours(t)
            columns = [
                [
                    states[i * middle + j] + self._triples[at + (i * middle + j) * last + k]
                    for i in range(before)
                ]
                for j in range(middle)
                for k in range(last)
            ]
            states = [_log_sum(column) + favours[x % last] for x, column in enumerate(columns)]
            at += before * middle * last
        return _log_sum(states)

    def _firsts(self) -> list[float]:
        """Return the scores of the first column's kept candidates."""
        return [self._pairs[k] + self._favours[1][k] for k in self._kept[1]]

    def _ids(self, t: int) -> list[int]:
        return [self._columns[t][k] for k in self._kept[t]]

    def _kept_favours(self, t: int) -> list[float]:
        return [self._favours[t][k] for k in self._kept[t]]


def ids_of(trail: Trail) -> list[int]:
    """Return the ids of a trail in order, without the starts at its two ends."""
    ids: list[int] = []
    step: Trail | None = trail
    while step is not None:
        step, id_ = step
        ids.append(id_)
    return ids[-2:0:-1]


def _log_sum(values: list[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))
