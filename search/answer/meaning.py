"""Meaning as a tie-break: what the words leave close is told apart by the encoder."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from search.answer.context import Context

Item = TypeVar("Item")

_CLOSE = 0.15
_MOST_READ = 5
_WEIGHT = 1.0


def by_meaning(
    context: Context, scored: Sequence[tuple[float, Item]], words: Callable[[Item], str]
) -> list[tuple[float, Item]]:
    """Lower what is close to the best by how much farther its meaning is from the question's.

    All that is not close is lowered alike and stays behind; where nothing is close, no text is read.
    """
    ranked = sorted(scored, key=lambda pair: -pair[0])
    close = [pair for pair in ranked if pair[0] >= ranked[0][0] - _CLOSE][:_MOST_READ]
    if len(close) < 2:  # nothing to tell apart
        return ranked
    cosines = context.closeness([words(item) for _, item in close])
    nearest = max(cosines)
    lowered = [
        (score - _WEIGHT * (nearest - cosine), item)
        for (score, item), cosine in zip(close, cosines, strict=True)
    ]
    return [
        *lowered,
        *((score - _WEIGHT * (nearest - min(cosines)), item) for score, item in ranked[len(close) :]),
    ]


def means(context: Context, words: str, least: float) -> bool:
    """Tell whether the meaning of some words comes near enough to the question's."""
    (cosine,) = context.closeness([words])
    return cosine >= least
