"""The read side of files and versions."""

import os
from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from corpus.catalog.database import Database
from corpus.catalog.files import Link, StoredFile, Version, begins_with, stored_file, version
from corpus.catalog.rows import chunks
from corpus.catalog.schema import documents, files, versions
from corpus.extraction import EXTRACTION
from corpus.readers.members import SEPARATOR


class FileReader:
    """Which files stand for which documents, and what documents said before."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def stored_files(self, origins: Iterable[str]) -> dict[str, StoredFile]:
        """Return those of the files that were taken in, by origin; see `StoredFile.is_as_seen`."""
        found: dict[str, StoredFile] = {}
        with self._db.read() as connection:
            for part in chunks(origins):
                query = sa.select(files).where(files.c.origin.in_(part))
                found |= {row.origin: stored_file(row) for row in connection.execute(query)}
        return found

    def files_by_sha256(self, sha256: str) -> tuple[StoredFile, ...]:
        """Return the files of these bytes, by origin."""
        return self._files(files.c.sha256 == sha256)

    def files_of(self, document_ids: Iterable[str]) -> dict[str, tuple[StoredFile, ...]]:
        """Return the files that stand for documents, the one that gave the document first."""
        found: dict[str, list[StoredFile]] = defaultdict(list)
        for part in chunks(document_ids):
            for one in self._files(files.c.document_id.in_(part)):
                if one.document_id is not None:
                    found[one.document_id].append(one)
        order = list(Link)
        return {key: tuple(sorted(some, key=lambda f: order.index(f.link))) for key, some in found.items()}

    def files_below(self, folder: str) -> tuple[StoredFile, ...]:
        """Return the files that were taken in from below a folder or a container, by origin."""
        return self._files(sa.or_(begins_with(folder + os.sep), begins_with(folder + SEPARATOR)))

    def count_stale_files(self) -> int:
        """Count the files that were read in another way than files are read today."""
        query = sa.select(sa.func.count()).select_from(files).where(files.c.extraction != EXTRACTION)
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def stale_files(self) -> tuple[StoredFile, ...]:
        """Return the files that were read in another way than files are read today, by origin."""
        return self._files(files.c.extraction != EXTRACTION)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Return what a document said before, and what that replaced in its turn; the latest first."""
        found: dict[int, Version] = {}
        wanted = {document_id}
        with self._db.read() as connection:
            while wanted:
                query = sa.select(versions).where(versions.c.replaced_by.in_(wanted))
                fresh = {row.number: version(row) for row in connection.execute(query)}
                wanted = {one.document_id for key, one in fresh.items() if key not in found}
                found |= fresh
        return tuple(found[key] for key in sorted(found, reverse=True))

    def successor(self, document_id: str) -> str | None:
        """Return the living document that took the place of one that has gone; None where there is none."""
        seen: set[str] = set()
        with self._db.read() as connection:
            while document_id not in seen:
                seen.add(document_id)
                query = sa.select(versions.c.replaced_by).where(versions.c.document_id == document_id)
                after = connection.scalar(query.order_by(versions.c.number.desc()).limit(1))
                if after is None:
                    return None
                if connection.scalar(sa.select(documents.c.id).where(documents.c.id == after)):
                    return str(after)
                document_id = after
        return None

    def version_text(self, number: int) -> str | None:
        """Return the text of a version; None where there is none of this number."""
        with self._db.read() as connection:
            text: str | None = connection.scalar(
                sa.select(versions.c.text).where(versions.c.number == number)
            )
        return text

    def _files(self, condition: sa.ColumnElement[bool]) -> tuple[StoredFile, ...]:
        query = sa.select(files).where(condition).order_by(files.c.origin)
        with self._db.read() as connection:
            return tuple(map(stored_file, connection.execute(query)))
