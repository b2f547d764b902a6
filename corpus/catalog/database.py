"""Opening the catalog's database, and the transactions on it."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from corpus.catalog.migrations import migrate
from corpus.catalog.postgres import DRIVER, PostgreSQL
from corpus.catalog.schema import SCHEMA_VERSION, meta, metadata
from corpus.catalog.sqlite import SQLite
from corpus.errors import CatalogServerError, DataDirError, DataDirFault, ServerFault
from corpus.labels import Label

FILE_NAME = "catalog.sqlite"


class _Dialect(Protocol):
    """What differs between the databases."""

    def engine(self, url: sa.URL) -> sa.Engine: ...

    def options(self, write: bool) -> dict[str, Any]: ...

    def queue(self, connection: sa.Connection) -> None: ...

    def rows_of(self, engine: sa.Engine, query: sa.Select[Any], keys: Sequence[str]) -> Sequence[Any]: ...

    def seen_with(self, engine: sa.Engine, labels: Collection[Label]) -> tuple[sa.Engine, bool]: ...

    def explain(self, place: str, error: Exception) -> DataDirError: ...

    def of_another_version(self, place: str, told: str) -> DataDirError: ...


class Database:
    """A pool of connections, and the transactions on it."""

    def __init__(self, dialect: _Dialect, engine: sa.Engine, place: str, whole: "Database | None") -> None:
        """Use a pool of connections.

        Args:
            dialect: of the database.
            engine: the pool.
            place: where the database is, to be told in errors.
            whole: the database whose pool this is, which reads it in part and writes nothing; None where it
                owns the pool.
        """
        self._dialect = dialect
        self._engine = engine
        self._place = place
        self._whole = whole

    @classmethod
    def open(cls, where: Path | str) -> "Database":
        """Open or create the catalog in a data directory, or at a database URL.

        Raises:
            DataDirError: it cannot be used, or a newer version of the program wrote it.
        """
        dialect, url, place = _located(where)
        engine = dialect.engine(url)
        database = cls(dialect, engine, place, None)
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
            with self.write() as connection:
                metadata.create_all(connection)
                found = connection.scalar(query)
                if found is None:
                    found = str(SCHEMA_VERSION)
                    born = {"schema_version": found, "identity": uuid.uuid4().hex}
                    connection.execute(meta.insert(), [{"key": k, "value": v} for k, v in born.items()])
        if int(found) < SCHEMA_VERSION:
            found = self._migrate()
        if int(found) != SCHEMA_VERSION:
            raise self._dialect.of_another_version(self._place, f"version {found}, not {SCHEMA_VERSION}")

    def _migrate(self) -> str:
        """Bring the tables of an older version up to this one; return the version they are of then."""
        stamped = meta.update().where(meta.c.key == "schema_version")
        with self.write() as connection:
            migrate(connection)
            connection.execute(stamped.values(value=str(SCHEMA_VERSION)))
        return str(SCHEMA_VERSION)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise self._dialect.explain(self._place, error) from error

    @contextmanager
    def _transaction(self, write: bool) -> Iterator[sa.Connection]:
        with self._explaining(), self._engine.connect() as connection:
            connection.execution_options(**self._dialect.options(write))
            with connection.begin():
                yield connection

    def rows_of(self, query: sa.Select[Any], keys: Sequence[str]) -> Sequence[Any]:
        """Return the rows of one query, as tuples, for the keys that it takes as `ids`."""
        with self._explaining():
            return self._dialect.rows_of(self._engine, query, keys)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one state and changes nothing."""
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open a transaction that no other writer overlaps; it happens whole or not at all."""
        with self._transaction(write=self._whole is None) as connection:
            self._dialect.queue(connection)
            yield connection

    def seen_with(self, labels: Collection[Label]) -> "Database":
        """Return the same database as who may see documents of these labels reads it; it takes no writes."""
        try:
            engine, owned = self._dialect.seen_with(self._engine, labels)
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise self._dialect.explain(self._place, error) from error
        return Database(self._dialect, engine, self._place, None if owned else self)

    def close(self) -> None:
        """Close every connection."""
        if self._whole is None:
            self._engine.dispose()


def _located(where: Path | str) -> tuple[_Dialect, sa.URL, str]:
    """Return what kind of database is where, its address, and how to tell it."""
    if "://" not in str(where):
        return SQLite(), _in_folder(Path(where)), str(where)
    try:
        url = sa.make_url(str(where))
    except (sa.exc.ArgumentError, ValueError) as error:
        raise CatalogServerError("", ServerFault.BAD_URL) from error
    place = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        return SQLite(), url, place
    if url.drivername in ("postgres", "postgresql", DRIVER):
        return PostgreSQL(), url.set(drivername=DRIVER), place
    raise CatalogServerError(place, ServerFault.BAD_URL)


def _in_folder(data_dir: Path) -> sa.URL:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirError(str(data_dir), DataDirFault.NOT_CREATED, error.strerror or "") from error
    return sa.URL.create("sqlite", database=str(data_dir / FILE_NAME))
