"""Forbids this process to open sockets, and tells who tried."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
_OPENING = "socket.__new__"
_REACHING = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
)
_LOCAL = 1  # AF_UNIX: no network


class _Guard:
    """One audit hook for the process: hooks cannot be taken back, so it sleeps between uses."""

    def __init__(self) -> None:
        self.attempts: list[str] | None = None
        self._events: frozenset[str] = frozenset()
        self._hooked = False

    def wake(self, events: frozenset[str]) -> list[str]:
        self._events = events
        if not self._hooked:
            sys.addaudithook(self._hear)
            self._hooked = True
        self.attempts = []
        return self.attempts

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.attempts is None or event not in self._events:
            return
        if event == _OPENING and _LOCAL in args[1:2]:
            return
        self.attempts.append(event)
        raise PermissionError(f"{event} is forbidden here")


_GUARD = _Guard()


@contextmanager
def no_sockets(but_unused: bool = False) -> Iterator[list[str]]:
    """Forbid sockets; yield the list of attempts, those of libraries that bypass Python added at the end.

    `but_unused` allows to open one that is never connected: a library looks for IPv6 so when it is imported.
    """
    before = _sockets()
    attempts = _GUARD.wake(_REACHING if but_unused else _REACHING | {_OPENING})
    try:
        yield attempts
    finally:
        _GUARD.attempts = None
        attempts += sorted(_sockets() - before)


def _sockets() -> set[str]:
    """Return the sockets that this process has open; nothing where the system does not tell."""
    found: set[str] = set()
    try:
        descriptors = list(_DESCRIPTORS.iterdir())
    except OSError:
        return found
    for descriptor in descriptors:
        try:
            target = os.readlink(descriptor)
        except OSError:
            continue  # closed meanwhile
        if target.startswith("socket:"):
            found.add(target)
    return found
