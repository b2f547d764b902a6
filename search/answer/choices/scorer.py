"""Scores of choices: a weighted sum of what speaks for each, and a hidden layer that weighs it together.

Trained by `benchmarks/quality/train_choices.py`; two small products of matrices are all that is left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from search.answer.choices.values import Features
from search.asking.shapes import Shape

OUTLYING = 6.0  # standard deviations beyond which a feature says no more
_SHAPES = tuple(Shape)

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of F features for S shapes, with H hidden units.

    Attributes:
        centre, spread: of the features, (F,).
        linear: (S, F); what all shapes share is in it.
        agreed: (S,), of what was read of tasks, dates and figures.
        inner: (F, H), with the constants of every shape, (S, H).
        outer: (H,).
    """

    names: tuple[str, ...]
    centre: Numbers
    spread: Numbers
    linear: Numbers
    agreed: Numbers
    inner: Numbers
    inner_constants: Numbers
    outer: Numbers

    def scores(self, rows: Sequence[Features], shape: Shape, agreed: Sequence[float]) -> list[float]:
        """Return the score of every choice, given its features and how far it agrees with what was read."""
        at = _SHAPES.index(shape)
        known = standardised(rows, self.names, self.centre, self.spread)
        hidden = known @ self.inner + self.inner_constants[at]
        together = (hidden / (1.0 + np.exp(-hidden))) @ self.outer
        summed = known @ self.linear[at] + together + np.asarray(agreed, np.float32) * self.agreed[at]
        return [round(float(score), 5) for score in summed]  # the same on every machine


def standardised(rows: Sequence[Features], names: Sequence[str], centre: Numbers, spread: Numbers) -> Numbers:
    """Return the features as a table (rows, names) in standard deviations, the outlying ones cut off."""
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows], np.float32)
    cut: Numbers = np.clip((table - centre) / spread, -OUTLYING, OUTLYING)
    return cut


@cache
def stored_scorer() -> Scorer:
    """Return the scorer in use."""
    with as_file(files("search.answer.choices").joinpath("scorer.npz")) as path, np.load(path) as stored:
        return Scorer(names=tuple(stored["names"].tolist()), **{name: stored[name] for name in TABLES})


TABLES = ("centre", "spread", "linear", "agreed", "inner", "inner_constants", "outer")
