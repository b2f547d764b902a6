"""How the choice of answers is learnt; used by `benchmarks.quality.train_choices`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from search.answer.choices.scorer import Numbers, Scorer, standardised
from search.answer.choices.values import Features
from search.asking.shapes import Shape

NETWORKS, HIDDEN, DROPPED = 3, 32, 0.3
SHARED_DECAY, OWN_DECAY, RATE = 0.1, 0.4, 4e-3
EPOCHS, BATCH, MOST_CHOICES = 20, 32, 120
LEAST_AGREED = 2.0  # what the readers found speaks for a choice; 1.5 and 2.0 came out alike when validated
CHANCE_RIDGE = 6.0
# The more of these, the likelier an answer. Unbound, they share out signs and doubt a perfect match.
SPEAK_FOR = frozenset(
    """
    agreed share document_share nearest clause_rest near left_rest clause headed kind_fits passage_titled
    passage_rest headed_rest title_fit known_here known_named kind_as_asked relation lexical dense
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_STEPS = 500
_SHAPES = tuple(Shape)

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


def descend(loss: Callable[[Matrix], tuple[float, Matrix]], least: Matrix) -> Matrix:
    """Minimise a convex loss by accelerated gradient steps of adapted length (FISTA, with restarts).

    No weight falls below its `least`, which may be -inf.
    """
    size = len(least)
    at = ahead = np.zeros(size)
    rate, momentum = 0.01, 1.0
    value = loss(at)[0]
    for _ in range(_STEPS):
        here, slope = loss(ahead)
        while True:
            there = np.maximum(ahead - rate * slope, least)
            step = there - ahead
            if loss(there)[0] <= here + float(slope @ step) + float(step @ step) / (2 * rate):
                break
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


def learn(known: Sequence[Lesson]) -> Scorer:
    """Return what ranks choices: the mean of a few networks that begin differently.

    A conditional logistic regression, of several right choices any may win, with a hidden layer beside the
    weighted sum. The part of a shape's own is shrunk more than what all shapes share, so a shape with few
    questions is ranked much as the others are.
    """
    usable = [lesson for lesson in known if lesson.teaches]
    names = tuple(sorted({name for lesson in usable for one in lesson.features for name in one} - {"agreed"}))
    plain = np.zeros(len(names), np.float32), np.ones(len(names), np.float32)
    rows = np.concatenate([standardised(lesson.features, names, *plain) for lesson in usable])
    centre, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-6] = 1.0
    lessons = _Lessons.of(usable, names, centre, spread)
    nets = [_train(lessons, len(names), seed) for seed in range(NETWORKS)]
    return _merged(nets, names, centre, spread)


@dataclass(frozen=True, slots=True)
class _Lessons:
    """Lessons of equal width: features (n, width, F), what of them is there, and what of it is right."""

    features: torch.Tensor
    agreed: torch.Tensor
    there: torch.Tensor
    right: torch.Tensor
    shapes: torch.Tensor

    @classmethod
    def of(
        cls, known: Sequence[Lesson], names: Sequence[str], centre: Numbers, spread: Numbers
    ) -> "_Lessons":
        """Lay lessons out; of more choices than `MOST_CHOICES` the right ones and the first others count."""
        size = (len(known), min(MOST_CHOICES, max(len(lesson.right) for lesson in known)))
        features, agreed = torch.zeros(*size, len(names)), torch.zeros(size)
        there, right = torch.zeros(size, dtype=torch.bool), torch.zeros(size, dtype=torch.bool)
        for i, lesson in enumerate(known):
            kept = sorted(range(len(lesson.right)), key=lambda at: not lesson.right[at])[: size[1]]
            rows = [lesson.features[at] for at in kept]
            features[i, : len(kept)] = torch.from_numpy(standardised(rows, names, centre, spread))
            agreed[i, : len(kept)] = torch.tensor([row["agreed"] for row in rows])
            there[i, : len(kept)] = True
            right[i, : len(kept)] = torch.tensor([lesson.right[at] for at in kept])
        shapes = torch.tensor([_SHAPES.index(lesson.shape) for lesson in known])
        return cls(features, agreed, there, right, shapes)

    def loss(self, net: "_Network", chosen: torch.Tensor) -> torch.Tensor:
        """Return by how much belief misses the right choices."""
        width = int(self.there[chosen].sum(1).max())
        there, right = self.there[chosen, :width], self.right[chosen, :width]
        scores = net(self.features[chosen, :width], self.agreed[chosen, :width], self.shapes[chosen])
        of_all = scores.masked_fill(~there, -torch.inf).logsumexp(1)
        missed: torch.Tensor = of_all - scores.masked_fill(~right, -torch.inf).logsumexp(1)
        return missed.mean()


class _Network(torch.nn.Module):
    """What becomes a `Scorer`."""

    def __init__(self, width: int) -> None:
        super().__init__()
        shapes = len(_SHAPES)
        self.shared = torch.nn.Parameter(torch.zeros(width + 1))
        self.own = torch.nn.Parameter(torch.zeros(shapes, width + 1))  # the last is that of `agreed`
        self.inner = torch.nn.Parameter(torch.randn(width, HIDDEN) * 0.05)
        self.inner_constants = torch.nn.Parameter(torch.randn(shapes, HIDDEN) * 0.05)
        self.outer = torch.nn.Parameter(torch.randn(HIDDEN) * 0.05)

    def forward(self, features: torch.Tensor, agreed: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        """Return the scores of choices, (n, width)."""
        linear = self.shared + self.own[shapes]
        summed = (features * linear[:, None, :-1]).sum(-1) + agreed * linear[:, None, -1]
        seen = torch.nn.functional.dropout(features, DROPPED, self.training)
        hidden = torch.nn.functional.silu(seen @ self.inner + self.inner_constants[shapes][:, None])
        told: torch.Tensor = summed + torch.nn.functional.dropout(hidden, DROPPED, self.training) @ self.outer
        return told


def _train(lessons: _Lessons, width: int, seed: int) -> _Network:
    torch.manual_seed(seed)
    net = _Network(width)
    parts = [net.own, net.inner, net.inner_constants, net.outer]
    groups = [
        {"params": [net.shared], "weight_decay": SHARED_DECAY},
        {"params": parts, "weight_decay": OWN_DECAY},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    batches = -(-len(lessons.shapes) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches)
    for _ in range(EPOCHS):
        for chosen in torch.split(torch.randperm(len(lessons.shapes)), BATCH):
            optimizer.zero_grad()
            lessons.loss(net, chosen).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            pace.step()
    return net.eval()


def _merged(nets: Sequence[_Network], names: tuple[str, ...], centre: Numbers, spread: Numbers) -> Scorer:
    """Return networks side by side as one: their scores' mean."""
    linear = np.mean([(net.shared + net.own).detach().numpy() for net in nets], axis=0)
    return Scorer(
        names,
        centre,
        spread,
        linear[:, :-1],
        np.maximum(linear[:, -1], LEAST_AGREED).astype(np.float32),
        np.concatenate([net.inner.detach().numpy() for net in nets], axis=1),
        np.concatenate([net.inner_constants.detach().numpy() for net in nets], axis=1),
        np.concatenate([net.outer.detach().numpy() / len(nets) for net in nets]).astype(np.float32),
    )


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

    least = np.array([0.0 if name in SPEAK_FOR else -np.inf for name in names])
    weights = descend(loss, least) / spread
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
