"""What can go wrong with files and the catalog.

    CorpusError
    ├── DataDirError          the data directory cannot be used
    │   └── CatalogServerError    the catalog's database server cannot be used
    ├── WorkersUnreachable    the cluster of workers cannot be used
    ├── DocumentNotFound      no such document in the catalog
    ├── DocumentConflict      another document came from the same file
    ├── StampedStronger       a document's own stamp forbids more than the label that it is to get
    └── ReadError             one file could not be read
        ├── UnsupportedFormat
        ├── EmptyFile
        ├── BinaryFile
        ├── UndecodableText
        ├── FileVanished
        ├── FileRefused      the system does not let it be read
        ├── NotAFile         a pipe or a device
        ├── Encrypted        a password protects it
        ├── Damaged          cut off, or not what it says it is
        ├── ProgramFile      a program under a document's name
        ├── ToolMissing      a program that this format needs is not installed
        ├── FileTooLarge     more than may be read
        ├── Bomb             a small file that unpacks to a huge one
        ├── NestedTooDeep    containers in containers in containers
        ├── TimedOut         reading took too long
        ├── OutOfMemory      reading took too much memory
        └── ReaderFailed     a defect of a reader

Every error keeps its facts in fields, so that the edge can say them in another language.
"""

import os
from collections.abc import Mapping
from enum import StrEnum


class CorpusError(Exception):
    """Base of all errors of this package; they travel whole between processes."""

    def __reduce__(self) -> tuple[object, ...]:
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[CorpusError], args: tuple[object, ...], fields: dict[str, object]) -> CorpusError:
    error = kind.__new__(kind, *args)  # __init__ may want more than the arguments kept
    error.__dict__.update(fields)
    return error


class DataDirFault(StrEnum):
    """Why a data directory cannot be used."""

    NOT_CREATED = "not_created"
    NOT_WRITABLE = "not_writable"
    NOT_A_CATALOG = "not_a_catalog"
    DAMAGED = "damaged"
    DISK = "disk"
    FULL = "full"
    LOCKED = "locked"
    VERSION = "version"
    OTHER = "other"


_ADVICE: Mapping[DataDirFault, str] = {
    DataDirFault.NOT_CREATED: "cannot be created; give another with --data-dir",
    DataDirFault.NOT_WRITABLE: "cannot be written; give another with --data-dir or correct its permissions",
    DataDirFault.NOT_A_CATALOG: "catalog.sqlite is not a catalog; restore it from a backup or move it away",
    DataDirFault.DAMAGED: "catalog.sqlite is damaged; restore it from a backup or move it away and "
    "ingest again",
    DataDirFault.DISK: "the disk reports an error; check the disk and its free space",
    DataDirFault.FULL: "the disk is full; free some space and try again",
    DataDirFault.LOCKED: "another process has held the catalog for a minute; wait for it to end or stop it",
    DataDirFault.VERSION: "another version of the program wrote it; upgrade the program or give another "
    "directory with --data-dir",
    DataDirFault.OTHER: "the database reports an error",
}


class ServerFault(StrEnum):
    """Why the database server that keeps the catalog cannot be used."""

    UNREACHABLE = "unreachable"
    LOGIN = "login"
    NO_DATABASE = "no_database"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    LOCKED = "locked"
    FULL = "full"
    DAMAGED = "damaged"
    VERSION = "version"
    NO_DRIVER = "no_driver"
    BAD_URL = "bad_url"
    OTHER = "other"


_SERVER_ADVICE: Mapping[ServerFault, str] = {
    ServerFault.UNREACHABLE: "the server cannot be reached; see that it runs and check host and port",
    ServerFault.LOGIN: "the server refuses user or password; correct them in CHIDAO_CATALOG",
    ServerFault.NO_DATABASE: "there is no such database or schema; create it (createdb) or correct its name",
    ServerFault.FORBIDDEN: "the user may not do this here; grant the rights, and name no read-only copy",
    ServerFault.BUSY: "all connections are taken; allow more (max_connections) or run fewer processes",
    ServerFault.LOCKED: "another process has held the catalog for a minute; wait for it to end or stop it",
    ServerFault.FULL: "the server's disk is full; free some space there and try again",
    ServerFault.DAMAGED: "tables are missing or damaged; restore the database from a backup",
    ServerFault.VERSION: "another version of the program wrote it; run the same version everywhere",
    ServerFault.NO_DRIVER: "the driver is not installed; pip install 'chidao[postgres]'",
    ServerFault.BAD_URL: "not an address of a catalog; write postgresql://user:password@host:5432/database",
    ServerFault.OTHER: "the database reports an error",
}


class DataDirError(CorpusError):
    """The data directory cannot be used; `detail` is what the system said, where it adds something."""

    def __init__(self, path: str, fault: DataDirFault | ServerFault, detail: str = "") -> None:
        super().__init__(path, fault, detail)
        self.path = path
        self.fault = fault
        self.detail = detail

    def __str__(self) -> str:
        said = f" ({self.detail})" if self.detail else ""
        return f"data directory {self.path}: {_ADVICE[DataDirFault(self.fault)]}{said}"


class CatalogServerError(DataDirError):
    """The server that keeps the catalog cannot be used; `path` is its address, without the password."""

    def __init__(self, path: str, fault: ServerFault, detail: str = "") -> None:
        super().__init__(path, fault, detail)

    def __str__(self) -> str:
        said = f" ({self.detail})" if self.detail else ""
        return f"catalog {self.path}: {_SERVER_ADVICE[ServerFault(self.fault)]}{said}"


class WorkersUnreachable(CorpusError):
    """The cluster of workers cannot be used; `problem` says what is missing or what it said."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(address, problem)
        self.address, self.problem = address, problem

    def __str__(self) -> str:
        return f"workers at {self.address}: {self.problem}"


class DocumentNotFound(CorpusError):
    """The catalog holds no document of this id."""

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.document_id = document_id

    def __str__(self) -> str:
        return f"no document {self.document_id} in the catalog"


class DocumentConflict(CorpusError):
    """The catalog holds another text that came from the same file."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: another version of this file is in the catalog already"


class StampedStronger(CorpusError):
    """A document is stamped with a secrecy that forbids more than the label it is to get."""

    def __init__(self, document_id: str, stamp: str, label: str) -> None:
        super().__init__(document_id, stamp, label)
        self.document_id, self.stamp, self.label = document_id, stamp, label

    def __str__(self) -> str:
        return f"document {self.document_id} is stamped {self.stamp}, which forbids more than {self.label}"


class ReadError(CorpusError):
    """A file could not be turned into text; `source` is its name."""

    reason = "cannot be read"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class UnsupportedFormat(ReadError):
    """No reader takes this kind of file."""

    reason = "files of this kind are not supported"


class EmptyFile(ReadError):
    """The file holds no text."""

    reason = "the file holds no text"


class BinaryFile(ReadError):
    """The file is named like a text but holds binary data."""

    reason = "the file holds binary data, not text"


class UndecodableText(ReadError):
    """The bytes are in no encoding that is known here."""

    reason = "the text is in no known encoding; save it as UTF-8"


class FileVanished(ReadError):
    """The file was there when the folder was listed and is gone now."""

    reason = "the file is gone"


class FileRefused(ReadError):
    """The system does not let the file be read; `errno` is its code."""

    reason = "the file cannot be opened"

    def __init__(self, source: str, errno: int) -> None:
        super().__init__(source)
        self.errno = errno

    def __str__(self) -> str:
        return f"{super().__str__()} ({os.strerror(self.errno)})"


class NotAFile(ReadError):
    """A pipe, a socket or a device: reading it may never end."""

    reason = "this is no regular file"


class Encrypted(ReadError):
    """A password protects the file."""

    reason = "the file is protected by a password; save it without one"


class Damaged(ReadError):
    """The file is cut off, or its inside is not what its name or its first bytes say."""

    reason = "the file is damaged or cut off; get it anew"


class ProgramFile(ReadError):
    """A program under the name of a document; it is never opened."""

    reason = "the file is a program, not a document; have it checked for viruses"


class ToolMissing(ReadError):
    """A program that this format needs is not installed; `package` is what brings it."""

    def __init__(self, source: str, tool: str, package: str) -> None:
        super().__init__(source)
        self.tool = tool
        self.package = package

    def __str__(self) -> str:
        return f"{self.source}: reading this needs {self.tool}; install {self.package}"


class FileTooLarge(ReadError):
    """The file is larger than may be read; `limit` is in MiB."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: the file is larger than {self.limit} MiB"


class Bomb(ReadError):
    """A small file that unpacks to a huge one."""

    reason = "the file unpacks to far more than it holds; it was made to exhaust memory"


class NestedTooDeep(ReadError):
    """A container inside more containers than are opened; `limit` is how many are."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: an archive inside more than {self.limit} others is not opened"


class TimedOut(ReadError):
    """Reading took longer than allowed; `seconds` is the limit."""

    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(source)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.source}: reading took longer than {self.seconds:g} s"


class OutOfMemory(ReadError):
    """Reading took more memory than allowed; `limit` is in MiB."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: reading took more than {self.limit} MiB of memory"


class ReaderFailed(ReadError):
    """A defect of a reader showed on this file; the cause is chained."""

    reason = "a reader failed on this file"

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(source)
        self.problem = problem

    def __str__(self) -> str:
        return f"{super().__str__()} ({self.problem})"
