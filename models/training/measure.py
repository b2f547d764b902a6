r"""A quick look at a model under training: nDCG@10 on the development pairs; the benchmark is elsewhere.

    python -m models.training.measure --base build/train/base --weights build/train/run/weights.pt \
        --data DATA/training --shares 0 0.4 0.6 1

shows the merges of a trained model with its base, to choose the share to ship.
"""

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from models.training.augment import noisy, plain, stripped
from models.training.encoder import PASSAGE, QUERY, Encoder
from models.training.pairs import Pair, read_pairs
from models.training.ship import merge

SAMPLE = {"law": 80, "web": 150, "headings": 150, "regulations": 100}
WHOLE = {"law": 100, "web": 250, "headings": 500, "regulations": 300}
SHOWN = 1_000  # characters of a passage
MAX_TOKENS = 192


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of each share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder the training started from")
    parser.add_argument("--weights", type=Path, required=True, nargs="+", help="weights; of several the mean")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--shares", type=float, nargs="+", required=True, help="of the trained weights")
    options = parser.parse_args(arguments)
    pairs = read_pairs(options.data)["dev"] + regulations(options.data)
    encoder = Encoder(options.base, "cpu")
    for share in options.shares:
        tensors = {n: torch.from_numpy(v) for n, v in merge(options.base, options.weights, share).items()}
        encoder.model.load_state_dict(tensors, strict=False)  # without the pooler, which nothing asks
        print(share, development(encoder, pairs, WHOLE), flush=True)


def regulations(folder: Path) -> list[Pair]:
    """Return questions on university regulations with their paragraphs; nothing is trained on these.

    The titles are those of the benchmark's dev part; a question asked twice is asked of nothing.
    """
    rows = []
    for name in ("train", "test"):
        with gzip.open(folder / f"regulations_squad_{name}.json.gz", "rt", encoding="utf-8") as file:
            rows += json.load(file)["data"]
    found: dict[str, Pair | None] = {}
    for row in rows:
        if hashlib.sha256(row["title"].encode()).hexdigest()[0] in "89abcdef":
            for paragraph in row["paragraphs"]:
                for asked in paragraph["qas"]:
                    question, text = " ".join(asked["question"].split()), paragraph["context"]
                    twice = question.lower() in found
                    pair = Pair("regulations", row["title"], question, "", "", text)
                    found[question.lower()] = None if twice else pair
    return [pair for pair in found.values() if pair]


def development(
    encoder: Encoder, pairs: Sequence[Pair], sample: Mapping[str, int] = SAMPLE
) -> dict[str, float]:
    """Return nDCG@10 by source and form; a query's only right passage is its own among all sampled ones."""
    chance = random.Random(0)
    chosen = [pair for source, count in sample.items() for pair in _some(pairs, source, count, chance)]
    with torch.inference_mode():
        column = {text: i for i, text in enumerate(dict.fromkeys(pair.body[:SHOWN] for pair in chosen))}
        right = torch.tensor([column[pair.body[:SHOWN]] for pair in chosen])
        bodies = encoder.encode(list(column), PASSAGE, MAX_TOKENS)
        figures = {}
        for form in (plain, stripped, noisy):
            typed = [form(pair.query, chance) for pair in chosen]
            gains = _gains((encoder.encode(typed, QUERY, 64) @ bodies.T).cpu(), right)
            for source in sample:
                rows = [i for i, pair in enumerate(chosen) if pair.source == source]
                if rows:
                    figures[f"{source}/{form.__name__}"] = round(gains[rows].mean().item(), 4)
    return figures


def _gains(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return nDCG@10 of each row, given the column of its right passage."""
    ranks = (scores > scores.gather(1, right.unsqueeze(1))).sum(1) + 1
    return torch.where(ranks <= 10, 1 / torch.log2(1.0 + ranks), torch.zeros(()))


def _some(pairs: Sequence[Pair], source: str, count: int, chance: random.Random) -> list[Pair]:
    of_source = [pair for pair in pairs if pair.source == source]
    return chance.sample(of_source, min(count, len(of_source)))


if __name__ == "__main__":
    main()
