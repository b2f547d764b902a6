"""The places that cannot be used: the data directory, the database server, the cluster of workers."""

from collections.abc import Mapping
from enum import StrEnum

from corpus.errors.base import CorpusError


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
