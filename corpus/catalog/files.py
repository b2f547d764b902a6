"""Files as the catalog knows them: what was seen of a file, and which document it stands for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from corpus.catalog.codec import from_json
from corpus.catalog.schema import files
from corpus.errors import PathTooLong
from corpus.extraction import EXTRACTION
from corpus.labels import Label
from corpus.types import Header

UNSEEN = -1  # size and time of a file that must be read again
_LONGEST = 2_600  # bytes of an origin on PostgreSQL, whose indexes take 2,704


class Link(StrEnum):
    """What a file is to the document it stands for."""

    DOCUMENT = "document"  # the document was read from it
    SAME_TEXT = "same_text"  # the same bytes, or the same canonical text
    NEAR_DUPLICATE = "near_duplicate"  # another witness to the same document
    CONTAINER = "container"  # holds files and is no document itself; its document_id is None


class Outcome(StrEnum):
    """What taking a file in comes to."""

    NEW = "new"
    UNCHANGED = "unchanged"  # this file was here with this text
    REREAD = (
        "reread"  # so it was, but other facts are read from it today: they took the place of the old ones
    )
    REPLACED = "replaced"  # this file was here with another text
    SAME_TEXT = "same_text"  # linked to a document of the same text
    NEAR_DUPLICATE = "near_duplicate"  # linked to a document of nearly the same text, or took its place
    KEPT = "kept"  # this file was here with another text, which was to be kept: nothing was done


class Reason(StrEnum):
    """Why an earlier version was replaced."""

    CHANGED = "changed"  # its file has another text now
    BETTER_FILE = "better_file"  # a better file of the same document came


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was found; members of containers have the size and time of the container.

    Attributes:
        origin: absolute path; "<path of the container>!/<path inside>" for a member.
        source: the file's name, with the container's for a member.
        sha256: of its bytes.
        size: in bytes.
        mtime_ns: when it was last written.
    """

    origin: str
    source: str
    sha256: str
    size: int = UNSEEN
    mtime_ns: int = UNSEEN


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was taken in, and what it is to its document."""

    origin: str
    source: str
    sha256: str
    size: int
    mtime_ns: int
    document_id: str | None
    link: Link
    similarity: float | None
    seen_at: datetime
    extraction: int  # the way of reading it was read in

    @property
    def is_stale(self) -> bool:
        """Tell whether it was read in another way than files are read today."""
        return self.extraction != EXTRACTION

    def is_as_seen(self, size: int, mtime_ns: int) -> bool:
        """Tell whether a file of this size and time need not be read again."""
        return not self.is_stale and size != UNSEEN and (self.size, self.mtime_ns) == (size, mtime_ns)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was taken in.

    Attributes:
        outcome: what taking it in came to.
        document_id: the document that it stands for now.
        link: what it is to that document.
        similarity: share of the linked file's words that stand in the document; None for equal texts.
        left: documents that left the catalog; their texts are kept as versions.
        label: that the document bears now; of a dry run, what the file itself asks for.
    """

    outcome: Outcome
    document_id: str
    link: Link
    similarity: float | None = None
    left: tuple[str, ...] = ()
    label: Label = Label.PUBLIC


@dataclass(frozen=True, slots=True)
class Version:
    """What a document said before it was replaced; `number` grows with time."""

    number: int
    document_id: str
    replaced_by: str
    reason: Reason
    origin: str
    source: str
    sha256: str
    title: str
    replaced_at: datetime
    header: Header


def check_origin(connection: sa.Connection, seen: SeenFile) -> None:
    """Raise PathTooLong where the database cannot find a file of this origin again."""
    on_server = connection.dialect.name == "postgresql"
    if on_server and len(seen.origin.encode("utf-8", "surrogatepass")) > _LONGEST:
        raise PathTooLong(seen.source, _LONGEST)


def now() -> datetime:
    """Return the time as the tables keep it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


def begins_with(prefix: str) -> sa.ColumnElement[bool]:
    """Select the files whose origin begins with `prefix`, by the order of the index."""
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return sa.and_(files.c.origin >= prefix, files.c.origin < after)


def stored_file(row: sa.Row[Any]) -> StoredFile:
    """Return the file of a row."""
    return StoredFile(
        origin=row.origin,
        source=row.source,
        sha256=row.sha256,
        size=row.size,
        mtime_ns=row.mtime_ns,
        document_id=row.document_id,
        link=Link(row.link),
        similarity=row.similarity,
        seen_at=row.seen_at.replace(tzinfo=UTC),
        extraction=row.extraction,
    )


def version(row: sa.Row[Any]) -> Version:
    """Return the version of a row."""
    return Version(
        number=row.number,
        document_id=row.document_id,
        replaced_by=row.replaced_by,
        reason=Reason(row.reason),
        origin=row.origin,
        source=row.source,
        sha256=row.sha256,
        title=row.title,
        replaced_at=row.replaced_at.replace(tzinfo=UTC),
        header=from_json(Header, row.header),
    )
