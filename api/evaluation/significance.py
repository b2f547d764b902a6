"""Whether two runs differ by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 10_000
_SEED = 0
_EXACT = 13  # differing queries up to which every exchange is looked at, 2 ** 13 of them
_ROWS = 500  # exchanges at a time, so that memory does not grow with them


@dataclass(frozen=True, slots=True)
class Comparison:
    """One run against another over the same queries; `p` is uncorrected."""

    delta: float
    better: int
    worse: int
    p: float


def compare(ours: Sequence[float], theirs: Sequence[float]) -> Comparison:
    """Compare by a two-sided paired randomisation test over queries.

    Source: Smucker, Allan & Carterette, "A comparison of statistical significance tests for information
    retrieval evaluation", CIKM 2007. Exact where few queries differ, else over 10,000 random exchanges with
    a fixed seed: the same input gives the same value.
    """
    differences = np.subtract(ours, theirs)
    moved = differences[differences != 0]
    better, worse = int((moved > 0).sum()), int((moved < 0).sum())
    delta = float(differences.mean()) if differences.size else 0.0
    return Comparison(delta, better, worse, _p(moved))


def _p(moved: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    if not moved.size:
        return 1.0
    exact = moved.size <= _EXACT
    total = 2**moved.size if exact else ROUNDS
    generator = np.random.default_rng(_SEED)
    least = abs(moved.sum()) - 1e-12
    reached = 0
    for start in range(0, total, _ROWS):
        rows = min(_ROWS, total - start)
        if exact:
            bits = (np.arange(start, start + rows)[:, None] >> np.arange(moved.size)) & 1
        else:
            bits = generator.integers(0, 2, (rows, moved.size), dtype=np.int8)
        reached += int((np.abs((bits * 2 - 1) @ moved) >= least).sum())
    return reached / total if exact else (reached + 1) / (total + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Correct p-values of one family by Holm's step-down method; they keep their order."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    corrected, floor = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        floor = max(floor, min(1.0, p_values[i] * (len(p_values) - rank)))
        corrected[i] = floor
    return corrected
