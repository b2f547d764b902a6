"""A data directory with a made collection: its catalog, filled in bulk, and its index."""

import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

import numpy as np
import sqlalchemy as sa

from benchmarks.speed.corpora.compose import BLOCK, PASSAGES, Composer, Plan, plans
from benchmarks.speed.corpora.documents import Maker, rows_of
from benchmarks.speed.corpora.facts import Facts
from benchmarks.speed.corpora.pieces import Floats, Pool
from benchmarks.speed.corpora.terms import JoinedAnalyzer
from corpus.catalog import Catalog
from indexer.manifest import FORMAT
from indexer.sync import sync
from indexer.texts import model_key
from models.analyzer import VietnameseAnalyzer
from models.load import DEFAULT, load_embedder

READY = "READY"  # the file that stands in a directory when it is complete
_AT_ONCE = 250  # documents of a transaction
Say = Callable[[str], None]


def write_vectors(pool: Pool, passages: int, path: Path) -> None:
    """Write the vectors of a collection as an array of shape (passages, dim)."""
    draft = path.with_name("." + path.name)
    shape = (passages, pool.vectors.shape[1])
    found = np.lib.format.open_memmap(draft, "w+", np.float32, shape)
    composer, start = Composer(pool), 0
    for plan in plans(pool, passages // PASSAGES):
        block = composer.vectors(plan)
        found[start : start + len(block)] = block
        start += len(block)
    found.flush()
    draft.replace(path)


def build(folder: Path, passages: int, pool: Pool, facts: list[Facts], say: Say) -> None:
    """Make a data directory, or go on with one that was begun."""
    ready = folder / READY
    ready.unlink(missing_ok=True)
    started = time.perf_counter()
    with Catalog.open(folder) as catalog:
        _hurry(catalog)
        fill(catalog, passages // PASSAGES, pool, facts, say)
        filled = time.perf_counter()
        index(catalog, folder / "index", pool, say)
    indexed = time.perf_counter()
    say(f"{passages} passages: catalog {filled - started:.0f} s, index {indexed - filled:.0f} s")
    ready.write_text(f"{passages} {FORMAT}\n", encoding="utf-8")


def is_ready(folder: Path) -> bool:
    """Tell whether a collection is complete and has an index that this code reads as it is.

    Opening one of another format builds it anew with the analyzer itself: for a million passages, some
    40 minutes.
    """
    ready = folder / READY
    return ready.exists() and ready.read_text(encoding="utf-8").split()[1:] == [str(FORMAT)]


def _hurry(catalog: Catalog) -> None:
    """Keep the inner pages of the tables in memory, and leave it to the system when to write."""

    def settings(connection: SQLiteConnection, _record: object) -> None:
        connection.execute("PRAGMA cache_size = -1000000")
        connection.execute("PRAGMA synchronous = OFF")

    sa.event.listen(catalog._db._engine, "connect", settings)
    catalog._db._engine.dispose()


def fill(catalog: Catalog, documents: int, pool: Pool, facts: list[Facts], say: Say) -> None:
    """Insert documents with their vectors until there are so many."""
    have, started = catalog.count(), time.perf_counter()
    maker, composer = Maker(pool, facts), Composer(pool)
    model = model_key(load_embedder(DEFAULT).spec)
    for plan in plans(pool, documents):
        first = plan.block * BLOCK
        if first + len(plan.source) <= have:
            continue
        vectors = composer.vectors(plan)
        for start in range(max(have - first, 0), len(plan.source), _AT_ONCE):
            part = range(start, min(start + _AT_ONCE, len(plan.source)))
            _insert(catalog, maker, plan, part, vectors, model)
        if plan.block % 10 == 9:
            say(f"  {first + BLOCK} documents, {time.perf_counter() - started:.0f} s")


def _insert(catalog: Catalog, maker: Maker, plan: Plan, part: range, vectors: Floats, model: str) -> None:
    together: dict[sa.Table, list[dict[str, object]]] = {}
    for document in part:
        own = vectors[document * PASSAGES : (document + 1) * PASSAGES]
        for table, rows in rows_of(maker.record(plan, document), own, model):
            together.setdefault(table, []).extend(rows)
    with catalog._db.write() as connection:
        for table, rows in together.items():
            if rows:
                connection.execute(table.insert(), rows)


def index(catalog: Catalog, folder: Path, pool: Pool, say: Say) -> None:
    """Bring the index up to the catalog, with the terms of the real analyzer."""
    analyzer = JoinedAnalyzer(VietnameseAnalyzer(), pool.texts)
    began, last = time.perf_counter(), 0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done >= last + 100_000:
            last = done
            say(f"  {done} of {total} passages indexed, {time.perf_counter() - began:.0f} s")

    sync(catalog, folder, load_embedder(DEFAULT), analyzer, tell)
