"""What goes into a run and what comes out of it, file by file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from corpus.errors import CorpusError
from corpus.labels import Label
from corpus.names import file_origin, safe_name
from corpus.readers.members import member_source
from corpus.sandbox.messages import Limits
from corpus.types import Provenance

HERE = "local"  # as the place of workers: processes of this machine
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


class OnConflict(StrEnum):
    """What to do when a file was ingested before with another content."""

    REPLACE = "replace"
    SKIP = "skip"
    ERROR = "error"


class FileStatus(StrEnum):
    """What became of a file."""

    OK = "ok"
    UNCHANGED = "unchanged"  # this text of this file is in the catalog already
    REREAD = "reread"  # it is, but is read in another way today: what was read before was exchanged
    REPLACED = "replaced"
    DUPLICATE = "duplicate"  # linked to a document of the same or nearly the same text
    UNPACKED = "unpacked"  # a container: its members have reports of their own, before this one
    SKIPPED = "skipped"  # kept the older version, or a file in a folder that no reader takes
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to ingest.

    Attributes:
        path: where it is.
        named: whether the user named it rather than a folder above it.
        source: the name to store and show; "" takes the path's.
        origin: what tells it from all other files and stays the same when it comes again; "" takes the path.
    """

    path: Path
    named: bool
    source: str = ""
    origin: str = ""

    @property
    def stored_source(self) -> str:
        """Return the name to store and show."""
        return self.source or safe_name(self.path.name)

    @property
    def stored_origin(self) -> str:
        """Return what tells the file from all others."""
        return self.origin or file_origin(self.path)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or of one member of a container.

    Attributes:
        path: the file, or the container.
        status: what became of it.
        member: the path inside the container; "" for the file itself, whose report comes last.
        label: the name to show.
        document_id: the document that the file stands for.
        passages: of the document, where it entered the catalog in this run.
        pages: of the file, where its format has them.
        provenance: how the text was come by; None where it was not read.
        similarity: with the document it is linked to, where it is a near-duplicate; 0 to 1.
        seconds: taken by reading.
        memory_mib: the most that the process that read it has held until then; 0 where none did.
        error: why it failed or was skipped.
        bears: the label of the document that the file stands for; None where it stands for none.
    """

    path: Path
    status: FileStatus
    member: str = ""
    label: str = ""
    document_id: str | None = None
    passages: int = 0
    pages: int | None = None
    provenance: Provenance | None = None
    similarity: float | None = None
    seconds: float = 0.0
    memory_mib: int = 0
    error: CorpusError | None = None
    bears: Label | None = None

    @property
    def source(self) -> str:
        """Name the file, and the member in it."""
        name = self.label or safe_name(self.path.name)
        return member_source(name, self.member) if self.member else name

    @property
    def code(self) -> str | None:
        """Name the error for a program: "timed_out"; None where there is none."""
        return _HUMP.sub("_", type(self.error).__name__).lower() if self.error else None


def never() -> bool:
    """Go on to the end."""
    return False


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to run.

    Attributes:
        on_conflict: what to do with a file that was ingested before with another content.
        jobs: processes that read; None takes as many as there are cores.
        limits: what one file may cost.
        dry_run: read and report, but change nothing.
        cancelled: asked several times a second, also while files are read; True ends the run.
        build: module and function that read a file in a worker.
        label: the least that the documents must bear.
        may_raise: the labels that documents which are there may be raised from; None for any.
        workers: where files are read: "local", or the address of a Ray cluster.
    """

    on_conflict: OnConflict = OnConflict.REPLACE
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    dry_run: bool = False
    cancelled: Callable[[], bool] = never
    label: Label = Label.PUBLIC
    may_raise: tuple[Label, ...] | None = None
    build: str = "corpus.record:record_of"
    workers: str = HERE
