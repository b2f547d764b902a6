"""Fusion of ranked lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.protocols import Scored


@dataclass(frozen=True, slots=True)
class Leg:
    """One ranked list with its weight in the fusion."""

    weight: float
    ranking: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage with its fused score in [0, 1]."""

    passage_id: str
    score: float


def fuse(legs: Sequence[Leg], most: int | None = None) -> list[Fused]:
    """Combine by weighted sum of min-max normalised scores, best first, ties by id; return `most` at most.

    A passage that a leg did not return counts as that leg's minimum. Source: Lee, "Analyses of multiple
    evidence combination", SIGIR 1997; Bruch et al., "An analysis of fusion functions for hybrid retrieval",
    TOIS 2023. The order of the legs does not matter.
    """
    # Sorted before summing, here and below: floating-point sums would otherwise depend on the legs' order.
    total = sum(sorted(leg.weight for leg in legs if leg.ranking)) or 1.0
    sums: dict[str, list[float]] = {}
    for leg in legs:
        if not leg.ranking:
            continue
        scores = [item.score for item in leg.ranking]
        low, high = min(scores), max(scores)
        for item, score in zip(leg.ranking, scores, strict=True):
            normal = (score - low) / (high - low) if high > low else 1.0
            sums.setdefault(item.passage_id, []).append(leg.weight * normal / total)
    ranked = sorted((-sum(sorted(parts)), passage_id) for passage_id, parts in sums.items())
    return [Fused(passage_id, -score) for score, passage_id in ranked[:most]]
