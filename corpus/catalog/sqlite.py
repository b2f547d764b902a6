"""The catalog in a file: all that is particular to SQLite."""

import time
from collections.abc import Collection, Sequence
from contextlib import closing
from functools import lru_cache
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from sqlite3 import OperationalError as SQLiteBusy
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from corpus.catalog.schema import DOCUMENT_LABEL
from corpus.catalog.shadows import shadows
from corpus.errors import DataDirError, DataDirFault
from corpus.labels import Label

_DIALECT = sqlite.dialect(paramstyle="qmark")
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


class SQLite:
    """How SQLite is opened, written and read in part."""

    def engine(self, url: sa.URL) -> sa.Engine:
        """Return a pool of connections."""
        engine = sa.create_engine(url, connect_args={"timeout": _WAIT_S})
        sa.event.listen(engine, "connect", _set_up)
        sa.event.listen(engine, "begin", _begin)
        return engine

    def options(self, write: bool) -> dict[str, Any]:
        """Return the execution options of a transaction."""
        return {"chidao_write": write}

    def queue(self, connection: sa.Connection) -> None:
        """Wait for the writers before this one: the transaction has begun as theirs ended."""

    def rows_of(self, engine: sa.Engine, query: sa.Select[Any], keys: Sequence[str]) -> Sequence[Any]:
        """Return the rows of one query for keys: a statement alone sees one state without a transaction.

        The driver is asked itself. To begin, to put the query together and to end would take four times as
        long as to answer it, and every search asks.
        """
        sql = _spelt(query, len(keys))
        try:
            with closing(engine.raw_connection()) as connection:
                found: list[Any] = connection.cursor().execute(sql, keys).fetchall()
        except SQLiteError as error:  # a damaged file shows when it is opened
            raise sa.exc.DBAPIError(sql, None, error) from error
        return found

    def seen_with(self, engine: sa.Engine, labels: Collection[Label]) -> tuple[sa.Engine, bool]:
        """Return connections that read documents of these labels alone, and whether they are a new pool.

        Each connection shadows every table, so whatever it is asked it cannot tell more.
        """
        seeing = self.engine(engine.url)
        # Named, for the planner prefers the unique index and then walks over a document's text to its label.
        views = shadows(labels, "main", f" INDEXED BY {DOCUMENT_LABEL}")

        def shadow(connection: SQLiteConnection, _record: object) -> None:
            for name, query in views.items():
                connection.execute(f"CREATE TEMP VIEW {name} AS {query}")
            connection.execute("PRAGMA query_only = ON")

        sa.event.listen(seeing, "connect", shadow)
        return seeing, True

    def explain(self, place: str, error: Exception) -> DataDirError:
        """Tell what an error of the database means."""
        said = str(getattr(error, "orig", error))
        fault = next((found for part, found in _FAULTS.items() if part.lower() in said.lower()), None)
        return DataDirError(place, fault) if fault else DataDirError(place, DataDirFault.OTHER, said)

    def of_another_version(self, place: str, told: str) -> DataDirError:
        """Tell that another version of the program wrote it."""
        return DataDirError(place, DataDirFault.VERSION, told)


@lru_cache(maxsize=256)
def _spelt(query: sa.Select[Any], keys: int) -> str:
    """Return a query for so many keys as the driver takes it."""
    return str(
        query.params(ids=[""] * keys).compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    )


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
