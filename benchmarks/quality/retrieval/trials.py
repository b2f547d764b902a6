"""Would more than the weighted sum of two legs pay? Signals for a second stage over the best 30.

    python -m benchmarks.quality.retrieval.trials --data ../shared/data --model e5-small-vi

Each group of signals is added to the two legs as a linear score, learned by listwise softmax regression on
all sets of dev but one and measured on that one (nDCG@10, as is): what lifts only the sets it was learned on
is worth nothing to documents that nobody has seen. "weights alone" learns nothing but the share of the legs.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.quality.retrieval.legs import Pool, Understanding, dense_leg, lexical_leg
from benchmarks.quality.retrieval.measures import ndcg
from benchmarks.quality.retrieval.sets import NAMES, read_set
from benchmarks.quality.retrieval.types import RetrievalSet
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.manifest import Options
from models.protocols import Vectors
from search.fuse import Leg, fuse
from search.terms import Coverage, TermSet, content_terms

DEPTH = 30
_START = 8.0  # of the weights of both legs: about as steep as what is learned
_PULL = 0.01  # towards the start, per squared weight
_STEPS, _RATE = 400, 0.2

Matrix = npt.NDArray[np.float64]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "weights alone": (),
    "length of the question decides": ("dense x length", "lexical x length"),
    "sharpness of the legs decides": ("dense x lead", "lexical x lead"),
    "rest of the document": ("siblings", "document vector"),
    "feedback of the best three": ("feedback",),
    "words": ("words covered", "title covered", "length"),
    "all": (
        *("dense x length", "lexical x length", "dense x lead", "lexical x lead", "siblings"),
        *("document vector", "feedback", "words covered", "title covered", "length"),
    ),
}


@dataclass(frozen=True)
class Asked:
    """The candidates of one question in the order of the fused score."""

    query_id: str
    items: tuple[str, ...]  # what is judged: documents or passages
    right: npt.NDArray[np.bool_]
    signals: Mapping[str, Matrix]

    def matrix(self, names: Sequence[str]) -> Matrix:
        """Return the signals of the legs and others, of shape (candidates, signals)."""
        return np.stack([self.signals[name] for name in ("dense", "lexical", *names)], axis=1)

    def ranked(self, scores: Matrix) -> list[str]:
        """Return the ten best, documents by their best passage."""
        return list(dict.fromkeys(self.items[i] for i in np.argsort(-scores, kind="stable")))[:10]


def read(asked: RetrievalSet, pool: Pool, vectors: Vectors, store: VectorStore) -> list[Asked]:
    """Search and take the signals of every question's best candidates."""
    understand, options = Understanding(), Options()
    texts = [understand(text) for text in asked.queries.values()]
    legs = zip(dense_leg(pool, vectors, store, texts), lexical_leg(pool, texts), strict=True)
    at = {piece.id: i for i, piece in enumerate(pool.pieces)}
    owners = np.unique([piece.document_id for piece in pool.pieces], return_inverse=True)[1]
    means = np.zeros((owners.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(means, owners, vectors)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    found = []
    for key, text, query, (dense, lexical) in zip(
        asked.queries, texts, store.queries(texts), legs, strict=True
    ):
        fused = fuse([Leg(options.dense, dense), Leg(options.lexical, lexical)])
        rows = [at[one.passage_id] for one in fused[:DEPTH]]
        near = vectors[rows]
        leads = [_lead([one.score for one in leg]) for leg in (dense, lexical)]
        ours = [_normal({one.passage_id: one.score for one in leg}) for leg in (dense, lexical)]
        of_legs = [np.array([leg.get(pool.pieces[i].id, 0.0) for i in rows]) for leg in ours]
        signals = {
            "dense": of_legs[0],
            "lexical": of_legs[1],
            "dense x length": of_legs[0] * (np.log1p(len(text.split())) - 3),
            "lexical x length": of_legs[1] * (np.log1p(len(text.split())) - 3),
            "dense x lead": of_legs[0] * leads[0],
            "lexical x lead": of_legs[1] * leads[1],
            "siblings": _siblings([owners[i] for i in rows], [one.score for one in fused]),
            "document vector": 10 * (means[owners[rows]] @ query),
            "feedback": 10 * (near @ near[:3].mean(axis=0)),
            **_words(text, [pool.pieces[i].text for i in rows]),
        }
        ids = [pool.pieces[i].id for i in rows]
        items = tuple(ids if asked.by_passage else [pool.documents[one] for one in ids])
        right = np.array([one in asked.relevant[key] for one in items])
        found.append(Asked(key, items, right, signals))
    return found


def _normal(scores: Mapping[str, float]) -> dict[str, float]:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def _lead(scores: Sequence[float]) -> float:
    """Return by how many standard deviations the best of a leg is ahead of its tenth."""
    return (scores[0] - scores[min(9, len(scores) - 1)]) / (float(np.std(scores)) or 1.0) if scores else 0.0


def _siblings(owners: Sequence[int], scores: Sequence[float]) -> Matrix:
    """Return the best score of another candidate of the same document."""
    pairs = list(zip(owners, scores, strict=False))
    others = [
        [score for j, (other, score) in enumerate(pairs) if other == owner and j != i]
        for i, (owner, _) in enumerate(pairs)
    ]
    return np.array([max(group, default=0.0) for group in others])


def _words(text: str, passages: Sequence[str]) -> dict[str, Matrix]:
    """Return what share of the question's words each passage and its beginning cover, and its length."""
    wanted = content_terms(text)
    whole, begun = ([TermSet.of(one[:reach]) for one in passages] for reach in (None, 200))
    covered = Coverage(wanted, whole)
    return {
        "words covered": np.array([covered(one) for one in whole]),
        "title covered": np.array([covered(one) for one in begun]),
        "length": np.log1p([len(one) for one in passages]) / 5,
    }


def learn(groups: Sequence[Sequence[Asked]], names: Sequence[str]) -> Matrix:
    """Return weights that put right candidates first; each set counts the same."""
    cases = [
        (one, 1 / len(group)) for group in groups for one in group if one.right.any() and not one.right.all()
    ]
    signals = np.zeros((len(cases), DEPTH, 2 + len(names)))
    empty = np.full((len(cases), DEPTH), -np.inf)  # fewer candidates than DEPTH
    right = np.zeros((len(cases), DEPTH))
    for i, (one, _) in enumerate(cases):
        signals[i, : len(one.right)] = one.matrix(names)
        empty[i, : len(one.right)] = 0.0
        right[i, : len(one.right)] = one.right / one.right.sum()
    share = np.array([weight for _, weight in cases])[:, None]
    start = np.array([_START, _START, *(0.0 for _ in names)])
    weights, slope, spread = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, _STEPS + 1):
        scores = signals @ weights + empty
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        off = share / share.sum() * (likely / likely.sum(axis=1, keepdims=True) - right)
        gradient = np.einsum("cd,cds->s", off, signals) + 2 * _PULL * (weights - start)
        slope = 0.9 * slope + 0.1 * gradient  # Kingma & Ba, "Adam", ICLR 2015
        spread = 0.999 * spread + 0.001 * gradient**2
        weights = weights - _RATE * (slope / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--cache", type=Path, default=Path(".bench"))
    args = parser.parse_args()
    store = VectorStore(args.model, args.cache)
    sets, found = {}, {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in args.sets:
            sets[name] = read_set(name, args.data, "dev")
            pool = Pool.of(sets[name], Path(scratch), Options())
            vectors = store.passages([piece.text for piece in pool.pieces])
            found[name] = read(sets[name], pool, vectors, store)
    print(f"{'':31}" + "".join(f"{name:>12}" for name in (*found, "mean")))
    half = np.array([Options().dense, Options().lexical])
    before = [_measured(sets[name], found[name], (), half) for name in found]
    _print("as it is", before)
    for group, names in GROUPS.items():
        after = []
        for name in found:
            weights = learn([found[other] for other in found if other != name], names)
            after.append(_measured(sets[name], found[name], names, weights))
        _print(group, [a - b for a, b in zip(after, before, strict=True)], "+.4f")


def _measured(asked: RetrievalSet, found: Sequence[Asked], names: Sequence[str], weights: Matrix) -> float:
    return ndcg(asked, {one.query_id: one.ranked(one.matrix(names) @ weights) for one in found})


def _print(name: str, values: Sequence[float], shape: str = ".4f") -> None:
    print(
        f"{name:31}" + "".join(f"{format(value, shape):>12}" for value in (*values, np.mean(values))),
        flush=True,
    )


if __name__ == "__main__":
    main()
