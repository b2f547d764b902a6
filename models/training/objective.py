"""What training minimises: InfoNCE over in-batch negatives, at several vector lengths."""

from collections.abc import Sequence

import torch
from torch.nn.functional import cross_entropy, normalize

from models.training.pairs import Pair
from models.training.shingles import CONTAINED, shingles

TEMPERATURE = 0.02
# Matryoshka representation learning (Kusupati et al., NeurIPS 2022): leading part of the vector -> weight.
DIMS = {384: 1.0, 192: 0.3, 96: 0.15}


def info_nce(
    queries: torch.Tensor, passages: torch.Tensor, allowed: torch.Tensor, temperature: float = TEMPERATURE
) -> torch.Tensor:
    """Return the mean loss of telling each query's passage from the others.

    Args:
        queries: unit vectors, shape (n, dim); row i belongs to passage i.
        passages: unit vectors, shape (m, dim), m >= n.
        allowed: bool, shape (n, m): which passages may count as negatives; the diagonal always counts.
        temperature: divides the cosine (van den Oord et al. 2018; E5 was pre-trained with 0.01).
    """
    gold = torch.arange(len(queries), device=queries.device)
    total = queries.new_zeros(())
    for dim, weight in DIMS.items():
        scores = normalize(queries[:, :dim], dim=-1) @ normalize(passages[:, :dim], dim=-1).T
        scores = scores.masked_fill(~allowed, -1.0)
        total = total + weight * cross_entropy(scores / temperature, gold)
    return total / sum(DIMS.values())


def negatives(batch: Sequence[Pair], shown: Sequence[str]) -> torch.Tensor:
    """Return which passages of a batch may count as wrong, shape (n, n): copies of the right one may not."""
    sets = [shingles(text) for text in shown]
    allowed = torch.ones(len(batch), len(batch), dtype=torch.bool)
    for i, (one, own) in enumerate(zip(batch, sets, strict=True)):
        for j, (other, theirs) in enumerate(zip(batch, sets, strict=True)):
            if i != j:
                alike = len(own & theirs) >= CONTAINED * min(len(own), len(theirs))
                allowed[i, j] = not (alike or one.query.lower() == other.query.lower())
    return allowed
