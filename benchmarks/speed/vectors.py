"""Ways to search many vectors, side by side: build, size, time and recall, with and without filters.

    python -m benchmarks.speed.vectors --vectors build/scale/vectors_1m.npy --asked
    python -m benchmarks.speed.vectors --vectors FILE --asked --rows 20000 60000 100000 --choices ours flat
    python -m benchmarks.speed.vectors --rows 250000 --choices ours ivf-sq8 hnsw-sq8 --filters

Without `--vectors` they are drawn around centres. Queries are rows with noise, or with `--asked` the
questions of the quality sets. One query is searched at a time, on one thread; recall is against exact
search over the same rows. `--rows` takes the first of the file. On a busy machine wall times are upper
bounds; CPU times stand beside them. Lists and their rows are found once and shared by all that need them.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.dense import DenseIndex, Scale, read_segment, write_segment
from indexer.dense.library import on_threads
from indexer.dense.segment import DocumentRows, write_listed

Vectors = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Search = Callable[[Vectors, int, frozenset[str] | None], Integers]  # rows found for one query, best first

DIM, OF_DOCUMENT, BLOCK = 384, 10, 50_000
SHARES = (0.001, 0.01, 0.1, 0.5)
REFINED = 10  # candidates for one that is wanted, where codes are coarse
PROBED = 160  # lists of those ways of the library that use them
OF_LIST, ROUNDS = 32, 8  # rows of each list that k-means sees, and how often
CHOICES = ("ours", "flat", "flat-fp16", "flat-sq8", "ivf-sq8", "ivf-pq-fast", "hnsw-sq8")


@dataclass(frozen=True, slots=True)
class Built:
    """A way to search, ready."""

    search: Search
    seconds: float
    megabytes: float
    filters: bool = False


class Ways:
    """The ways that are compared, over the same rows."""

    def __init__(self, vectors: Vectors, folder: Path) -> None:
        self._vectors, self._folder = vectors, folder
        self._lists = max(1, round(Scale().lists * len(vectors) ** 0.5))

    def build(self, name: str) -> Built:
        """Build one."""
        if name in ("ours", "flat"):
            return self._ours(flat=name == "flat")
        if name == "ivf-sq8":
            return self._by_lists(f"IVF{self._lists},SQ8")
        if name == "ivf-pq-fast":
            return self._by_lists(f"IVF{self._lists},PQ96x4fs")
        descriptions = {"flat-sq8": "SQ8", "flat-fp16": "SQfp16", "hnsw-sq8": "HNSW16_SQ8"}
        return self._whole(descriptions[name])

    def _ours(self, flat: bool) -> Built:
        """Build what the index uses: exact segments, or one that is searched by lists."""
        started = time.process_time()
        place, scale = self._folder / ("flat" if flat else "lists"), Scale()
        if flat:  # in portions, as a collection would be
            starts = range(0, len(self._vectors), scale.portion)
            parts = (documents(self._vectors, start, scale.portion) for start in starts)
            entries = [write_segment(place, list(part), DIM) for part in parts]
        else:
            entries = [write_listed(place, documents(self._vectors), DIM, scale)]
        seconds = time.process_time() - started
        index = DenseIndex([read_segment(place, entry) for entry in entries], DIM)
        stamps = [stamp for entry in entries for stamp in entry.files]
        held = sum(stamp.size for stamp in stamps if not stamp.name.endswith(".vectors"))

        def search(query: Vectors, k: int, allowed: frozenset[str] | None) -> Integers:
            hits = (hit.passage_id.split("-") for hit in index.search(query[None, :], k, allowed)[0])
            return np.array([int(document, 16) * OF_DOCUMENT + int(at) for document, at in hits], np.int64)

        return Built(search, seconds, held / 1e6, filters=True)

    def _whole(self, description: str) -> Built:
        """Build an index of FAISS without lists."""
        import faiss

        started = time.process_time()
        index: Any = faiss.index_factory(DIM, description, faiss.METRIC_INNER_PRODUCT)
        with on_threads(1):
            index.train(some(self._vectors, 65_536))
            for start in range(0, len(self._vectors), BLOCK):
                index.add(np.ascontiguousarray(self._vectors[start : start + BLOCK]))
        if "HNSW" in description:
            index.hnsw.efSearch = 200
        return self._refined(index, time.process_time() - started)

    def _by_lists(self, description: str) -> Built:
        """Build an index of FAISS over shared lists; its time is that of the lists and its own."""
        import faiss

        centres, place, shared = self._assigned
        started = time.process_time()
        index: Any = faiss.index_factory(DIM, description, faiss.METRIC_INNER_PRODUCT)
        index.quantizer.add(centres)
        index.nprobe = PROBED
        with on_threads(1):
            index.train(some(self._vectors, 65_536))
            for start in range(0, len(self._vectors), BLOCK):
                rows = np.ascontiguousarray(self._vectors[start : start + BLOCK])
                own = np.ascontiguousarray(place[start : start + BLOCK])
                if description.endswith(
                    "fs"
                ):  # packs rows of a list together, and takes no lists from outside
                    index.add(rows)
                else:
                    index.add_core(len(rows), faiss.swig_ptr(rows), None, faiss.swig_ptr(own))
        return self._refined(index, shared + time.process_time() - started)

    @cached_property
    def _assigned(self) -> tuple[Vectors, Integers, float]:
        """Return centres, the list of each row, and how many seconds that took."""
        import faiss

        started = time.process_time()
        with on_threads(1):
            means = faiss.Kmeans(
                DIM,
                self._lists,
                niter=ROUNDS,
                seed=7,
                spherical=True,
                max_points_per_centroid=OF_LIST,
                min_points_per_centroid=1,
            )
            means.train(some(self._vectors, OF_LIST * self._lists))
            centres: Any = means.centroids
            nearest = faiss.IndexFlatIP(DIM)
            nearest.add(centres)
            blocks = range(0, len(self._vectors), BLOCK)
            parts = [
                nearest.search(np.ascontiguousarray(self._vectors[at : at + BLOCK]), 1)[1] for at in blocks
            ]
        return centres, np.concatenate(parts)[:, 0], time.process_time() - started

    def _refined(self, index: Any, seconds: float) -> Built:  # noqa: ANN401
        """Score coarse candidates from the vectors."""
        import faiss

        def search(query: Vectors, k: int, allowed: frozenset[str] | None) -> Integers:
            with on_threads(1):
                rows = index.search(query[None, :], REFINED * k)[1][0]
            rows = np.sort(rows[rows >= 0])
            scores = np.einsum("ij,j->i", self._vectors[rows], query)
            found: Integers = rows[np.argsort(-scores, kind="stable")[:k]]
            return found

        return Built(search, seconds, faiss.serialize_index(index).nbytes / 1e6)


def some(vectors: Vectors, count: int) -> Vectors:
    """Return rows drawn by lot, in their order."""
    chosen = np.random.default_rng(7).choice(len(vectors), min(len(vectors), count), replace=False)
    return np.ascontiguousarray(vectors[np.sort(chosen)])


def drawn(rows: int, folder: Path) -> Vectors:
    """Draw unit vectors around centres into a file, portion by portion."""
    found = np.lib.format.open_memmap(folder / "drawn.npy", mode="w+", dtype=np.float32, shape=(rows, DIM))
    centres = np.random.default_rng(1).standard_normal((2000, DIM), np.float32)
    for start in range(0, rows, BLOCK):
        chance = np.random.default_rng([2, start])
        count = min(BLOCK, rows - start)
        block = centres[chance.integers(len(centres), size=count)]
        block = block + chance.standard_normal((count, DIM), np.float32)
        found[start : start + count] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return found


def noisy(vectors: Vectors, count: int) -> Vectors:
    """Return rows with noise, as queries."""
    chance = np.random.default_rng(5)
    chosen = vectors[np.sort(chance.choice(len(vectors), count, replace=False))]
    found = chosen + chance.standard_normal(chosen.shape, np.float32) * np.float32(0.5 / DIM**0.5)
    unit: Vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return unit


def asked(count: int) -> Vectors:
    """Return questions of the quality sets, embedded."""
    from benchmarks.speed.suite.questions import questions
    from models.load import load_embedder

    return load_embedder().embed_queries(questions(count))


def truth(vectors: Vectors, queries: Vectors, k: int, chosen: Integers | None = None) -> Integers:
    """Return the rows nearest to each query, shape (queries, k)."""
    best = np.full((len(queries), 0), 0, np.float32)
    rows = np.zeros((len(queries), 0), np.int64)
    numbers = np.arange(len(vectors)) if chosen is None else chosen
    for start in range(0, len(numbers), BLOCK):
        part = numbers[start : start + BLOCK]
        own = queries @ vectors[part].T
        near = np.argpartition(-own, min(k, own.shape[1]) - 1, axis=1)[:, :k]
        best = np.hstack([best, np.take_along_axis(own, near, 1)])
        rows = np.hstack([rows, part[near]])
        order = np.argsort(-best, axis=1)[:, :k]
        best, rows = np.take_along_axis(best, order, 1), np.take_along_axis(rows, order, 1)
    return rows


def documents(vectors: Vectors, first: int = 0, count: int | None = None) -> Iterator[DocumentRows]:
    """Yield rows as documents of ten passages; of many, `count` rows from `first` on."""
    end = len(vectors) if count is None else min(first + count, len(vectors))
    for start in range(first, end, OF_DOCUMENT):
        name = f"{start // OF_DOCUMENT:016x}"
        block = np.asarray(vectors[start : min(start + OF_DOCUMENT, end)])
        yield name, tuple(f"{name}-{i:04d}" for i in range(len(block))), block


def measured(
    name: str, built: Built, queries: Vectors, wanted: Integers, allowed: frozenset[str] | None
) -> str:
    """Return a row of the table."""
    k = wanted.shape[1]
    built.search(queries[0], k, allowed)
    wall, cpu, at_10, at_k = [], [], [], []
    for query, rows in zip(queries, wanted, strict=True):
        begun, busy = time.perf_counter(), time.thread_time()
        found = built.search(query, k, allowed)
        wall.append(1e3 * (time.perf_counter() - begun))
        cpu.append(1e3 * (time.thread_time() - busy))
        at_10.append(np.isin(rows[:10], found[:10]).mean())
        at_k.append(np.isin(rows, found).mean())
    p50, p99 = np.percentile(wall, 50), np.percentile(wall, 99)
    return (
        f"| {name} | {built.seconds:.0f} | {built.megabytes:.0f} | {p50:.2f} | {p99:.2f} "
        f"| {np.percentile(cpu, 50):.2f} | {np.mean(cpu):.2f} | {np.mean(at_10):.4f} | {np.mean(at_k):.4f} |"
    )


def compare(
    vectors: Vectors, queries: Vectors, names: Sequence[str], k: int, folder: Path, filters: bool
) -> None:
    """Print the table."""
    print(f"\n{len(vectors):,} rows, {len(queries)} queries, k = {k}, load {os.getloadavg()[0]:.1f}\n")
    print("| way | build, CPU s | MB held | p50 ms | p99 ms | CPU p50 ms | CPU mean ms | recall@10 | @k |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    everything, ways = truth(vectors, queries, k), Ways(vectors, folder)
    for name in names:
        built = ways.build(name)
        print(measured(name, built, queries, everything, None), flush=True)
        for share in SHARES if filters and built.filters else ():
            owners = len(vectors) // OF_DOCUMENT
            chance = np.random.default_rng(9)
            chosen = np.sort(chance.choice(owners, max(1, int(share * owners)), replace=False))
            rows = (chosen[:, None] * OF_DOCUMENT + np.arange(OF_DOCUMENT)).ravel()
            allowed = frozenset(f"{one:016x}" for one in chosen.tolist())
            wanted = truth(vectors, queries, min(k, len(rows)), rows)
            print(measured(f"{name}, {share:.1%} left", built, queries, wanted, allowed), flush=True)


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vectors", type=Path, help="a .npy file of float32, shape (rows, dim)")
    parser.add_argument("--asked", action="store_true", help="ask the questions of the quality sets")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--most", type=int, default=200, help="queries")
    parser.add_argument("--k", type=int, default=100)
    parser.add_argument("--choices", nargs="+", choices=CHOICES, default=list(CHOICES))
    parser.add_argument("--filters", action="store_true", help="under filters that leave known shares, too")
    args = parser.parse_args()
    for rows in args.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            vectors = np.load(args.vectors, mmap_mode="r") if args.vectors else drawn(rows, folder)
            vectors = vectors[:rows]
            queries = asked(args.most) if args.asked else noisy(vectors, args.most)
            compare(vectors, queries, args.choices, args.k, folder, args.filters)


if __name__ == "__main__":
    main()
