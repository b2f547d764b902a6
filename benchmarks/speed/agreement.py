"""Say what 8-bit integers cost: cosines with float32, and ranking with either for questions and passages.

    python -m benchmarks.speed.agreement --pairs FILE.json.gz [--model FOLDER] [--sample 300]

FILE holds a list of {"query", "positive"}. A sample of pairs is drawn with a fixed seed; each question ranks
the passages of all of them, and its own is the right one. Questions of one engine against passages of the
other are what happens where an index moves between machines.
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.load import DEFAULT, INT8, TORCH, load_embedder

DEPTH = 10


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.agreement")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--sample", type=int, default=300)
    options = parser.parse_args(argv)
    with gzip.open(options.pairs, "rt", encoding="utf-8") as file:
        pairs = [(each["query"], each["positive"]) for each in json.load(file)]
    pairs = random.Random(3).sample(pairs, min(options.sample, len(pairs)))
    passages = sorted({passage for _, passage in pairs})
    right = np.array([passages.index(passage) for _, passage in pairs])
    vectors = {}
    for engine in (TORCH, INT8):
        embedder = load_embedder(engine + options.model)
        vectors[engine] = (
            embedder.embed_queries([each for each, _ in pairs]),
            embedder.embed_passages(passages),
        )
    for row, what in enumerate(("questions", "passages")):
        cosines = np.sum(vectors[TORCH][row] * vectors[INT8][row], axis=1)
        print(f"cosine of {len(cosines)} {what}: min {cosines.min():.4f}, mean {cosines.mean():.4f}")
    base = gains(vectors[TORCH][0] @ vectors[TORCH][1].T, right)
    print("\n| questions | passages | nDCG@10 | difference | its standard error |\n|---|---|---|---|---|")
    names = {TORCH: "fp32", INT8: "int8"}
    for ours in names:
        for theirs in names:
            found = gains(vectors[ours][0] @ vectors[theirs][1].T, right)
            error = np.std(found - base) / np.sqrt(len(found))
            print(
                f"| {names[ours]} | {names[theirs]} | {found.mean():.4f} "
                f"| {(found - base).mean():+.4f} | {error:.4f} |"
            )


def gains(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return nDCG@10 of each question, from scores (questions, passages) and the one right column of each."""
    rank = np.sum(scores > scores[np.arange(len(scores)), right][:, None], axis=1)
    return np.where(rank < DEPTH, 1 / np.log2(rank + 2), 0.0)


if __name__ == "__main__":
    main()
