"""Where keys and sessions are kept: `<data>/access.sqlite`, readable by its owner alone.

It is a file of its own so that a copy of the catalog can be given away, and a key made while another process
serves. No secret is in it: keys and sessions are kept as hashes.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from api.access.caller import Scope
from api.access.keys import Key
from api.access.rates import Rate
from api.host.private import make_private
from corpus.errors import DataDirError, DataDirFault
from corpus.labels import Clearance, Label, in_order

FILE_NAME = "access.sqlite"
_ALL = "all"
_TABLES = """
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, scopes TEXT NOT NULL, labels TEXT NOT NULL,
    rate TEXT, created_at TEXT NOT NULL, ends_at TEXT, revoked_at TEXT, successor TEXT
);
CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, key_id TEXT NOT NULL, ends_at TEXT NOT NULL
);
"""


class AccessStore:
    """Keys and sessions of one data directory; safe to share between threads and processes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def is_used(self) -> bool:
        """Tell whether a key was ever made; revoking the last one opens nothing to everybody."""
        return self._exists() and self._one("SELECT 1 FROM keys LIMIT 1") is not None

    def key(self, key_id: str) -> Key | None:
        """Return a key."""
        row = self._one("SELECT * FROM keys WHERE id = ?", key_id) if self._exists() else None
        return _key(row) if row else None

    def all_keys(self) -> list[Key]:
        """Return all keys, the oldest first."""
        if not self._exists():
            return []
        with self._open() as connection:
            return [_key(row) for row in connection.execute("SELECT * FROM keys ORDER BY created_at, id")]

    def put(self, *keys: Key) -> None:
        """Store keys, in the place of those of the same ids."""
        with self._open() as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, keys)
            )

    def open_session(self, digest: str, key_id: str, ends_at: datetime) -> None:
        """Keep a session; forget those that are over."""
        now = datetime.now(UTC)
        with self._open() as connection, connection:
            connection.execute("DELETE FROM sessions WHERE ends_at <= ?", [_when(now)])
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?)", [digest, key_id, _when(ends_at)])

    def session_key(self, digest: str) -> str | None:
        """Return the id of the key that opened a session that goes on."""
        if not self._exists():
            return None
        query = "SELECT key_id FROM sessions WHERE digest = ? AND ends_at > ?"
        row = self._one(query, digest, _when(datetime.now(UTC)))
        return row["key_id"] if row else None

    def end_session(self, digest: str) -> None:
        """Forget a session."""
        if self._exists():
            with self._open() as connection, connection:
                connection.execute("DELETE FROM sessions WHERE digest = ?", [digest])

    def end_sessions_of(self, key_id: str) -> None:
        """Forget all sessions that a key opened."""
        if self._exists():
            with self._open() as connection, connection:
                connection.execute("DELETE FROM sessions WHERE key_id = ?", [key_id])

    def _exists(self) -> bool:
        return self._connection is not None or self._path.is_file()

    def _one(self, query: str, *values: str) -> sqlite3.Row | None:
        with self._open() as connection:
            row: sqlite3.Row | None = connection.execute(query, values).fetchone()
            return row

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection = self._connection or self._connect()
                yield self._connection
            except (OSError, sqlite3.Error) as error:
                raise DataDirError(str(self._path), DataDirFault.OTHER, str(error)) from error

    def _connect(self) -> sqlite3.Connection:
        make_private(self._path.parent)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.executescript(_TABLES)
        return connection


def labels_text(clearance: Clearance) -> str:
    """Write a clearance: "public,internal", or "all"."""
    return _ALL if clearance is None else ",".join(in_order(clearance))


def clearance_of(text: str) -> Clearance:
    """Read a clearance; raises ValueError."""
    if text.strip() == _ALL:
        return None
    labels = frozenset(Label(part.strip()) for part in text.split(",") if part.strip())
    return None if len(labels) == len(Label) else labels


def _row(key: Key) -> tuple[str | None, ...]:
    return (
        key.id,
        key.name,
        key.digest,
        ",".join(scope for scope in Scope if scope in key.scopes),
        labels_text(key.clearance),
        str(key.rate) if key.rate else None,
        _when(key.created_at),
        _when(key.ends_at) if key.ends_at else None,
        _when(key.revoked_at) if key.revoked_at else None,
        key.successor,
    )


def _key(row: sqlite3.Row) -> Key:
    def when(name: str) -> datetime | None:
        return datetime.fromisoformat(row[name]) if row[name] else None

    return Key(
        id=row["id"],
        name=row["name"],
        digest=row["digest"],
        scopes=frozenset(Scope(part) for part in row["scopes"].split(",") if part),
        clearance=clearance_of(row["labels"]),
        rate=Rate.parse(row["rate"]) if row["rate"] else None,
        created_at=datetime.fromisoformat(row["created_at"]),
        ends_at=when("ends_at"),
        revoked_at=when("revoked_at"),
        successor=row["successor"],
    )


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
