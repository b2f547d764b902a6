"""The catalog: the one truth about what was ingested. Everything else can be rebuilt from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

import corpus.catalog.rows as rows
from corpus.catalog.codec import digest
from corpus.catalog.database import Database
from corpus.catalog.reader import CatalogReader
from corpus.catalog.rows import chunks
from corpus.catalog.schema import changes, documents, meta, passages, vectors
from corpus.errors import DocumentNotFound
from corpus.types import Record

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after some change; each document once, with its latest fate."""

    number: int  # of the last change contained
    put: tuple[str, ...]
    deleted: tuple[str, ...]


class Catalog(CatalogReader):
    """Documents and all that was read from them; safe to share between threads and processes."""

    @classmethod
    def open(cls, where: Path | str) -> Self:
        """Open or create the catalog of a data directory, or of a database URL; raises DataDirError."""
        return cls(Database.open(where))

    def close(self) -> None:
        """Close every connection."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def put(self, record: Record, offsets: bytes = b"", replacing: Sequence[str] = ()) -> int:
        """Store a document with all its parts in one transaction; return the change number.

        Args:
            record: replaces what is stored under the same id.
            offsets: the map from the text back to the file, opaque here.
            replacing: ids of documents that leave in the same transaction.

        Raises:
            ValueError: a part of the record belongs to another document or passage.
        """
        rows.check(record)
        document, stamp = record.document, digest(record, offsets)
        with self._db.write() as connection:
            number = _number(connection)
            for old in replacing:
                if old != document.id and connection.execute(_removal(old)).rowcount:
                    number = _log(connection, old, "delete")
            stored = sa.select(documents.c.digest).where(documents.c.id == document.id)
            if connection.scalar(stored) == stamp:
                return number
            kept = rows.unchanged_vectors(connection, record)
            connection.execute(_removal(document.id))
            rows.insert(connection, record, offsets, stamp)
            if kept:
                connection.execute(vectors.insert(), kept)
            return _log(connection, document.id, "put")

    def delete(self, document_id: str) -> int:
        """Remove a document with all its parts; return the change number; raises DocumentNotFound."""
        with self._db.write() as connection:
            if not connection.execute(_removal(document_id)).rowcount:
                raise DocumentNotFound(document_id)
            return _log(connection, document_id, "delete")

    # The change log

    def identity(self) -> str:
        """Return the name given to this catalog when it was created; copies keep it."""
        with self._db.read() as connection:
            return str(connection.scalar(sa.select(meta.c.value).where(meta.c.key == "identity")))

    def change_number(self) -> int:
        """Return the number of the last change; 0 when there was none."""
        with self._db.read() as connection:
            return _number(connection)

    def changes_since(self, number: int) -> Changes:
        """Return what happened after change `number`."""
        query = sa.select(changes).where(changes.c.number > number).order_by(changes.c.number)
        with self._db.read() as connection:
            found = connection.execute(query).all()
        return Changes(
            number=found[-1].number if found else number,
            put=tuple(row.document_id for row in found if row.op == "put"),
            deleted=tuple(row.document_id for row in found if row.op == "delete"),
        )

    # Vectors

    def vectors(self, passage_ids: Iterable[str], model: str) -> dict[str, Vector]:
        """Return the stored vectors of passages under a model; those without one are left out."""
        found: dict[str, Vector] = {}
        with self._db.read() as connection:
            for part in chunks(passage_ids):
                query = sa.select(vectors.c.passage_id, vectors.c.vector).where(
                    vectors.c.passage_id.in_(part), vectors.c.model == model
                )
                for passage_id, blob in connection.execute(query):
                    found[passage_id] = np.frombuffer(blob, dtype="<f4").astype(np.float32, copy=False)
        return found

    def put_vectors(self, model: str, found: Mapping[str, Vector]) -> None:
        """Store vectors; those of passages that have left in the meantime are dropped."""
        with self._db.write() as connection:
            for part in chunks(found):
                query = sa.select(passages.c.id).where(passages.c.id.in_(part))
                living = connection.scalars(query).all()
                old = sa.delete(vectors).where(vectors.c.passage_id.in_(part), vectors.c.model == model)
                connection.execute(old)
                fresh = [
                    {"passage_id": key, "model": model, "vector": np.asarray(found[key], "<f4").tobytes()}
                    for key in living
                ]
                if fresh:
                    connection.execute(vectors.insert(), fresh)

    def missing_vectors(self, model: str, document_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the passages of documents that have no vector under a model, in order."""
        matching = sa.and_(vectors.c.passage_id == passages.c.id, vectors.c.model == model)
        missing: list[str] = []
        with self._db.read() as connection:
            for part in chunks(document_ids):
                query = (
                    sa.select(passages.c.id)
                    .outerjoin(vectors, matching)
                    .where(passages.c.document_id.in_(part), vectors.c.model.is_(None))
                    .order_by(passages.c.document_id, passages.c.ordinal)
                )
                missing.extend(connection.scalars(query))
        return tuple(missing)


def _number(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(changes.c.number))) or 0


def _log(connection: sa.Connection, document_id: str, op: str) -> int:
    connection.execute(sa.delete(changes).where(changes.c.document_id == document_id))
    result = connection.execute(changes.insert().values(document_id=document_id, op=op))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def _removal(document_id: str) -> sa.Delete:
    return sa.delete(documents).where(documents.c.id == document_id)
