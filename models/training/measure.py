"""A quick look at a model under training: nDCG@10 on the development pairs; the benchmark is elsewhere."""

import random
from collections.abc import Sequence

import torch

from models.training.augment import noisy, plain, stripped
from models.training.encoder import PASSAGE, QUERY, Encoder
from models.training.pairs import Pair

SAMPLE = {"law": 80, "web": 150, "headings": 150}
SHOWN = 1_000  # characters of a passage
MAX_TOKENS = 192


def development(encoder: Encoder, pairs: Sequence[Pair]) -> dict[str, float]:
    """Return nDCG@10 by source and form; a query's only right passage is its own among all sampled ones."""
    chance = random.Random(0)
    chosen = [pair for source, count in SAMPLE.items() for pair in _some(pairs, source, count, chance)]
    encoder.model.eval()
    with torch.inference_mode():
        bodies = encoder.encode([pair.body[:SHOWN] for pair in chosen], PASSAGE, MAX_TOKENS)
        figures = {}
        for form in (plain, stripped, noisy):
            typed = [form(pair.query, chance) for pair in chosen]
            gains = _gains(encoder.encode(typed, QUERY, 64) @ bodies.T)
            for source in SAMPLE:
                rows = [i for i, pair in enumerate(chosen) if pair.source == source]
                if rows:
                    figures[f"{source}/{form.__name__}"] = round(gains[rows].mean().item(), 4)
    encoder.model.train()
    return figures


def _gains(scores: torch.Tensor) -> torch.Tensor:
    """Return nDCG@10 of each row whose right passage stands on the diagonal."""
    ranks = (scores > scores.diagonal().unsqueeze(1)).sum(1) + 1
    return torch.where(ranks <= 10, 1 / torch.log2(1.0 + ranks), torch.zeros(()).to(scores.device))


def _some(pairs: Sequence[Pair], source: str, count: int, chance: random.Random) -> list[Pair]:
    of_source = [pair for pair in pairs if pair.source == source]
    return chance.sample(of_source, min(count, len(of_source)))
