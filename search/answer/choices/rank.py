"""Which choice answers, and how likely any does; judged by weights learnt from questions.

They are made by `benchmarks/quality/train_choices.py`.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.answer.choices.gather import Choice
from search.answer.choices.scorer import Scorer, stored_scorer
from search.answer.choices.values import Features
from search.asking.shapes import Shape

_CLIP = 30.0
# Cosines of the shipped model. Those of a model whose cosines lie elsewhere are cut off and decide nothing,
# neither against what was read of tasks, dates and figures.
_FAR, _NEAR, _OTHER_MODEL, _USUAL = 0.77, 0.88, 0.65, 0.85
_FALLS_BEHIND = -0.1  # a cosine that lies farther below the best one
_OF_DOCUMENTS = ("kind_as_asked", "other_kind", "relation", "other_relation")  # that a text cites


@dataclass(frozen=True, slots=True)
class Weights:
    """What choices, and the chance that one of them answers, are judged by."""

    scorer: Scorer
    chance: Features


@dataclass(frozen=True, slots=True)
class Ranked:
    """A choice with its score.

    Attributes:
        share: of belief among all choices, with those that say the same.
        document_share: of belief that any choice of its document has.
        agreed: how far it is what was read of tasks, dates and figures.
    """

    choice: Choice
    score: float
    share: float
    agreed: float = 0.0
    document_share: float = 1.0


@cache
def stored_weights() -> Weights:
    """Return the weights in use."""
    chance = files("search.answer.choices").joinpath("chance.json").read_text(encoding="utf-8")
    return Weights(stored_scorer(), json.loads(chance))


def rank(
    choices: Sequence[Choice], shape: Shape, agreed: Sequence[float], weights: Weights | None = None
) -> list[Ranked]:
    """Rank choices, best first; `agreed` says how far each is what was read of tasks, dates and figures."""
    if not choices:
        return []
    scorer = (weights or stored_weights()).scorer
    scores = scorer.scores([choice.features for choice in choices], shape, agreed)
    best = max(scores)
    belief = [math.exp(max(score - best, -_CLIP)) for score in scores]
    total = sum(belief)
    alike: dict[tuple[object, ...], float] = {}
    within: dict[str, float] = {}
    for choice, part in zip(choices, belief, strict=True):
        alike[choice.key] = alike.get(choice.key, 0.0) + part / total
        own = choice.passage.document_id
        within[own] = within.get(own, 0.0) + part / total
    ranked = [
        Ranked(choice, score, alike[choice.key], share, within[choice.passage.document_id])
        for choice, score, share in zip(choices, scores, agreed, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.choice.passage.id, one.choice.value))


def chance(features: Features, weights: Weights | None = None) -> float:
    """Return how likely a question has an answer at all, judged by its best choice, in [0, 1]."""
    return probability((weights or stored_weights()).chance, features)


def probability(weights: Features, features: Features) -> float:
    """Return the logistic of a weighted sum."""
    return 1.0 / (1.0 + math.exp(-_dot(weights, features)))


def chance_features(ranked: Sequence[Ranked], shape: Shape, named: bool, drafted: bool) -> Features:
    """Return what tells a question with an answer from one without.

    Args:
        ranked: all its choices, best first.
        shape: of its answer.
        named: whether it names its document by number.
        drafted: whether the readers of tasks, dates and figures found an answer.
    """
    best = ranked[0]
    own = best.choice.features
    nearest = max(one.choice.features["meaning"] for one in ranked)
    return {
        "one": 1.0,
        "named": float(named),
        "drafted": float(drafted),
        "agreed": best.agreed,
        "share": math.log(max(best.share, 1e-6)),
        "document_share": best.document_share,
        "nearest": _nearness(nearest, drafted),
        "precision": own["precision"],
        "clause_rest": own["clause_rest"],
        "near": own.get("near", own["clause"]),
        "left_rest": own.get("left_rest", 0.0),
        "clause": own["clause"],
        "headed": own["headed"],
        "kind_fits": own["kind_fits"],
        "passage_titled": own["passage_titled"],
        "passage_rest": own["passage_rest"],
        "headed_rest": own["headed_rest"],
        "title_fit": own["title_fit"],
        "known_here": own["known_here"],
        "known_named": own["known_here"] * float(named),
        **{name: own.get(name, 0.0) for name in _OF_DOCUMENTS},
        "lexical": own["lexical"],
        "dense": max(own["dense"], _FALLS_BEHIND) if _is_own_scale(nearest, drafted) else 0.0,
        "many": math.log(len(ranked)),
        **{f"is_{one}": float(one is shape) for one in Shape},
    }


def _is_own_scale(cosine: float, drafted: bool) -> bool:
    return not drafted or cosine >= _OTHER_MODEL


def _nearness(cosine: float, drafted: bool) -> float:
    if not _is_own_scale(cosine, drafted):
        return _USUAL - _FAR
    return min(max(cosine, _FAR), _NEAR) - _FAR


def _dot(weights: Features, features: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())
