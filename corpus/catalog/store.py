"""The catalog: the one truth about what was ingested. Everything else can be rebuilt from it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

import corpus.catalog.rows as rows
from corpus.catalog import bygone, intake, labelling, leaving
from corpus.catalog.codec import digest, from_json
from corpus.catalog.database import Database
from corpus.catalog.files import Link, SeenFile, Taken
from corpus.catalog.log import Changes, changed_by, is_past, last_number, since
from corpus.catalog.reader import CatalogView
from corpus.catalog.schema import documents
from corpus.catalog.vectorstore import VectorStore
from corpus.duplicates import Fingerprint, fingerprint
from corpus.errors import DocumentNotFound, StampedStronger
from corpus.labels import Label, mark_in, strongest
from corpus.types import Header, Record


class Catalog(VectorStore):
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

    @property
    def database(self) -> Database:
        """Return where it is kept, for an index that keeps tables of its own beside it."""
        return self._db

    # Writing

    def put(
        self,
        record: Record,
        offsets: bytes = b"",
        replacing: Sequence[str] = (),
        label: Label = Label.PUBLIC,
    ) -> int:
        """Store a document with all its parts in one transaction; return the change number.

        Args:
            record: replaces what is stored under the same id.
            offsets: the map from the text back to the file, opaque here.
            replacing: ids of documents for which its file stood: in the same transaction those leave for
                which no other file stands.
            label: the least it must bear; its own stamp, and what it replaces, may forbid more.

        Raises:
            ValueError: a part of the record belongs to another document or passage.
            PathTooLong: on PostgreSQL, for origins beyond 2,600 bytes.
        """
        rows.check(record)
        document = record.document
        found = fingerprint(document.text)
        label = strongest(label, mark_in(document.text, document.header))
        with self._db.write() as connection:
            kept = bygone.label_kept(connection, document.id, document.origin, document.sha256)
            label = strongest(label, kept, *(labelling.label_of(connection, old) for old in replacing))
            for old in replacing:
                if old != document.id:
                    leaving.release(connection, document.origin, old, document.id)
            stored = sa.select(documents.c.digest).where(documents.c.id == document.id)
            if connection.scalar(stored) != digest(record, offsets):
                intake.enter_again(connection, record, offsets, found, label)
            else:
                labelling.raise_to(connection, document.id, label)
            return last_number(connection)

    def take(
        self,
        record: Record,
        offsets: bytes,
        seen: SeenFile,
        found: Fingerprint | None = None,
        may_replace: bool = True,
        label: Label = Label.PUBLIC,
        may_raise: Collection[Label] | None = None,
    ) -> Taken:
        """Take in a file that was read, in one transaction: store its document, or link it to one.

        Before a file is read, `stored_files` tells by size and time, and `take_known` by its bytes, whether
        it need be.

        Args:
            record: what was read.
            offsets: the map from the text back to the file, opaque here.
            seen: the file.
            found: `corpus.duplicates.fingerprint` of the text, where another process has computed it.
            may_replace: whether a file that was here with another text may replace it.
            label: the least that its document must bear; a stamp, or the text it replaces, may forbid more.
            may_raise: the labels that a document which is there may be raised from; None for any.

        Raises:
            ValueError: a part of the record belongs to another document or passage.
            PathTooLong: on PostgreSQL, for origins beyond 2,600 bytes.
        """
        arrival = _arrival(record, offsets, seen, found, label)
        with self._db.write() as connection:
            planned = intake.plan(connection, arrival, may_replace)
            return intake.carry_out(connection, seen, planned, may_raise)

    def assess(self, record: Record, seen: SeenFile, may_replace: bool = True, offsets: bytes = b"") -> Taken:
        """Return what `take` would come to, and change nothing; `left` is not told."""
        with self._db.read() as connection:
            planned = intake.plan(connection, _arrival(record, offsets, seen, None), may_replace)
            return replace(planned.taken, label=planned.label)

    def take_known(
        self,
        seen: SeenFile,
        may_replace: bool = True,
        label: Label = Label.PUBLIC,
        may_raise: Collection[Label] | None = None,
    ) -> Taken | None:
        """Take in a file whose bytes are known, under this name or another; None where it must be read."""
        with self._db.write() as connection:
            planned = intake.plan_known(connection, seen, may_replace)
            if planned is None:
                return None
            return intake.carry_out(connection, seen, replace(planned, label=label), may_raise)

    def assess_known(self, seen: SeenFile, may_replace: bool = True) -> Taken | None:
        """Return what `take_known` would come to, and change nothing; `left` is not told."""
        with self._db.read() as connection:
            planned = intake.plan_known(connection, seen, may_replace)
            return planned.taken if planned else None

    def take_container(self, seen: SeenFile) -> None:
        """Note that all files inside a container were taken in; `stored_files` knows it from then on.

        Deleting a document of one of them takes the note back. A container that is a document itself, such
        as a letter with attachments, is taken in by `take`.
        """
        with self._db.write() as connection:
            intake.write_file(connection, seen, None, Link.CONTAINER, None)

    def forget_file(self, origin: str) -> tuple[str, ...]:
        """Remove a file that is gone, with the files inside it; return the documents that leave with it.

        Documents for which other files stand live on.
        """
        with self._db.write() as connection:
            return leaving.forget_file(connection, origin)

    def delete(self, document_id: str) -> int:
        """Remove a document with its parts, links and versions; return the change number.

        Raises:
            DocumentNotFound: there is none of this id.
        """
        with self._db.write() as connection:
            if not leaving.forget(connection, document_id):
                raise DocumentNotFound(document_id)
            return last_number(connection)

    # Labels

    def seen_with(self, labels: Collection[Label]) -> "CatalogView":
        """Return what may be read of the catalog by who may see documents of these labels."""
        return CatalogView(self._db.seen_with(labels))

    def set_label(self, document_id: str, label: Label, below_stamp: bool = False) -> int:
        """Give a document another label; return the change number.

        Earlier versions get it where theirs forbid less.

        Args:
            document_id: names the document.
            label: what it is to bear.
            below_stamp: whether it may forbid less than the stamp in the document's own head.

        Raises:
            DocumentNotFound: there is none of this id.
            StampedStronger: its stamp forbids more.
        """
        with self._db.write() as connection:
            query = sa.select(documents.c.text, documents.c.header, documents.c.label)
            row = connection.execute(query.where(documents.c.id == document_id)).first()
            if row is None:
                raise DocumentNotFound(document_id)
            stamp = mark_in(row.text, from_json(Header, row.header))
            if stamp is not None and stamp.strength > label.strength and not below_stamp:
                raise StampedStronger(document_id, stamp, label)
            bygone.decided(connection, document_id)
            if row.label != label:
                labelling.relabel(connection, document_id, label)
            return last_number(connection)

    def label_epoch(self) -> int:
        """Return a number that grows whenever a document that was known gets another label."""
        with self._db.read() as connection:
            return labelling.epoch(connection)

    # The change log

    def change_number(self) -> int:
        """Return the number of the last change; 0 when there was none."""
        with self._db.read() as connection:
            return last_number(connection)

    def changes_since(self, number: int) -> Changes:
        """Return what happened after change `number`."""
        with self._db.read() as connection:
            return since(connection, number)

    def changed_by(self, number: int) -> str | None:
        """Return the document of a change; None where it changed again since, or there is no such change."""
        with self._db.read() as connection:
            return changed_by(connection, number)

    def is_past(self, number: int, document_id: str) -> bool:
        """Tell whether change `number` was one of this document, as far as is still known.

        It was not where the catalog was restored from a copy and went on: it uses the numbers since again.
        """
        with self._db.read() as connection:
            return is_past(connection, number, document_id)


def _arrival(
    record: Record,
    offsets: bytes,
    seen: SeenFile,
    found: Fingerprint | None,
    label: Label = Label.PUBLIC,
) -> intake.Arrival:
    rows.check(record)
    return intake.Arrival(record, offsets, found or fingerprint(record.document.text), seen, label)
