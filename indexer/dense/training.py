"""Forming the lists of a large segment; the same rows give the same lists."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.dense.codes import write_codes
from indexer.dense.files import VectorFile, Vectors
from indexer.dense.library import cores, on_threads
from indexer.dense.lists import Place, packed

_SEED = 7
_ROUNDS = 8  # of k-means
_OF_LIST = 32  # rows of each list that k-means sees
_RANGES = 65_536  # rows of which the ranges of the bytes are learned


@dataclass(frozen=True, slots=True)
class _Lists:
    """Where the rows went, and what the lists became."""

    place: Place
    means: Vectors
    spreads: Vectors


def train(vectors: VectorFile, dim: int, lists: int, target: Path) -> bytes:
    """Write the bytes of all rows, ordered by lists, to `target`; return what is known of the lists.

    Half of the cores are used: a server answers meanwhile.
    """
    chance = np.random.default_rng(_SEED)
    with on_threads(max(1, cores() // 2)) as faiss:
        centres = _centres(faiss, _some(vectors, lists * _OF_LIST, chance), dim, lists)
        found = _assigned(faiss, vectors, centres)
        quantizer = faiss.IndexFlatIP(dim)
        quantizer.add(found.means)
        index = faiss.IndexIVFScalarQuantizer(
            quantizer, dim, lists, faiss.ScalarQuantizer.QT_8bit_uniform, faiss.METRIC_INNER_PRODUCT, True
        )
        index.train(_some(vectors, _RANGES, chance))
        write_codes(index, vectors, found.place, target)
    return packed(found.means, found.spreads, found.place)


def _some(vectors: VectorFile, count: int, chance: np.random.Generator) -> Vectors:
    """Return some rows, or all where there are not more."""
    if count >= vectors.count:
        return vectors.between(0, vectors.count)
    return vectors.at(np.sort(chance.choice(vectors.count, count, replace=False)))


def _centres(faiss: Any, sample: Vectors, dim: int, lists: int) -> Vectors:  # noqa: ANN401
    clustering = faiss.Kmeans(
        dim,
        lists,
        niter=_ROUNDS,
        seed=_SEED,
        spherical=True,
        min_points_per_centroid=1,
        max_points_per_centroid=_OF_LIST,
    )
    clustering.train(np.ascontiguousarray(sample))
    found: Vectors = clustering.centroids
    return found


def _assigned(faiss: Any, vectors: VectorFile, centres: Vectors) -> _Lists:  # noqa: ANN401
    """Put each row into the list of its nearest centre."""
    nearest = faiss.IndexFlatIP(centres.shape[1])
    nearest.add(centres)
    place = np.empty(vectors.count, np.uint16)
    sums = np.zeros(centres.shape)
    squares = np.zeros(len(centres))
    for start, block in vectors.blocks():
        own = nearest.search(np.ascontiguousarray(block), 1)[1][:, 0]
        place[start : start + len(block)] = own
        order = np.argsort(own, kind="stable")
        present, first = np.unique(own[order], return_index=True)
        sums[present] += np.add.reduceat(block[order].astype(np.float64), first, axis=0)
        lengths = np.einsum("ij,ij->i", block, block, dtype=np.float64)
        squares[present] += np.add.reduceat(lengths[order], first)
    sizes = np.maximum(np.bincount(place, minlength=len(centres)), 1)
    means = sums / sizes[:, None]
    spreads = np.sqrt(np.maximum(squares / sizes - (means**2).sum(axis=1), 0))
    return _Lists(place, means.astype(np.float32), spreads.astype(np.float32))
