"""How the weight of the dense leg, and the way scores are made comparable, change nDCG@10.

    python -m benchmarks.quality.retrieval.tune --data ../shared/data --model FOLDER [--part dev]

Prints, for each set, form and way of fusing, nDCG@10 over a grid of dense weights (the lexical leg has the
rest), then the mean over sets. What is chosen goes into `indexer.manifest.Options`. Never run it to choose on
the test part.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.quality.retrieval.forms import Form, typed
from benchmarks.quality.retrieval.legs import Pool, Ranking, Understanding, dense_leg, lexical_leg
from benchmarks.quality.retrieval.measures import ndcg
from benchmarks.quality.retrieval.sets import NAMES, read_set
from benchmarks.quality.retrieval.types import RetrievalSet
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.manifest import Options

Scores = npt.NDArray[np.float64]
WEIGHTS = tuple(round(0.1 * i, 1) for i in range(11))
TUNED = tuple(name for name in NAMES if name != "samples")  # the samples are for a check, not for a choice


@dataclass(frozen=True)
class Candidates:
    """The passages that either leg found for one query; NaN where a leg did not."""

    documents: tuple[str, ...]
    dense: Scores
    lexical: Scores

    def ranked(self, scores: Scores) -> list[str]:
        """Return the ten best documents, each by its best passage."""
        best = dict.fromkeys(self.documents[i] for i in np.argsort(-scores, kind="stable"))
        return list(best)[:10]


def min_max(scores: Scores) -> Scores:
    """Map the lowest returned score to 0 and the highest to 1; what was not returned counts as the lowest."""
    low, high = np.nanmin(scores), np.nanmax(scores)
    return np.nan_to_num((scores - low) / (high - low) if high > low else scores * 0 + 1)


def z_score(scores: Scores) -> Scores:
    """Centre on the mean of what was returned, in standard deviations."""
    spread = np.nanstd(scores) or 1.0
    normal = (scores - np.nanmean(scores)) / spread
    return np.nan_to_num(normal, nan=float(np.nanmin(normal)))


def from_least(least: float) -> Callable[[Scores], Scores]:
    """Map the least possible score to 0 and the highest returned to 1 (Bruch et al., TOIS 2023)."""

    def scaled(scores: Scores) -> Scores:
        filled = np.where(np.isnan(scores), np.nanmin(scores), scores)
        return (filled - least) / (np.nanmax(scores) - least or 1.0)

    return scaled


WAYS: dict[str, tuple[int, Callable[[Scores], Scores], Callable[[Scores], Scores]]] = {
    "min-max, 100": (100, min_max, min_max),
    "min-max, 200": (200, min_max, min_max),
    "z-score, 100": (100, z_score, z_score),
    "lexical from 0, 100": (100, min_max, from_least(0.0)),
    "both from least, 100": (100, from_least(-1.0), from_least(0.0)),
}


def grid(
    asked: RetrievalSet, found: list[tuple[str, Ranking, Ranking]], pool: Pool
) -> Iterator[tuple[str, list[float]]]:
    """Yield each way with nDCG@10 at each dense weight."""
    for name, (depth, of_dense, of_lexical) in WAYS.items():
        legs = [(key, _candidates(dense[:depth], lexical[:depth], pool)) for key, dense, lexical in found]
        scaled = [(key, one, of_dense(one.dense), of_lexical(one.lexical)) for key, one in legs]
        yield (
            name,
            [
                ndcg(asked, {key: one.ranked(w * d + (1 - w) * x) for key, one, d, x in scaled})
                for w in WEIGHTS
            ],
        )


def _candidates(dense: Ranking, lexical: Ranking, pool: Pool) -> Candidates:
    ids = sorted({item.passage_id for leg in (dense, lexical) for item in leg})
    legs = []
    for leg in (dense, lexical):
        scores = {item.passage_id: item.score for item in leg}
        values = np.array([scores.get(key, np.nan) for key in ids])
        legs.append(values if scores else np.zeros(len(ids)))
    return Candidates(tuple(pool.documents[key] for key in ids), *legs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=TUNED)
    parser.add_argument("--forms", nargs="+", type=Form, default=(Form.AS_IS, Form.BARE, Form.NOISY))
    parser.add_argument("--cache", type=Path, default=Path(".bench"))
    args = parser.parse_args()
    store, understand = VectorStore(args.model, args.cache), Understanding()
    figures: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    print(f"{'set':12} {'form':6} {'way':21}" + "".join(f"{weight:7}" for weight in WEIGHTS))
    with tempfile.TemporaryDirectory() as scratch:
        for name in args.sets:
            asked = read_set(name, args.data, args.part)
            pool = Pool.of(asked, Path(scratch), Options())
            vectors = store.passages([piece.text for piece in pool.pieces])
            for form in args.forms:
                texts = [understand(typed(text, form, key)) for key, text in asked.queries.items()]
                dense = dense_leg(pool, vectors, store, texts, 200)
                lexical = lexical_leg(pool, texts, 200)
                for way, values in grid(asked, list(zip(asked.queries, dense, lexical, strict=True)), pool):
                    figures[form, way].append(values)
                    _print(name, form, way, values)
    for (form, way), rows in figures.items():
        _print("mean", form, way, np.mean(rows, axis=0).tolist())


def _print(name: str, form: str, way: str, values: list[float]) -> None:
    print(f"{name:12} {form:6} {way:21}" + "".join(f"{value:7.3f}" for value in values), flush=True)


if __name__ == "__main__":
    main()
