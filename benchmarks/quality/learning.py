"""The two regressions behind the choice of answers, in NumPy; used by `benchmarks.quality.train_choices`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.answer.choices.values import Features
from search.asking.shapes import Shape

SHARED_RIDGE, OWN_RIDGE, CHANCE_RIDGE = 8.0, 30.0, 6.0
_STEPS = 500

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The choices of one question and which of them are right."""

    shape: Shape
    features: Sequence[Features]
    right: Sequence[bool]

    @property
    def teaches(self) -> bool:
        """Tell whether there is anything to tell apart."""
        return any(self.right) and not all(self.right)


def descend(loss: Callable[[Matrix], tuple[float, Matrix]], size: int) -> Matrix:
    """Minimise a convex loss by accelerated gradient steps of adapted length (FISTA, with restarts)."""
    at = ahead = np.zeros(size)
    rate, momentum = 0.01, 1.0
    value = loss(at)[0]
    for _ in range(_STEPS):
        here, slope = loss(ahead)
        while loss(there := ahead - rate * slope)[0] > here - 0.5 * rate * float(slope @ slope):
            rate *= 0.5
            if rate < 1e-12:
                return at
        new = loss(there)[0]
        if new > value:  # overshot: begin again from the best place
            ahead, momentum = at, 1.0
            continue
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead, at = there + (momentum - 1) / following * (there - at), there
        if value - new < 1e-7 * abs(value):
            break
        momentum, value, rate = following, new, rate * 1.1
    return at


def learn(known: Sequence[Lesson]) -> dict[Shape, Features]:
    """Return the weights of every shape's features: a part that all shapes share, and a part of its own.

    A conditional logistic regression: of several right choices any may win. Both parts are shrunk to nothing,
    so a shape with few questions is ranked much as the others are.
    """
    usable = [lesson for lesson in known if lesson.teaches]
    names = sorted({name for lesson in usable for one in lesson.features for name in one})
    rows = np.array([[one.get(n, 0.0) for n in names] for lesson in usable for one in lesson.features])
    spread = rows.std(axis=0)
    spread[spread < 1e-6] = np.inf
    rows /= spread
    right = np.array([float(r) for lesson in usable for r in lesson.right])
    sizes = [len(lesson.features) for lesson in usable]
    starts = np.cumsum([0, *sizes[:-1]])
    shapes = list(Shape)
    parts = [
        np.repeat(np.array([lesson.shape is shape for lesson in usable]), sizes).nonzero()[0]
        for shape in shapes
    ]
    width = len(names)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        table = weights.reshape(len(shapes) + 1, width)
        ridge = np.array([SHARED_RIDGE, *[OWN_RIDGE] * len(shapes)])[:, None]
        scores = np.zeros(len(rows))
        for i, part in enumerate(parts):
            scores[part] = rows[part] @ (table[0] + table[i + 1])
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        belief = np.exp(scores)
        all_of = np.add.reduceat(belief, starts)
        right_of = np.add.reduceat(belief * right, starts) + 1e-300
        pull = belief / np.repeat(all_of, sizes) - belief * right / np.repeat(right_of, sizes)
        slope = ridge * table
        for i, part in enumerate(parts):
            own = rows[part].T @ pull[part]
            slope[0] += own
            slope[i + 1] += own
        value = 0.5 * float((ridge * table**2).sum()) - float(np.log(right_of / all_of).sum())
        return value, slope.ravel()

    table = descend(loss, (len(shapes) + 1) * width).reshape(len(shapes) + 1, width)
    return {
        shape: _told((table[0] + table[i + 1]) / spread, names, usable, shape)
        for i, shape in enumerate(shapes)
    }


def _told(weights: Matrix, names: Sequence[str], known: Sequence[Lesson], shape: Shape) -> Features:
    """Return the weights of the features that a shape has."""
    own = {name for lesson in known if lesson.shape is shape for one in lesson.features for name in one}
    told = zip(names, weights, strict=True)
    return {name: round(float(w), 4) for name, w in told if abs(w) > 1e-4 and name in own | {"agreed"}}


def learn_chance(rows: Sequence[Features], answerable: Sequence[bool]) -> Features:
    """Return the weights by which an answerable question is told; both kinds count alike."""
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    spread = table.std(axis=0)
    spread[spread < 1e-9] = 1.0
    table, wanted = table / spread, np.array(answerable, dtype=float)
    share = np.where(wanted == 1, 0.5 / wanted.sum(), 0.5 / (1 - wanted).sum()) * len(wanted)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        likely = wanted * np.log(chance + 1e-12) + (1 - wanted) * np.log(1 - chance + 1e-12)
        value = 0.5 * CHANCE_RIDGE * float(weights @ weights) - float(share @ likely)
        return value, CHANCE_RIDGE * weights + table.T @ (share * (chance - wanted))

    weights = descend(loss, len(names)) / spread
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
