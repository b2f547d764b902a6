"""The catalog on a server: all that is particular to PostgreSQL.

Nothing here lives in a session: locks and settings end with their transaction, and what a clearance reads are
views in a schema of their own. So a pool of connections in between (PgBouncer) can neither lose nor leak it.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from corpus.catalog.schema import meta
from corpus.catalog.shadows import shadows
from corpus.errors import CatalogServerError, DataDirError, ServerFault
from corpus.labels import Label

DRIVER = "postgresql+psycopg"
_WAIT_S = 60  # how long one process waits for another's transaction, and how long one may sit idle in its own
_CONNECT = {  # a server that has gone without a word is missed after a minute, not after two hours
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_QUEUE = sa.text(
    f"SELECT set_config('lock_timeout', '{_WAIT_S}s', true),"
    f" set_config('idle_in_transaction_session_timeout', '{_WAIT_S}s', true),"
    " pg_advisory_xact_lock(hashtext('chidao catalog'), hashtext(current_schema()))"
)
_READ = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_STATES = {  # the beginning of a code of the server -> what it means
    "28": ServerFault.LOGIN,
    "3D000": ServerFault.NO_DATABASE,
    "3F000": ServerFault.NO_DATABASE,
    "25006": ServerFault.FORBIDDEN,
    "42501": ServerFault.FORBIDDEN,
    "42P01": ServerFault.DAMAGED,
    "42703": ServerFault.DAMAGED,
    "XX": ServerFault.DAMAGED,
    "53100": ServerFault.FULL,
    "53": ServerFault.BUSY,
    "55P03": ServerFault.LOCKED,
    "25P": ServerFault.LOCKED,
    "40": ServerFault.LOCKED,
    "57P": ServerFault.UNREACHABLE,
    "08": ServerFault.UNREACHABLE,
}
_WORDS = {  # where there is no code, for the connection did not come about: part of what is said
    "authentication failed": ServerFault.LOGIN,
    "no password supplied": ServerFault.LOGIN,
    "no pg_hba.conf entry": ServerFault.LOGIN,
    'role "': ServerFault.LOGIN,
    'database "': ServerFault.NO_DATABASE,
    "too many clients": ServerFault.BUSY,
    "connection slots": ServerFault.BUSY,
    "queuepool limit": ServerFault.BUSY,
}


class PostgreSQL:
    """How PostgreSQL is opened, written and read in part."""

    def engine(self, url: sa.URL) -> sa.Engine:
        """Return a pool of connections, each tried before it is used: the server may have been restarted."""
        place = url.render_as_string(hide_password=True)
        connect = {name: value for name, value in _CONNECT.items() if name not in url.query}
        try:
            return sa.create_engine(url, connect_args=connect, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise CatalogServerError(place, ServerFault.NO_DRIVER) from error

    def options(self, write: bool) -> dict[str, Any]:
        """Return the execution options of a transaction; one that reads sees one state."""
        # A writer sees what the one before it has written: it begins to look when it has its turn.
        return {"isolation_level": "READ COMMITTED"} if write else dict(_READ)

    def queue(self, connection: sa.Connection) -> None:
        """Wait for the writers before this one: change numbers must become visible in their order."""
        connection.execute(_QUEUE)

    def rows_of(self, engine: sa.Engine, query: sa.Select[Any], keys: Sequence[str]) -> Sequence[Any]:
        """Return the rows of one query for keys."""
        with engine.connect() as connection:
            connection.execution_options(**self.options(write=False))
            return connection.execute(query, {"ids": keys}).all()

    def seen_with(self, engine: sa.Engine, labels: Collection[Label]) -> tuple[sa.Engine, bool]:
        """Return connections that read documents of these labels alone, and whether they are a new pool.

        The views stand in a schema named after what they are, made when they are first wanted, and every
        query names that schema: without it, it fails.
        """
        with engine.connect() as connection:
            home = str(connection.scalar(sa.text("SELECT current_schema()")))
            quoted = engine.dialect.identifier_preparer.quote(home)
            views = shadows(labels, quoted) | {meta.name: f"SELECT key, value FROM {quoted}.{meta.name}"}
            schema = f"chidao_seen_{hashlib.sha256(repr(views).encode()).hexdigest()[:16]}"
            if not _stands(connection, schema):
                connection.rollback()
                self.queue(connection)
                if not _stands(connection, schema):
                    connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
                    for name, query in views.items():
                        connection.exec_driver_sql(f"CREATE VIEW {schema}.{name} AS {query}")
                connection.commit()
        return engine.execution_options(schema_translate_map={None: schema}), False

    def explain(self, place: str, error: Exception) -> DataDirError:
        """Tell what an error of the server means."""
        cause = getattr(error, "orig", None) or error
        code, said = getattr(cause, "sqlstate", None) or "", str(cause).strip()
        fault = next((fault for state, fault in _STATES.items() if code.startswith(state)), None)
        if fault is None and not code:
            fault = next((fault for words, fault in _WORDS.items() if words in said.lower()), None)
            lost = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
            fault = fault or (ServerFault.UNREACHABLE if lost else None)
        return CatalogServerError(place, fault or ServerFault.OTHER, said)

    def of_another_version(self, place: str, told: str) -> DataDirError:
        """Tell that another version of the program wrote it."""
        return CatalogServerError(place, ServerFault.VERSION, told)


def _stands(connection: sa.Connection, schema: str) -> bool:
    query = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
    return connection.scalar(query, {"name": schema}) is not None
