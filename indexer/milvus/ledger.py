"""What stands in the engine, document by document, in the catalog's database: labels and how rare terms are.

An engine can find passages, but not count in how many a term stands, nor in how many that somebody may see.
So every document's terms are counted here, and summed by label. A batch enters in one transaction, with the
difference to what was counted before: doing it twice is doing it once, and no kill leaves half of it.
"""

import time
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from corpus.catalog.database import Database
from corpus.catalog.schema import documents
from indexer.errors import IndexBusy
from indexer.milvus.state import EngineState, read_state
from indexer.milvus.tables import counted, holdings, metadata, states, upsert
from indexer.milvus.writers import may_live, new_writer

LEASE_S = 60.0  # for which a writer that says nothing keeps the others out
_NEXT = "/next"  # behind the key: the build under way
_PART = 500  # parameters of a statement

Counts = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]  # terms, ascending; passages that hold each


@dataclass(frozen=True, slots=True)
class Holding:
    """A document as it stands in a collection."""

    document_id: str
    label: str
    at: int  # the change up to which it was read
    passages: int
    accented: int = 0  # terms in all its passages
    folded: int = 0


class Ledger:
    """Reads and writes the tables; safe to share between threads and processes."""

    def __init__(self, database: Database, key: str, lease: float = LEASE_S) -> None:
        self._db = database
        self._key = key
        self._lease = lease
        with database.write() as connection:
            metadata.create_all(connection)

    # The builds

    def state(self) -> EngineState | None:
        """Return the build that is served; None where there is none yet. Raises IndexDamaged."""
        return self._state(self._key)

    def stamp(self) -> tuple[int, int, int] | None:
        """Name what is served, without reading it; None where nothing is."""
        with self._db.read() as connection:
            text = connection.scalar(sa.select(states.c.state).where(states.c.key == self._key))
        if not text:
            return None
        blob = text.encode()
        return len(blob), zlib.crc32(blob), zlib.adler32(blob)

    def next_state(self) -> EngineState | None:
        """Return the build under way, by this process or one that was killed."""
        return self._state(self._key + _NEXT)

    def write_state(self, state: EngineState, writer: str) -> None:
        """Serve a build as it is now; raises IndexBusy where another writer took over."""
        with self._fenced(writer) as connection:
            self._put_state(connection, self._key, state)
            connection.execute(sa.delete(states).where(states.c.key == self._key + _NEXT))

    def begin(self, state: EngineState, writer: str) -> None:
        """Note a build under way; raises like `write_state`."""
        with self._fenced(writer) as connection:
            self._put_state(connection, self._key + _NEXT, state)

    def _state(self, key: str) -> EngineState | None:
        with self._db.read() as connection:
            text = connection.scalar(sa.select(states.c.state).where(states.c.key == key))
        return read_state(text, key) if text else None

    def _put_state(self, connection: sa.Connection, key: str, state: EngineState) -> None:
        upsert(connection, states, [{"key": key, "state": state.to_json()}], {"state"})

    # One writer at a time

    @contextmanager
    def writing(self, wait: float) -> Iterator[str]:
        """Keep other writers out; yields the writer's name. Raises IndexBusy after `wait` seconds.

        A lease that every batch renews, for the writer may be on another machine and be killed.
        """
        writer, until = new_writer(), time.monotonic() + wait
        while not self._seize(writer):
            if time.monotonic() >= until:
                raise IndexBusy(self._key)
            time.sleep(min(0.2, wait))
        try:
            yield writer
        finally:
            with self._db.write() as connection:
                mine = sa.and_(states.c.key == self._key, states.c.writer == writer)
                connection.execute(sa.update(states).where(mine).values(writer=None, writer_until=0.0))

    def _seize(self, writer: str) -> bool:
        with self._db.write() as connection:
            row = connection.execute(sa.select(states).where(states.c.key == self._key)).first()
            if row is not None and row.writer and row.writer_until > time.time() and may_live(row.writer):
                return False
            held = {"key": self._key, "writer": writer, "writer_until": time.time() + self._lease}
            upsert(connection, states, [held], {"writer", "writer_until"})
        return True

    @contextmanager
    def _fenced(self, writer: str) -> Iterator[sa.Connection]:
        """Open a transaction of the writer, renewing its lease."""
        with self._db.write() as connection:
            mine = sa.and_(states.c.key == self._key, states.c.writer == writer)
            renewed = sa.update(states).where(mine).values(writer_until=time.time() + self._lease)
            if not connection.execute(renewed).rowcount:
                raise IndexBusy(self._key)
            yield connection

    # Documents

    def enter(self, build: str, found: Mapping[Holding, Counts], gone: Iterable[str], writer: str) -> None:
        """Put documents in the place of what was counted of them, and take others out; all at once."""
        leaving = sorted({*gone, *(holding.document_id for holding in found)})
        with self._fenced(writer) as connection:
            change: dict[str, list[Counts]] = defaultdict(list)  # by label
            for label, counts in self._terms(connection, build, leaving):
                change[label].append((counts[0], -counts[1]))
            for part in _parts(leaving):
                inside = sa.and_(holdings.c.build == build, holdings.c.document_id.in_(part))
                connection.execute(sa.delete(holdings).where(inside))
            for holding, counts in found.items():
                change[holding.label].append(counts)
            rows = [_row(build, holding, counts) for holding, counts in found.items()]
            if rows:
                connection.execute(holdings.insert(), rows)
            for label, several in change.items():
                self._add(connection, build, label, summed(several))

    def _add(self, connection: sa.Connection, build: str, label: str, counts: Counts) -> None:
        changed = [
            {"build": build, "label": label, "term": term, "passages": by}
            for term, by in zip(counts[0].tolist(), counts[1].tolist(), strict=True)
            if by
        ]
        if changed:
            upsert(connection, counted, changed, {"passages"}, adding=True)
            if any(row["passages"] < 0 for row in changed):
                empty = sa.and_(counted.c.build == build, counted.c.label == label, counted.c.passages <= 0)
                connection.execute(sa.delete(counted).where(empty))

    def forget(self, builds: Collection[str], writer: str) -> None:
        """Drop what was counted in builds that are served no more."""
        with self._fenced(writer) as connection:
            for table in (holdings, counted):
                connection.execute(sa.delete(table).where(table.c.build.in_(builds)))

    def builds(self) -> frozenset[str]:
        """Return all builds that something was counted in."""
        with self._db.read() as connection:
            return frozenset(connection.scalars(sa.select(holdings.c.build).distinct()))

    def holdings(self, build: str) -> dict[str, Holding]:
        """Return the documents in a build."""
        columns = [column for column in holdings.columns if column.name not in ("build", "terms")]
        with self._db.read() as connection:
            rows = connection.execute(sa.select(*columns).where(holdings.c.build == build))
            return {row.document_id: Holding(*row) for row in rows}

    def labels(self) -> dict[str, str]:
        """Return the labels of all documents, as the catalog has them now."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(documents.c.id, documents.c.label))
            return {row.id: row.label for row in rows}

    # Terms

    def holding(self, build: str, terms: Collection[int], labels: Collection[str]) -> dict[int, int]:
        """Count the passages of documents of some labels that hold each term; those in none are left out."""
        found: dict[int, int] = {}
        total = sa.func.sum(counted.c.passages).label("passages")
        with self._db.read() as connection:
            for part in _parts(list(terms)):
                inside = sa.and_(
                    counted.c.build == build, counted.c.term.in_(part), counted.c.label.in_(labels)
                )
                query = sa.select(counted.c.term, total).where(inside).group_by(counted.c.term)
                found |= {row.term: int(row.passages) for row in connection.execute(query)}
        return found

    def terms_of(self, build: str, document_ids: Collection[str]) -> Counts:
        """Count the passages of these documents that hold each term."""
        with self._db.read() as connection:
            return summed(counts for _, counts in self._terms(connection, build, sorted(document_ids)))

    def _terms(
        self, connection: sa.Connection, build: str, document_ids: Sequence[str]
    ) -> Iterator[tuple[str, Counts]]:
        for part in _parts(document_ids):
            query = sa.select(holdings.c.label, holdings.c.terms).where(
                holdings.c.build == build, holdings.c.document_id.in_(part)
            )
            for row in connection.execute(query).all():
                yield row.label, _unpacked(row.terms)


def summed(several: Iterable[Counts]) -> Counts:
    """Add counts of terms up."""
    found = list(several)
    if not found:
        return np.empty(0, np.uint32), np.empty(0, np.int64)
    terms, places = np.unique(np.concatenate([terms for terms, _ in found]), return_inverse=True)
    totals = np.bincount(places, np.concatenate([counts for _, counts in found]), len(terms))
    return terms, totals.astype(np.int64)


def _row(build: str, holding: Holding, counts: Counts) -> dict[str, Any]:
    values = {name: getattr(holding, name) for name in Holding.__slots__}
    return {"build": build, **values, "terms": _packed(counts)}


def _packed(counts: Counts) -> bytes:
    terms, passages = counts
    steps = np.diff(terms.astype("<u4"), prepend=np.uint32(0)).astype("<u4")
    return zlib.compress(steps.tobytes() + passages.astype("<u4").tobytes(), 1)


def _unpacked(blob: bytes) -> Counts:
    steps, passages = np.frombuffer(zlib.decompress(blob), "<u4").reshape(2, -1)
    return np.cumsum(steps, dtype=np.uint64).astype(np.uint32), passages.astype(np.int64)


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _PART] for start in range(0, len(items), _PART))
