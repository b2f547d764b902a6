"""Opening the catalog's database; all that is particular to SQLite stands here."""

import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError as SQLiteBusy

import sqlalchemy as sa

from corpus.catalog.migrations import migrate
from corpus.catalog.schema import SCHEMA_VERSION, meta, metadata
from corpus.catalog.shadows import shadows
from corpus.errors import DataDirError, DataDirFault
from corpus.labels import Label

FILE_NAME = "catalog.sqlite"
_WAIT_S = 60  # how long one process waits for another's transaction
_FAULTS = {  # part of what the database says -> what it means
    "unable to open": DataDirFault.NOT_WRITABLE,
    "readonly": DataDirFault.NOT_WRITABLE,
    "not a database": DataDirFault.NOT_A_CATALOG,
    "malformed": DataDirFault.DAMAGED,
    "no such table": DataDirFault.DAMAGED,
    "no such column": DataDirFault.DAMAGED,
    "disk I/O": DataDirFault.DISK,
    "full": DataDirFault.FULL,
    "locked": DataDirFault.LOCKED,
}


class Database:
    """A pool of connections, and the transactions on it."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self._engine = engine
        self._place = place

    @classmethod
    def open(cls, where: Path | str) -> "Database":
        """Open or create the catalog in a data directory, or at a database URL.

        Raises:
            DataDirError: it cannot be used, or a newer version of the program wrote it.
        """
        if "://" in str(where):
            url = sa.make_url(str(where))
            place = url.render_as_string(hide_password=True)
        else:
            url, place = _in_folder(Path(where)), str(where)
        engine = _sqlite(url) if url.get_backend_name() == "sqlite" else sa.create_engine(url)
        database = cls(engine, place)
        try:
            database._prepare()
        except BaseException:
            engine.dispose()
            raise
        return database

    def _prepare(self) -> None:
        """Create the tables where there are none, and check who wrote them."""
        query = sa.select(meta.c.value).where(meta.c.key == "schema_version")
        with self.read() as connection:
            known = sa.inspect(connection).has_table(meta.name)
            found = connection.scalar(query) if known else None
        if found is None:
            with self._transaction(write=True) as connection:
                metadata.create_all(connection)
                found = connection.scalar(query)
                if found is None:
                    found = str(SCHEMA_VERSION)
                    born = {"schema_version": found, "identity": uuid.uuid4().hex}
                    connection.execute(meta.insert(), [{"key": k, "value": v} for k, v in born.items()])
        if int(found) < SCHEMA_VERSION:
            found = self._migrate()
        if int(found) != SCHEMA_VERSION:
            told = f"version {found}, not {SCHEMA_VERSION}"
            raise DataDirError(self._place, DataDirFault.VERSION, told)

    def _migrate(self) -> str:
        """Bring the tables of an older version up to this one; return the version they are of then."""
        stamped = meta.update().where(meta.c.key == "schema_version")
        with self._transaction(write=True) as connection:
            migrate(connection)
            connection.execute(stamped.values(value=str(SCHEMA_VERSION)))
        return str(SCHEMA_VERSION)

    @contextmanager
    def _transaction(self, write: bool) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                connection.execution_options(chidao_write=write)
                with connection.begin():
                    yield connection
        except sa.exc.IntegrityError:
            raise
        except sa.exc.DatabaseError as error:
            raise _explain(self._place, error) from error

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one state and changes nothing."""
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open a transaction that no other writer overlaps; it happens whole or not at all."""
        with self._transaction(write=True) as connection:
            # Change numbers must become visible in their order, so writers queue on this row.
            connection.execute(
                sa.select(meta.c.value).where(meta.c.key == "schema_version").with_for_update()
            )
            yield connection

    def seen_with(self, labels: Collection[Label]) -> "Database":
        """Return the same database as who may see documents of these labels reads it; it takes no writes."""
        engine = _sqlite(self._engine.url)

        def shadow(connection: SQLiteConnection, _record: object) -> None:
            for statement in shadows(labels, "main"):
                connection.execute(statement)
            connection.execute("PRAGMA query_only = ON")

        sa.event.listen(engine, "connect", shadow)
        return Database(engine, self._place)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _explain(place: str, error: sa.exc.DatabaseError) -> DataDirError:
    """Tell what a database error means."""
    said = str(error.orig)
    fault = next((found for part, found in _FAULTS.items() if part.lower() in said.lower()), None)
    return DataDirError(place, fault) if fault else DataDirError(place, DataDirFault.OTHER, said)


def _in_folder(data_dir: Path) -> sa.URL:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirError(str(data_dir), DataDirFault.NOT_CREATED, error.strerror or "") from error
    return sa.URL.create("sqlite", database=str(data_dir / FILE_NAME))


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _WAIT_S})
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: SQLiteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver would open transactions late and at its own will
    for attempt in range(100):
        try:  # two processes that create the same file do not wait for each other here
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except SQLiteBusy as error:
            if "locked" not in str(error) or attempt == 99:
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in between.
    write = connection.get_execution_options().get("chidao_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
