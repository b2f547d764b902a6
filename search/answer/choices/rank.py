"""Which choice answers: a weighted sum of what speaks for each, with weights learnt from questions.

The weights are made by `benchmarks/quality/train_choices.py`; a dot product is all that is left to do here.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.answer.choices.gather import Choice
from search.answer.choices.shapes import Shape
from search.answer.choices.values import Features

_CLIP = 30.0
# Cosines of the shipped model; those of other models are cut off here and decide nothing.
_FAR, _NEAR = 0.77, 0.88


@dataclass(frozen=True, slots=True)
class Ranked:
    """A choice with its score and its share of belief among all choices."""

    choice: Choice
    score: float
    share: float


@cache
def _weights() -> Mapping[str, Features]:
    stored = files("search.answer.choices").joinpath("weights.json").read_text(encoding="utf-8")
    weights: Mapping[str, Features] = json.loads(stored)
    return weights


def rank(choices: Sequence[Choice], shape: Shape, agreed: Sequence[float]) -> list[Ranked]:
    """Rank choices, best first; `agreed` says how far each is what was read of tasks, dates and figures."""
    if not choices:
        return []
    weights = _weights()[shape]
    scores = [
        _dot(weights, choice.features) + weights["agreed"] * share
        for choice, share in zip(choices, agreed, strict=True)
    ]
    best = max(scores)
    belief = [math.exp(max(score - best, -_CLIP)) for score in scores]
    ranked = [
        Ranked(choice, score, part / sum(belief))
        for choice, score, part in zip(choices, scores, belief, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.choice.passage.id, one.choice.value))


def chance(ranked: Sequence[Ranked], named: bool) -> float:
    """Return how likely the question has an answer at all, judged by its best choice, in [0, 1]."""
    return probability(_weights()["chance"], chance_features(ranked, named))


def probability(weights: Features, features: Features) -> float:
    """Return the logistic of a weighted sum."""
    return 1.0 / (1.0 + math.exp(-_dot(weights, features)))


def chance_features(ranked: Sequence[Ranked], named: bool) -> Features:
    """Return what tells a question with an answer from one without."""
    best = ranked[0]
    own = best.choice.features
    return {
        "one": 1.0,
        "named": float(named),
        "share": math.log(max(best.share, 1e-6)),
        "nearest": min(max(max(one.choice.features["meaning"] for one in ranked), _FAR), _NEAR) - _FAR,
        "precision": own["precision"],
        "passage_titled": own["passage_titled"],
        "passage_rest": own["passage_rest"],
        "headed_rest": own["headed_rest"],
        "title_fit": own["title_fit"],
    }


def _dot(weights: Features, features: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())
