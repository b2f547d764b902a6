"""How near composed vectors are to true ones, and whether their neighbourhoods are alike."""

import sqlite3
from pathlib import Path

import numpy as np

from benchmarks.speed.corpora.compose import BLOCK, PASSAGES, Composer, plans
from benchmarks.speed.corpora.headers import Heads
from benchmarks.speed.corpora.pieces import Floats, Pool
from corpus.types import Passage, Span
from indexer.texts import passage_text
from models.protocols import Embedder

RANKS = (1, 10, 100)
_QUANTILES = (5, 50, 95)


def report(pool: Pool, embedder: Embedder, sample: int, catalog: Path | None) -> list[str]:
    """Return lines: cosines of composed and true vectors, then of neighbours in collections of one size."""
    made = _made_texts(pool, sample)
    true = embedder.embed_passages(made)
    vectors = np.concatenate([Composer(pool).vectors(plan) for plan in plans(pool, 2 * BLOCK)])
    exact = next(plans(pool, BLOCK))
    lines = []
    for what, found in (("with noise", vectors), ("without noise", Composer(pool, noise=0).vectors(exact))):
        cosines = np.sum(true * found[: len(true)], axis=1)
        lines.append(f"cosine of composed and true {what}: {_spread(cosines)}")
    lines.append(f"true, neighbours among composed: {_neighbours(true, vectors[len(true) :])}")
    lines.append(
        f"composed, neighbours among composed: {_neighbours(vectors[: len(true)], vectors[len(true) :])}"
    )
    few = vectors[:sample]
    lines.append(f"true among {sample} true: {_neighbours(true, true, own=True)}")
    lines.append(f"composed among {sample} composed: {_neighbours(few, few, own=True)}")
    if catalog is not None:
        real = _stored(catalog)
        size = min(len(real), len(vectors))
        chance = np.random.default_rng(1).permutation(size)[:1000]
        for name, found in (("real", real[:size]), ("composed", vectors[:size])):
            lines.append(f"{size} {name} among themselves: {_neighbours(found[chance], found, own=True)}")
    return lines


def _made_texts(pool: Pool, count: int) -> list[str]:
    """Return what would be embedded of the first passages."""
    heads, plan = Heads(), next(plans(pool, BLOCK))
    found = []
    for row in range(count):
        document = row // PASSAGES
        text = plan.text(pool, row)
        passage = Passage("", "", 0, "", (), Span(0, len(text)), text)
        found.append(passage_text(heads[document].title(plan.title_text(pool, document)), passage))
    return found


def _stored(catalog: Path) -> Floats:
    """Return the vectors of a catalog, in the order of passages."""
    with sqlite3.connect(f"file:{catalog}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT vector FROM vectors ORDER BY passage_id").fetchall()
    return np.stack([np.frombuffer(row[0], np.float32) for row in rows])


def _neighbours(questions: Floats, vectors: Floats, own: bool = False) -> str:
    """Tell the cosine with the nearest, the tenth and the hundredth; `own` leaves the vector itself out."""
    scores = -np.sort(-(questions @ vectors.T), axis=1)[:, int(own) : int(own) + max(RANKS)]
    return "; ".join(f"{rank}. {_spread(scores[:, rank - 1])}" for rank in RANKS)


def _spread(values: Floats) -> str:
    low, middle, high = np.percentile(values, _QUANTILES)
    return f"{middle:.3f} ({low:.3f} to {high:.3f})"
