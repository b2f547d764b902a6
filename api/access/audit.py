"""The record of who did what, a line for each request or command, no question in it.

What changed something is in `<data>/audit.jsonl`, all else in `<data>/audit-reads.jsonl`: a key that reads
without an end pushes out what others read, and nothing of what was done. A line is written with one call in
append mode, so several processes may write. What exceeds its size moves on to `audit.1.jsonl` and so forth;
the oldest falls off.
"""

import json
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import islice
from pathlib import Path

from filelock import FileLock

from api.access.keys import utcnow

FILE_NAME = "audit.jsonl"
READS_NAME = "audit-reads.jsonl"
BY_COMMAND = "command"  # who did it, where somebody at a terminal did
_MOST_BYTES = 10 * 1024 * 1024
_KEPT = 5
_LOG = logging.getLogger("api.audit")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        by: id of the key; "command" for the command line, None for who has no key.
        name: of the key.
        action: the method and the route's template, or the command.
        status: of the response; 0 where there is none.
        touched: ids of documents, keys or tasks that were read by id or changed.
    """

    by: str | None
    name: str | None
    action: str
    status: int = 0
    touched: Sequence[str] = ()
    address: str | None = None
    request_id: str | None = None


class AuditLog:
    """Writes and reads the record of one data directory; safe to share between threads."""

    def __init__(self, data_dir: Path, most_bytes: int = _MOST_BYTES) -> None:
        self._changes = _Series(data_dir / FILE_NAME, most_bytes)
        self._reads = _Series(data_dir / READS_NAME, most_bytes)

    def write(self, entry: Entry, only_read: bool = False) -> None:
        """Add a line; a disk that takes none is told in the log and stops nobody."""
        (self._reads if only_read else self._changes).write(entry)

    def latest(self, limit: int) -> list[dict[str, object]]:
        """Return the latest entries, the latest first."""
        latest = merge(self._changes.latest(), self._reads.latest(), key=_when, reverse=True)
        return list(islice(latest, limit))


class _Series:
    """One file and those that it was before."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def write(self, entry: Entry) -> None:
        told = {"at": utcnow().isoformat(timespec="milliseconds")} | asdict(entry)
        line = json.dumps({k: v for k, v in told.items() if v not in (None, (), [])}, ensure_ascii=False)
        try:
            with self._lock:
                self._turn_over()
                handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    os.write(handle, line.encode() + b"\n")
                finally:
                    os.close(handle)
        except OSError as error:
            _LOG.error("the audit log cannot be written: %s", error)

    def latest(self) -> Iterator[dict[str, object]]:
        for path in [self._path, *(self._older(n) for n in range(1, _KEPT + 1))]:
            yield from reversed(list(_entries(path)))

    def _turn_over(self) -> None:
        if not self._is_full():
            return
        with FileLock(self._path.with_suffix(".lock")):
            if self._is_full():  # no other process was faster
                for n in range(_KEPT, 0, -1):
                    source = self._older(n - 1) if n > 1 else self._path
                    if source.exists():
                        source.replace(self._older(n))

    def _is_full(self) -> bool:
        try:
            return self._path.stat().st_size >= self._most_bytes
        except FileNotFoundError:
            return False

    def _older(self, n: int) -> Path:
        return self._path.with_suffix(f".{n}.jsonl")


def _when(entry: dict[str, object]) -> str:
    return str(entry.get("at", ""))


def _entries(path: Path) -> Iterator[dict[str, object]]:
    if not path.is_file():
        return
    for line in path.read_bytes().split(b"\n"):  # names may hold what else ends lines
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # cut off by a crash
        if isinstance(entry, dict):
            yield entry
