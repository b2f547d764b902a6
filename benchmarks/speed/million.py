"""Add one document to a catalog of a million passages: seconds, bytes written, memory.

    python -m benchmarks.speed.million build --passages 1000000 --folder build/million
    python -m benchmarks.speed.million add --folder build/million --repeat 10

The documents are recombined sentences of the shipped samples, ten passages each; their vectors are random
unit vectors of the shipped model's dimension, stored as float32 as real ones are. They are inserted
500 documents a transaction; everything else goes the way of `chidao ingest`.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from corpus.catalog import Catalog, Link, SeenFile, rows
from corpus.catalog.codec import digest
from corpus.catalog.duplicates import fingerprint_rows
from corpus.catalog.files import now
from corpus.catalog.schema import changes, files, vectors
from corpus.duplicates import fingerprint
from corpus.letters import fold_letters
from corpus.readers import read
from corpus.types import Document, Fact, Header, Passage, Record, Span
from indexer.sync import sync
from indexer.texts import model_key
from models.protocols import Terms
from models.spec import ModelSpec

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
DIM = 384
PASSAGES = 10  # of a document
SENTENCES = 2  # of a passage
BATCH = 500  # documents of a transaction

Vectors = npt.NDArray[np.float32]


class RandomEmbedder:
    """Random unit vectors, the same for the same text."""

    spec = ModelSpec("random", "1", hashlib.sha256(b"random").hexdigest(), DIM, "", "", False, 512)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        return unit_vectors(len(texts), int.from_bytes(hashlib.sha256(texts[0].encode()).digest()[:8]))

    embed_queries = embed_passages


class PlainAnalyzer:
    """Words between spaces; the real analyzer would take most of the time of the build."""

    name = "plain/1"

    def analyze(self, text: str) -> Terms:
        """Return the words, with and without marks."""
        return Terms(tuple(text.lower().split()), tuple(fold_letters(text).split()))


def unit_vectors(count: int, seed: int) -> Vectors:
    """Return random unit vectors, shape (count, DIM)."""
    found = np.random.default_rng(seed).standard_normal((count, DIM), np.float32)
    lengths: Vectors = np.linalg.norm(found, axis=1, keepdims=True)
    return np.divide(found, lengths)


def sentences() -> list[str]:
    """Return the sentences of the shipped samples."""
    texts = (read(path.read_bytes(), path.name).mapped.text for path in sorted(SAMPLES.glob("[0-9]*")))
    found = (one.strip() for text in texts for line in text.split("\n") for one in line.split(". "))
    return sorted({one for one in found if 40 <= len(one) <= 300})


def document(key: int, pool: Sequence[str]) -> Record:
    """Return a document that no other key has."""
    chance = random.Random(key)
    number = f"{key}/QĐ-UBND"
    texts = [f"Số: {number}. " + ". ".join(chance.sample(pool, SENTENCES)) for _ in range(PASSAGES)]
    body = "\n".join(texts)
    name = hashlib.sha256(body.encode()).hexdigest()
    passages, start = [], 0
    for i, text in enumerate(texts):
        span = Span(start, start + len(text))
        passages.append(Passage(f"{name[:16]}-{i:04d}", name[:16], i, str(i + 1), (), span, text))
        start = span.end + 1
    header = Header(
        kind=Fact("quyết định", Span(0, 2)),
        number=Fact(number, Span(4, 4 + len(number))),
        body=Span(0, start - 1),
    )
    source = f"{key}.txt"
    made = Document(name[:16], name, source, f"/million/{source}", body, f"Quyết định {number}", header)
    return Record(made, tuple(passages))


def seen(record: Record) -> SeenFile:
    """Return the file that a document would have come from."""
    found = record.document
    return SeenFile(found.origin, found.source, found.sha256, len(found.text.encode()), 1)


def rows_of(key: int, pool: Sequence[str], model: str) -> Iterator[tuple[sa.Table, list[dict[str, object]]]]:
    """Yield all rows that a document and its file have in the catalog."""
    record = document(key, pool)
    found = record.document
    yield from rows.table_rows(record, b"", digest(record, b""))
    yield from fingerprint_rows(found.id, fingerprint(found.text))
    yield changes, [{"document_id": found.id, "op": "put"}]
    link = {"document_id": found.id, "link": Link.DOCUMENT.value, "similarity": None, "seen_at": now()}
    yield files, [asdict(seen(record)) | link]
    yield (
        vectors,
        [
            {"passage_id": one.id, "model": model, "vector": row.tobytes()}
            for one, row in zip(record.passages, unit_vectors(PASSAGES, key), strict=True)
        ],
    )


def fill(catalog: Catalog, count: int) -> None:
    """Insert documents with their vectors until there are `count`."""
    pool, model = sentences(), model_key(RandomEmbedder.spec)
    started, have = time.perf_counter(), catalog.count()
    for start in range(have, count, BATCH):
        together: dict[sa.Table, list[dict[str, object]]] = {}
        for key in range(start, min(start + BATCH, count)):
            for table, own in rows_of(key, pool, model):
                together.setdefault(table, []).extend(own)
        with catalog._db.write() as connection:
            for table, own in together.items():
                if own:
                    connection.execute(table.insert(), own)
        if start % 10_000 == 0:
            print(f"{start} documents, {time.perf_counter() - started:.0f} s", flush=True)


def roomy(connection: SQLiteConnection, _record: object) -> None:
    """Let the bulk insertion keep the inner pages of the tables in memory."""
    connection.execute("PRAGMA cache_size = -1000000")


def build(folder: Path, passages: int) -> None:
    """Make the catalog and its index."""
    with Catalog.open(folder) as catalog:
        sa.event.listen(catalog._db._engine, "connect", roomy)
        catalog._db._engine.dispose()
        started = time.perf_counter()
        fill(catalog, passages // PASSAGES)
        filled = time.perf_counter()
        report = sync(catalog, folder / "index", RandomEmbedder(), PlainAnalyzer())
        print(json.dumps(asdict(report)))
        print(f"catalog {filled - started:.0f} s, index {time.perf_counter() - filled:.0f} s, {memory()}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What adding one document took: seconds, and the size in MB of each file that is new or changed."""

    take: float
    sync: float
    cpu: float  # of both
    written: dict[str, float]


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return inode, size and time of each file below a folder."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            stat = path.stat()
            found[str(path.relative_to(folder))] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def add(folder: Path, repeat: int) -> Iterator[Cost]:
    """Add documents one after the other, each followed by a sync."""
    pool = sentences()
    with Catalog.open(folder) as catalog:
        first = catalog.count()
        for key in range(first, first + repeat):
            record = document(key, pool)
            before = stamps(folder)
            started, busy = time.perf_counter(), time.process_time()
            catalog.take(record, b"", seen(record))
            taken = time.perf_counter()
            sync(catalog, folder / "index", RandomEmbedder(), PlainAnalyzer())
            done, cpu = time.perf_counter(), time.process_time() - busy
            after = stamps(folder)
            written = {name: after[name][1] / 1e6 for name in after if before.get(name) != after[name]}
            yield Cost(taken - started, done - taken, cpu, written)


def largest(written: dict[str, float]) -> str:
    """Name the files of more than 0.1 MB."""
    return ", ".join(f"{name} {size:.1f}" for name, size in sorted(written.items()) if size > 0.1)


def memory() -> str:
    """Tell the most memory this process has held."""
    return f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def io_written() -> int:
    """Return the bytes this process has caused to be written to disk."""
    text = Path("/proc/self/io").read_text()
    return int(next(line for line in text.splitlines() if line.startswith("write_bytes")).split()[1])


def main() -> None:
    """Build, or measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("build", "add"))
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "million")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=10)
    args = parser.parse_args()
    if args.what == "build":
        build(args.folder, args.passages)
        return
    before = io_written()
    for cost in add(args.folder, args.repeat):
        size = sum(cost.written.values())
        print(f"take {cost.take * 1000:.0f} ms, sync {cost.sync * 1000:.0f} ms, CPU {cost.cpu * 1000:.0f} ms")
        print(f"   {len(cost.written)} files new or changed, {size:.1f} MB: {largest(cost.written)}")
        after = io_written()
        print(
            f"   written to disk {(after - before) / 1e6:.1f} MB; {memory()}; load {os.getloadavg()[0]:.1f}"
        )
        before = after


if __name__ == "__main__":
    main()
