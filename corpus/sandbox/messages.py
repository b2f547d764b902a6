"""What a worker and its parent say to each other.

For every file and every member of a container the worker says `Begun`, and goes on when it is told whether
the content is wanted. Then follows one `Outcome`; the one with `last` ends the task.
"""

from dataclasses import dataclass, field
from pathlib import Path, PurePath

from corpus.duplicates import Fingerprint
from corpus.errors import ReadError
from corpus.types import Record

MIB = 1 << 20
_PAGED = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        seconds: to read a file or a member of a container; pictures of pages get more by their size.
        memory_mib: of a worker with the programs that it calls.
    """

    seconds: float = 300.0
    memory_mib: int = 2048

    @property
    def file_bytes(self) -> int:
        """Return how large a file may be: readers hold several copies of it."""
        return self.memory_mib * MIB // 4

    def seconds_for(self, source: str, size: int) -> float:
        """Return the time for a file of `size` bytes: a hundred scanned pages take minutes by right."""
        is_paged = PurePath(source).suffix.lower() in _PAGED
        return self.seconds * (1 + size / (10 * MIB)) if is_paged else self.seconds


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told when it starts; `build` names the module and function that read a file."""

    limits: Limits = field(default_factory=Limits)
    build: str = "corpus.record:record_of"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read.

    Attributes:
        path: where it is.
        source: its name, as it is stored and shown.
        origin: what tells it from all other files.
        skip: the position of the last member that is not to be read again; -1 reads all.
    """

    path: Path
    source: str
    origin: str
    skip: int = -1


@dataclass(frozen=True, slots=True)
class Begun:
    """The file (`member` is "") or a member is about to be read; waits for True (read it) or False."""

    position: int
    member: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a file or member holds."""

    record: Record
    offsets: bytes
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or member could not be read; `trace` is for the log where a reader has a defect."""

    error: ReadError
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A container was gone through."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file or member.

    Attributes:
        member: its path in the container; "" for the file.
        found: what it holds, or why that is not known.
        seconds: taken by reading it.
        last: whether the task is over.
        sha256: of its bytes; "" where they could not be read.
        memory_mib: the most that the worker has held so far.
        is_leaving: whether the worker ends behind this task, to make room for a fresh one.
    """

    member: str
    found: Built | Refused | Unpacked
    seconds: float
    last: bool
    sha256: str = ""
    memory_mib: int = 0
    is_leaving: bool = False


Message = Begun | Outcome
