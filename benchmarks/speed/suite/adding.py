"""What one more document costs a large collection: reading excluded, everything after it included."""

import time
from pathlib import Path

from benchmarks.speed.corpora.compose import BLOCK, Plan, plans
from benchmarks.speed.corpora.documents import Maker
from benchmarks.speed.corpora.facts import read_facts
from benchmarks.speed.corpora.pieces import Pool, load
from benchmarks.speed.suite.machine import JSON, spread
from corpus.catalog import Catalog, SeenFile
from corpus.types import Record
from indexer.sync import sync
from models.load import load_analyzer, load_embedder

_ELSEWHERE = 9_000  # a block that no collection reaches


def adding(folder: Path, pool: Path, count: int) -> JSON:
    """Add documents one after the other, then take them out again; the models are the real ones, and warm."""
    pieces = load(pool)
    embedder, analyzer = load_embedder(), load_analyzer()
    embedder.embed_passages(["chỉ đạo"])
    analyzer.analyze("chỉ đạo điều hành")
    took: dict[str, list[float]] = {
        name: [] for name in ("catalog", "index", "processor", "written_mb", "out")
    }
    with Catalog.open(folder) as catalog:
        index = folder / "index"
        sync(catalog, index, embedder, analyzer)
        records = _records(pieces, count)
        for record in records:
            before, busy, start = _written(), time.process_time(), time.perf_counter()
            _take(catalog, record)
            taken = time.perf_counter()
            sync(catalog, index, embedder, analyzer)
            took["catalog"].append(taken - start)
            took["index"].append(time.perf_counter() - taken)
            took["processor"].append(time.process_time() - busy)
            took["written_mb"].append((_written() - before) / 1e6)
        for record in records:
            start = time.perf_counter()
            catalog.delete(record.document.id)
            sync(catalog, index, embedder, analyzer)
            took["out"].append(time.perf_counter() - start)
        passages = catalog.count_passages()
    return {"passages": passages, **{name: spread(values, 3) for name, values in took.items()}}


def _records(pool: Pool, count: int) -> list[Record]:
    """Make documents that the collection lacks."""
    facts = [
        found
        for first, last in zip(pool.first[:-1], pool.first[1:], strict=True)
        for found in read_facts(pool.texts[first:last])
    ]
    drawn = next(plans(pool, BLOCK))
    plan = Plan(_ELSEWHERE, drawn.source, drawn.title, drawn.parts)
    return [Maker(pool, facts).record(plan, document) for document in range(count)]


def _take(catalog: Catalog, record: Record) -> None:
    document = record.document
    size = len(document.text.encode())
    catalog.take(record, b"", SeenFile(document.origin, document.source, document.sha256, size, 1))


def _written() -> int:
    """Return the bytes that this process has caused to be written."""
    lines = Path("/proc/self/io").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))
