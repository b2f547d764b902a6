"""What training minimises: InfoNCE within a batch and a lexical teacher, at several vector lengths."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, normalize

from models.training.pairs import Pair
from models.training.shingles import alike, shingles

TEMPERATURE = 0.02
# Matryoshka representation learning (Kusupati et al., NeurIPS 2022): leading part of the vector -> weight.
DIMS = {384: 1.0, 192: 0.3, 96: 0.15}
TEACHER_TEMPERATURE = 0.12  # of lexical scores as shares of the right passage's
TOO_GOOD = 0.95  # a passage with this share of the right one's lexical score may be right as well
_FORBIDDEN = -1.0  # a cosine that no passage has


def contrast(
    queries: torch.Tensor,
    passages: torch.Tensor,
    allowed: torch.Tensor,
    teacher: torch.Tensor,
    taught: float,
    temperature: float = TEMPERATURE,
) -> torch.Tensor:
    """Return the mean loss of telling each query's passage from the others.

    Part of it is InfoNCE (van den Oord et al. 2018), part the cross entropy with the teacher's distribution
    over the batch (Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007).

    Args:
        queries: unit vectors, shape (n, dim); row i belongs to passage i.
        passages: unit vectors, shape (m, dim), m >= n.
        allowed: bool, shape (n, m): which passages may count as negatives; the diagonal always counts.
        teacher: shape (n, m): how much of a query's probability each passage has; rows sum to 1.
        taught: weight of the teacher's part, from 0 to 1.
        temperature: divides the cosine; E5 was pre-trained with 0.01.
    """
    gold = torch.arange(len(queries), device=queries.device)
    total = queries.new_zeros(())
    for dim, weight in DIMS.items():
        scores = normalize(queries[:, :dim], dim=-1) @ normalize(passages[:, :dim], dim=-1).T
        told = cross_entropy(scores.masked_fill(~allowed, _FORBIDDEN) / temperature, gold)
        followed = cross_entropy(scores.masked_fill(teacher == 0, _FORBIDDEN) / temperature, teacher)
        total = total + weight * ((1 - taught) * told + taught * followed)
    return total / sum(DIMS.values())


def negatives(batch: Sequence[Pair], shown: Sequence[str]) -> torch.Tensor:
    """Return which passages of a batch may count as wrong, shape (n, n).

    Copies of the right one may not, nor what answers the same question, nor other parts of the article that
    a heading or a question asks for.
    """
    sets = [shingles(text) for text in shown]
    allowed = torch.ones(len(batch), len(batch), dtype=torch.bool)
    for i, (one, own) in enumerate(zip(batch, sets, strict=True)):
        for j, (other, theirs) in enumerate(zip(batch, sets, strict=True)):
            if i != j:
                same_article = (one.document, one.heading) == (other.document, other.heading)
                same = one.query.lower() == other.query.lower() or (same_article and one.source != "clauses")
                allowed[i, j] = not (same or alike(own, theirs))
    return allowed


def shares(lexical: npt.NDArray[np.float32]) -> torch.Tensor:
    """Return lexical scores as shares of the right passage's, which stands on the diagonal.

    Args:
        lexical: shape (n, n); row i is the query that passage i answers.
    """
    scores = torch.from_numpy(lexical)
    return scores / scores.diagonal().unsqueeze(1).clamp(min=1e-3)


def taught_by(lexical: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Return the teacher's probabilities, shape (n, n); no passage gets more than the right one.

    Args:
        lexical: shares of the right passage's score.
        allowed: which passages are no copies of it; the others get nothing.
    """
    capped = lexical.clamp(max=TOO_GOOD).fill_diagonal_(1.0)
    return (capped / TEACHER_TEMPERATURE).masked_fill(~allowed, -torch.inf).softmax(dim=1)
