"""Ten million vectors: how the dense index is built over them, and how it is searched.

    python -m benchmarks.speed.ten_million --pool build/scale/pool.npz --folder build/scale/10m
    python -m benchmarks.speed.ten_million --pool build/scale/pool.npz --folder FOLDER --codes /dev/shm

Vectors are composed as those of the other collections (`benchmarks.speed.corpora.compose`) and go into the
index as they come, block by block, in documents of ten; nothing else is kept of them. The exact nearest are
noted on the way. Then a process of its own opens the index and asks the questions of the quality sets. It
takes 15.4 GB for the vectors and 3.9 GB for the codes, which `--codes` puts elsewhere, into memory too.
What is built is kept, and measured again by the same command; `--again` builds anew. Prints JSON, kept in
FOLDER/measured.json.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from benchmarks.speed.corpora.compose import PASSAGES, Composer, plans
from benchmarks.speed.corpora.pieces import Floats, Integers, load
from benchmarks.speed.suite.latency import memory
from benchmarks.speed.suite.questions import questions
from indexer.dense import DenseIndex, DocumentRows, Scale, read_segment
from indexer.dense.segment import write_listed
from indexer.manifest import SegmentEntry
from models.load import load_embedder

DIM, QUERIES, DEPTH, NEAREST = 384, 200, 100, 10
_BYTES_A_ROW = 4 * DIM + DIM + 12
_SPARE = 5e9  # bytes of the disk that are left alone
ENTRY, TRUTH, BUILT, FOUND = "entry.json", "truth.npz", "built.json", "measured.json"


class Stream:
    """Documents with composed vectors; notes what lies nearest to each query as they pass."""

    def __init__(self, pool: Path, rows: int, queries: Floats) -> None:
        self._pieces = load(pool)
        self._rows, self._queries = rows, queries
        self._scores = np.full((len(queries), NEAREST), -np.inf, np.float32)
        self._places = np.full((len(queries), NEAREST), -1, np.int64)
        self.seconds = 0.0

    def documents(self) -> Iterator[DocumentRows]:
        """Yield all documents."""
        composer, first = Composer(self._pieces), 0
        for plan in plans(self._pieces, self._rows // PASSAGES):
            began = time.process_time()
            vectors = composer.vectors(plan)
            self._note(vectors, first)
            self.seconds += time.process_time() - began
            for at in range(0, len(vectors), PASSAGES):
                name = f"{(first + at) // PASSAGES:016x}"
                ids = tuple(f"{name}-{i:04d}" for i in range(PASSAGES))
                yield name, ids, vectors[at : at + PASSAGES]
            first += len(vectors)
            if not first % 500_000:
                print(f"{first:,} composed", file=sys.stderr, flush=True)

    def truth(self) -> tuple[Floats, Integers]:
        """Return scores and rows of what lies nearest to each query."""
        order = np.argsort(-self._scores, axis=1)
        return np.take_along_axis(self._scores, order, 1), np.take_along_axis(self._places, order, 1)

    def _note(self, vectors: Floats, first: int) -> None:
        scores = self._queries @ vectors.T
        near = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
        scores = np.hstack([self._scores, np.take_along_axis(scores, near, 1)])
        places = np.hstack([self._places, near + first])
        best = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
        self._scores = np.take_along_axis(scores, best, 1)
        self._places = np.take_along_axis(places, best, 1)


def build(pool: Path, folder: Path, rows: int, codes: Path | None) -> None:
    """Write the segment, what lies nearest, and how long it took."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < rows * (_BYTES_A_ROW if codes is None else 4 * DIM + 12) + _SPARE:
        raise SystemExit(f"{free / 1e9:.0f} GB are free under {folder}: too little")
    if codes is not None:
        draft = folder / "draft.bytes"
        draft.unlink(missing_ok=True)
        draft.symlink_to(codes / f"chidao-{rows}.bytes")
    stream = Stream(pool, rows, load_embedder().embed_queries(questions(QUERIES)))
    wall, cpu = time.perf_counter(), time.process_time()
    entry = write_listed(folder, stream.documents(), DIM, Scale())
    told = {
        "rows": entry.rows,
        "lists": entry.approximate.lists if entry.approximate else 0,
        "build_s": round(time.perf_counter() - wall),
        "build_cpu_s": round(time.process_time() - cpu),
        "of_it_composing_cpu_s": round(stream.seconds),
        "build_most_resident_mb": _high_water(),
        "load": round(os.getloadavg()[1], 1),
    }
    scores, places = stream.truth()
    np.savez(folder / TRUTH, scores=scores, places=places)
    (folder / BUILT).write_text(json.dumps(told), encoding="utf-8")
    (folder / ENTRY).write_text(json.dumps(asdict(entry)), encoding="utf-8")


def measure(folder: Path) -> dict[str, object]:
    """Return recall, latency on one thread, memory and disk of what was built."""
    queries = load_embedder().embed_queries(questions(QUERIES))
    entry = TypeAdapter(SegmentEntry).validate_json((folder / ENTRY).read_bytes())
    before, began = memory(), time.perf_counter()
    index = DenseIndex([read_segment(folder, entry)], DIM)
    opened, kept = time.perf_counter() - began, memory()
    with np.load(folder / TRUTH) as truth:
        least = truth["scores"][:, -1] - 1e-5
    found = {"opened_s": round(opened, 2), "first_round": _asked(index, queries, least)}
    rounds = [_asked(index, queries, least) for _ in range(3)]
    found["later_round"] = min(rounds, key=lambda one: one["p50_ms"])
    ten = [index.search(query[None], NEAREST, None)[0] for query in queries]
    found["recall@10 of k = 10"] = _recall([[hit.score for hit in hits] for hits in ten], least)
    found["memory_mb"] = {"started": before, "opened": kept, "asked": memory()}
    found["disk_mb"] = {one.name.split(".")[1]: round(one.size / 1e6) for one in entry.files}
    return found


def _asked(index: DenseIndex, queries: Floats, least: Floats) -> dict[str, float]:
    wall, cpu, scores = [], [], []
    for query in queries:
        begun, busy = time.perf_counter(), time.thread_time()
        hits = index.search(query[None], DEPTH, None)[0]
        wall.append(1e3 * (time.perf_counter() - begun))
        cpu.append(1e3 * (time.thread_time() - busy))
        scores.append([hit.score for hit in hits])
    at = {f"p{q}_ms": round(float(np.percentile(wall, q)), 2) for q in (50, 95, 99)}
    own = {f"cpu_p{q}_ms": round(float(np.percentile(cpu, q)), 2) for q in (50, 95)}
    return {**at, **own, "cpu_mean_ms": round(float(np.mean(cpu)), 2), "recall@10": _recall(scores, least)}


def _recall(scores: list[list[float]], least: Floats) -> float:
    """Return the share of the nearest that was found; ties at the end may go either way."""
    found = [sum(score >= own for score in hits) for hits, own in zip(scores, least, strict=True)]
    return round(float(np.mean(np.minimum(found, NEAREST))) / NEAREST, 4)


def _high_water() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Build where there is nothing yet, and measure in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pool", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--codes", type=Path, help="a folder for the codes of the rows")
    parser.add_argument("--again", action="store_true", help="build although something is built")
    parser.add_argument("--measure", action="store_true", help="only measure, here")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.folder)))
        return
    if options.again or not (options.folder / ENTRY).exists():
        build(options.pool, options.folder, options.rows, options.codes)
    command = [sys.executable, "-m", "benchmarks.speed.ten_million", "--measure"]
    arguments = ["--pool", str(options.pool), "--folder", str(options.folder)]
    done = subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    built = json.loads((options.folder / BUILT).read_text(encoding="utf-8"))
    found = json.dumps({**built, **json.loads(done.stdout.splitlines()[-1])}, indent=1)
    (options.folder / FOUND).write_text(found + "\n", encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
