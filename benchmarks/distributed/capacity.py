"""What one node of an engine takes and gives: rows in, bytes, questions out.

    python scripts/engines.py install
    python -m benchmarks.distributed.capacity --vectors VECTORS.npy --rows 200000 --engine server
    python -m benchmarks.distributed.capacity --vectors VECTORS.npy --rows 50000 --engine small

VECTORS is a float32 array of shape (n, dim), read in part (`benchmarks.speed.corpora` makes one). Lexical
vectors are synthetic, for an engine that takes them: 300 terms a passage of a vocabulary whose terms are as
frequent as words are (Zipf). The engine is started here, in a folder of its own beside VECTORS, and ended;
nothing else should run. It prints one line of JSON.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexUnreachable
from indexer.milvus.collection import DENSE, LEXICAL, Collection, Row
from indexer.milvus.connection import Connection
from indexer.milvus.target import DenseKind, Target

ROOT = Path(__file__).resolve().parents[2]
QUERIES = 200
TERMS, VOCABULARY = 300, 200_000


def main() -> None:
    """Measure one engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--engine", choices=["small", "server"], default="server")
    parser.add_argument("--dense", type=DenseKind, default=DenseKind.HNSW)
    args = parser.parse_args()
    vectors = np.load(args.vectors, mmap_mode="r")
    vectors = np.array(vectors[:: max(1, len(vectors) // args.rows)][: args.rows], np.float32)
    with (
        tempfile.TemporaryDirectory(dir=args.vectors.parent) as folder,
        started(args.engine, Path(folder) / "engine") as (target, pids),
    ):
        found = measure(target(dense=args.dense), vectors, pids, Path(folder))
    print(json.dumps({"engine": args.engine, "rows": len(vectors), "index": args.dense, **found}))


@contextmanager
def started(engine: str, folder: Path) -> Iterator[Any]:
    """Run an engine; yields what makes a target of it, and what lists its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts/engines.py"), "run", engine, str(folder), str(port)]
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    lexical = engine == "small"

    def target(**options: Any) -> Target:  # noqa: ANN401  # fields of a target
        return Target(f"http://127.0.0.1:{port}", timeout=60.0, lexical=lexical, **options)

    try:
        yield target, lambda: members(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def members(group: int) -> list[int]:
    """Return the processes of a group."""
    listed = subprocess.run(["pgrep", "-g", str(group)], capture_output=True, text=True, check=True)
    return [int(line) for line in listed.stdout.split()]


def measure(target: Target, vectors: npt.NDArray[np.float32], pids: Any, folder: Path) -> dict[str, Any]:  # noqa: ANN401
    """Fill a collection and ask it."""
    connection = Connection(target)
    version = until_up(connection)
    collection = Collection(connection, "capacity")
    collection.create(vectors.shape[1])
    chance = np.random.default_rng(7)
    idle = resident(pids())
    started_at = time.perf_counter()
    for start in range(0, len(vectors), 2000):
        collection.put(rows(vectors[start : start + 2000], start, target.lexical, chance))
    inserting = time.perf_counter() - started_at
    assert collection.count() == len(vectors)
    connection.write(lambda client, left: client.flush("capacity", timeout=left), wait=600)
    indexing = until_indexed(connection, target)
    asked = vectors[chance.choice(len(vectors), QUERIES, replace=False)]
    asked = asked + 0.02 * chance.standard_normal(asked.shape).astype(np.float32)
    found: dict[str, Any] = {
        "version": version,
        "insert_rows_per_s": round(len(vectors) / inserting),
        "index_s": round(indexing, 1),
        "resident_mb": round(resident(pids()) / 2**20),
        "resident_idle_mb": round(idle / 2**20),
        "disk_mb": round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20),
        "dense": ask(collection, DENSE, list(asked), target),
        "recall_at_10": recall(collection, asked, vectors, target),
    }
    if target.lexical:
        questions = [dict.fromkeys(map(int, terms(chance, 30)), 1.0) for _ in range(QUERIES)]
        found["lexical"] = ask(collection, LEXICAL, questions, target)
    connection.close()
    return found


def rows(
    vectors: npt.NDArray[np.float32], start: int, lexical: bool, chance: np.random.Generator
) -> Iterator[Row]:
    """Yield passages, ten a document."""
    for place, vector in enumerate(vectors, start):
        document = f"{place // 10:016x}"
        words = dict.fromkeys(map(int, terms(chance, TERMS)), 1.0) if lexical else None
        yield Row(f"{document}-{place % 10:04d}", document, "public", 1, vector, words)


def terms(chance: np.random.Generator, count: int) -> npt.NDArray[np.int64]:
    """Return terms as frequent as words are."""
    return np.unique(chance.zipf(1.2, count) % VOCABULARY)


def until_up(connection: Connection) -> str:
    """Wait for an engine that has just been started; return its version."""
    end = time.monotonic() + 120
    while True:
        try:
            return connection.version()
        except IndexUnreachable:
            if time.monotonic() > end:
                raise
            time.sleep(1)


def until_indexed(connection: Connection, target: Target) -> float:
    """Wait until all rows are indexed; return the seconds. An engine that does not tell is done at once."""
    begun = time.perf_counter()
    while True:
        told = connection.read(lambda client, left: client.describe_index("capacity", DENSE, timeout=left))
        pending = int((told or {}).get("pending_index_rows", 0) or 0)
        if (told or {}).get("state") in (None, "Finished", 3) and not pending:
            return time.perf_counter() - begun
        time.sleep(1)


def ask(collection: Collection, field: str, queries: Sequence[Any], target: Target) -> dict[str, float]:
    """Return times of single questions, and questions per second of four askers."""

    def one(query: Any) -> float:  # noqa: ANN401  # a vector of either kind
        begun = time.perf_counter()
        collection.search(field, [query], 100, "", target.consistency)
        return time.perf_counter() - begun

    for query in queries[:10]:
        one(query)
    times = np.array([one(query) for query in queries]) * 1000
    begun = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, queries))
    rate = len(queries) / (time.perf_counter() - begun)
    p50, p99 = np.percentile(times, [50, 99])
    return {"p50_ms": round(float(p50), 2), "p99_ms": round(float(p99), 2), "qps_4": round(rate, 1)}


def recall(
    collection: Collection, asked: npt.NDArray[np.float32], vectors: npt.NDArray[np.float32], target: Target
) -> float:
    """Return the share of the true ten nearest that are found."""
    shares = []
    for query in asked[:100]:
        scores = vectors @ query
        least = np.partition(scores, -10)[-10]
        (found,) = collection.search(DENSE, [query], 10, "", target.consistency)
        shares.append(sum(hit.score >= least - 1e-5 for hit in found) / 10)
    return round(float(np.mean(shares)), 4)


def resident(pids: Sequence[int]) -> int:
    """Return the bytes of memory that processes hold."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids if alive(pid)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def alive(pid: int) -> bool:
    """Tell whether a process is there."""
    return Path(f"/proc/{pid}/statm").exists()


if __name__ == "__main__":
    main()
