"""Ways to search many vectors, side by side: build, size, time, recall, and all of these under filters.

    python -m benchmarks.speed.vectors --vectors vectors.npy --queries queries.npy
    python -m benchmarks.speed.vectors --rows 1000000 --choices ours,ivf-sq8,ivf-rabitq

Without `--vectors` they are drawn around centres, without `--queries` they are rows with noise. One query is
searched at a time, on one thread; recall is against exact search over the same rows. `--rows` takes the first
of the file. On a busy machine wall times are upper bounds; CPU times stand beside them.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Built:
    """A way to search, ready."""

    search: Search
    seconds: float
    megabytes: float
    filters: bool = False


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


def truth(vectors: Vectors, queries: Vectors, k: int, chosen: Integers | None = None) -> Integers:
    """Return the rows nearest to each query, shape (queries, k)."""
    best = np.full((len(queries), 0), 0, np.float32)
    rows = np.zeros((len(queries), 0), np.int64)
    numbers = np.arange(len(vectors)) if chosen is None else chosen
    for start in range(0, len(numbers), BLOCK):
        part = numbers[start : start + BLOCK]
        best = np.hstack([best, queries @ vectors[part].T])
        rows = np.hstack([rows, np.broadcast_to(part, (len(queries), len(part)))])
        order = np.argpartition(-best, min(k, best.shape[1] - 1), axis=1)[:, :k]
        best, rows = np.take_along_axis(best, order, 1), np.take_along_axis(rows, order, 1)
    return np.take_along_axis(rows, np.argsort(-best, axis=1), 1)


def documents(vectors: Vectors) -> Iterator[DocumentRows]:
    """Yield rows as documents of ten passages."""
    for start in range(0, len(vectors), OF_DOCUMENT):
        name = f"{start // OF_DOCUMENT:016x}"
        block = np.asarray(vectors[start : start + OF_DOCUMENT])
        yield name, tuple(f"{name}-{i:04d}" for i in range(len(block))), block


def ours(vectors: Vectors, folder: Path, flat: bool) -> Built:
    """Build what the index uses: exact segments, or one that is searched by lists."""
    started = time.perf_counter()
    place, scale = folder / ("flat" if flat else "lists"), Scale()
    rows = documents(vectors)
    entry = write_segment(place, list(rows), DIM) if flat else write_listed(place, rows, DIM, scale)
    seconds = time.perf_counter() - started
    index = DenseIndex([read_segment(place, entry)], DIM)
    size = {stamp.name.split(".")[1]: stamp.size for stamp in entry.files}

    def search(query: Vectors, k: int, allowed: frozenset[str] | None) -> Integers:
        hits = (hit.passage_id.split("-") for hit in index.search(query[None, :], k, allowed)[0])
        return np.array([int(document, 16) * OF_DOCUMENT + int(at) for document, at in hits], np.int64)

    held = sum(size.values()) - size.get("vectors", 0)
    return Built(search, seconds, held / 1e6, filters=True)


def library(vectors: Vectors, description: str, probes: int) -> Built:
    """Build an index of FAISS by its description; coarse candidates are scored from the vectors."""
    import faiss

    started = time.perf_counter()
    index: Any = faiss.index_factory(DIM, description, faiss.METRIC_INNER_PRODUCT)
    chance = np.random.default_rng(7)
    sample = np.sort(chance.choice(len(vectors), min(len(vectors), 65_536), replace=False))
    index.train(np.ascontiguousarray(vectors[sample]))
    for start in range(0, len(vectors), BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + BLOCK]))
    seconds = time.perf_counter() - started
    if probes and "HNSW" in description:
        index.hnsw.efSearch = probes
    elif probes:
        index.nprobe = probes

    def search(query: Vectors, k: int, allowed: frozenset[str] | None) -> Integers:
        with on_threads(1):
            rows = index.search(query[None, :], REFINED * k)[1][0]
        rows = np.sort(rows[rows >= 0])
        scores = np.einsum("ij,j->i", vectors[rows], query)
        found: Integers = rows[np.argsort(-scores, kind="stable")[:k]]
        return found

    return Built(search, seconds, faiss.serialize_index(index).nbytes / 1e6)


def choices(vectors: Vectors, folder: Path) -> dict[str, Callable[[], Built]]:
    """Return the ways that are compared."""
    lists = max(1, round(2 * len(vectors) ** 0.5))
    return {
        "ours": lambda: ours(vectors, folder, flat=False),
        "flat": lambda: ours(vectors, folder, flat=True),
        "flat-sq8": lambda: library(vectors, "SQ8", 0),
        "flat-fp16": lambda: library(vectors, "SQfp16", 0),
        "ivf-sq8": lambda: library(vectors, f"IVF{lists},SQ8", 160),
        "ivf-pq-fast": lambda: library(vectors, f"IVF{lists},PQ96x4fs", 160),
        "ivf-rabitq": lambda: library(vectors, f"IVF{lists},RaBitQfs", 160),
        "hnsw-sq8": lambda: library(vectors, "HNSW16_SQ8", 200),
    }


def measured(
    name: str, built: Built, queries: Vectors, wanted: Integers, allowed: frozenset[str] | None
) -> str:
    """Return a row of the table."""
    k = wanted.shape[1]
    started = time.perf_counter()
    built.search(queries[0], k, allowed)
    first = time.perf_counter() - started
    wall, cpu, at_10, at_k = [], [], [], []
    for query, rows in zip(queries, wanted, strict=True):
        begun, busy = time.perf_counter(), time.thread_time()
        found = built.search(query, k, allowed)
        wall.append(1e3 * (time.perf_counter() - begun))
        cpu.append(1e3 * (time.thread_time() - busy))
        at_10.append(np.isin(rows[:10], found[:10]).mean())
        at_k.append(np.isin(rows, found).mean())
    p50, p99, own = np.percentile(wall, 50), np.percentile(wall, 99), np.percentile(cpu, 50)
    return (
        f"| {name} | {built.seconds:.0f} | {built.megabytes:.0f} | {1e3 * first:.1f} | {p50:.2f} | {p99:.2f} "
        f"| {own:.2f} | {np.mean(at_10):.3f} | {np.mean(at_k):.3f} |"
    )


def compare(vectors: Vectors, queries: Vectors, names: list[str], k: int, folder: Path) -> None:
    """Print the table."""
    print(f"{len(vectors)} rows, {len(queries)} queries, k = {k}, load {os.getloadavg()[0]:.1f}\n")
    print("| way | build s | MB without vectors | first ms | p50 ms | p99 ms | CPU p50 ms | recall@10 | @k |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    everything = truth(vectors, queries, k)
    for name in names:
        built = choices(vectors, folder)[name]()
        print(measured(name, built, queries, everything, None), flush=True)
        for share in SHARES if built.filters else ():
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
    parser.add_argument("--queries", type=Path, help="a .npy file of float32, shape (queries, dim)")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--most", type=int, default=200, help="queries at most")
    parser.add_argument("--k", type=int, default=100)
    parser.add_argument("--choices", default="ours,flat,flat-sq8,ivf-sq8,ivf-pq-fast,ivf-rabitq,hnsw-sq8")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors = np.load(args.vectors, mmap_mode="r") if args.vectors else drawn(args.rows, folder)
        vectors = vectors[: args.rows]
        queries = np.load(args.queries) if args.queries else noisy(vectors, args.most)
        queries = np.ascontiguousarray(queries[:: max(1, len(queries) // args.most)][: args.most])
        compare(vectors, queries, args.choices.split(","), args.k, folder)


if __name__ == "__main__":
    main()
