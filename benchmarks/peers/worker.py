"""Measure one library over collections; started by `benchmarks.peers.run`, in a process of its own.

    python -m benchmarks.peers.worker --engine txtai --jobs DIR... --out FILE [--quality] [--speed]

Needs nothing but NumPy and the library. With --core the process is bound to one core, so that every
library has one thread's worth of processor, its helpers included.
"""

import argparse
import gc
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.engines.base import Asked, Engine, Ranking
from benchmarks.peers.engines.table import TABLE, load
from benchmarks.peers.job import Job

K = 10  # passages a caller asks for, where time is taken
DEPTH = 100  # passages asked for where quality is measured: documents count by their best passage
KEPT = 20  # items of a run
QUESTIONS = 120  # timed one by one at most
BUDGET = 6.0  # seconds for the timed questions of one mode, and again for the batch
LEAST = 20  # questions timed whatever they take
WARM = 5
SEED = 20_261_123


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=tuple(TABLE), required=True)
    parser.add_argument("--jobs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--core", type=int)
    parser.add_argument("--patience", type=float, default=1e9, help="seconds for the questions of a mode")
    args = parser.parse_args()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})
    found = []
    for folder in args.jobs:
        found.append(measure(args.engine, Job(folder), args.quality, args.speed, args.patience))
        args.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def measure(name: str, job: Job, quality: bool, speed: bool, patience: float = 1e9) -> dict[str, Any]:
    """Build one collection and ask its questions."""
    engine = load(name)
    collection, passages, by_passage = job.name, len(job.passages), job.by_passage
    documents = {one.id: one.document_id for one in job.passages}
    asked = [Asked(*pair) for pair in zip(job.questions, job.question_vectors, strict=True)]
    assert len(job.vectors) == passages  # read now, not within the build
    started = time.perf_counter()
    engine.prepare(job)
    prepared = time.perf_counter()
    scratch = Path(tempfile.mkdtemp(prefix="peers-"))
    try:
        engine.build(job, scratch)
        built = time.perf_counter()
        del job
        gc.collect()
        found: dict[str, Any] = {
            "engine": name,
            "collection": collection,
            "versions": {package: version(package) for package in engine.packages},
            "passages": passages,
            "prepare_s": prepared - started,
            "build_s": built - prepared,
            "modes": {mode: {} for mode in engine.modes},
        }
        for mode, of_mode in found["modes"].items():
            if speed:
                of_mode["latency_ms"] = dict(latencies(engine, asked, mode))
                found["rss_mb"] = resident()
                if engine.batches:
                    of_mode["batch"] = batch(engine, asked, mode, of_mode["latency_ms"])
            if quality:
                of_mode["runs"] = runs(engine, asked, mode, None if by_passage else documents, patience)
        found["disk_mb"] = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file()) / 1e6
        engine.close()
        found["seconds"] = time.perf_counter() - started
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found


def latencies(engine: Engine, asked: Sequence[Asked], mode: str) -> Iterator[tuple[str, float]]:
    """Yield question id -> milliseconds, of questions as they were written."""
    chosen = timed(asked)
    for one in chosen[-WARM:]:
        engine.search(one, mode, K)
    began = time.perf_counter()
    for done, one in enumerate(chosen):
        started = time.perf_counter()
        if done >= LEAST and started - began > BUDGET:
            return
        engine.search(one, mode, K)
        yield one.question.id, (time.perf_counter() - started) * 1000


def timed(asked: Sequence[Asked]) -> list[Asked]:
    """Return the questions that are timed, in an order that is the same for every library."""
    written = sorted((one for one in asked if one.question.form == "as-is"), key=lambda one: one.question.id)
    return random.Random(SEED).sample(written, min(QUESTIONS, len(written)))


def batch(engine: Engine, asked: Sequence[Asked], mode: str, known: dict[str, float]) -> dict[str, Any]:
    """Ask many at once, as many as fit into the budget."""
    usual = sorted(known.values())[len(known) // 2] / 1000
    chosen = timed(asked)[: max(1, min(QUESTIONS, int(BUDGET / usual)))]
    started = time.perf_counter()
    engine.batch(chosen, mode, K)
    return {"questions": [one.question.id for one in chosen], "seconds": time.perf_counter() - started}


def runs(
    engine: Engine,
    asked: Sequence[Asked],
    mode: str,
    documents: dict[str, str] | None,
    patience: float,
) -> dict[str, dict[str, dict[str, float]]]:
    """Return form -> question id -> item -> score; items are documents, or passages where none are given.

    Forms that are not done in time are left out.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    began = time.perf_counter()
    for start in range(0, len(asked), 50):
        if time.perf_counter() - began > patience:
            found.pop(asked[start].question.form, None)
            break
        part = asked[start : start + 50]
        for one, ranking in zip(part, engine.batch(part, mode, DEPTH), strict=True):
            found.setdefault(one.question.form, {})[one.question.id] = items(ranking, documents)
    return found


def items(ranking: Ranking, documents: dict[str, str] | None) -> dict[str, float]:
    """Keep the best passage of each document; where scores tie, the order that the library gave counts."""
    ordered = dict.fromkeys(documents[key] if documents else key for key, _ in ranking)
    return {item: float(-rank) for rank, item in enumerate(list(ordered)[:KEPT])}


def resident() -> float:
    """Return the memory of this process and of those it started, in MB."""
    total = 0
    for process in (os.getpid(), *children(os.getpid())):
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS"))
    return total * 1024 / 1e6


def children(process: int) -> Iterator[int]:
    """Yield the processes that a process started, theirs too."""
    with suppress(FileNotFoundError):  # a thread may end while it is asked
        for tasks in list(Path(f"/proc/{process}/task").iterdir()):
            for child in map(int, (tasks / "children").read_text().split()):
                yield child
                yield from children(child)


if __name__ == "__main__":
    main()
