"""A folder that is looked at again and again: what is new, what has changed, what is gone.

It is polled: notifications of the system do not come from network shares, where offices keep their files.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.ingest.files import list_files
from corpus.ingest.reports import Candidate

_Look = tuple[int, int, int]  # inode, size, time


@dataclass(frozen=True, slots=True)
class Changes:
    """What one look has found; `is_less` tells that files are gone since the look before."""

    fresh: tuple[Candidate, ...]
    is_less: bool


class FolderWatch:
    """What was seen of some files and folders."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._last: dict[Path, _Look | None] = {}
        self._delivered: dict[Path, _Look | None] = {}

    def look_back(self) -> None:
        """Take all that is there as delivered: what changes from now on is fresh."""
        self._last = {file.path: _look_at(file.path) for file in list_files(self._paths)}
        self._delivered = dict(self._last)

    def look(self) -> Changes:
        """Look once; a file is delivered when two looks find it the same: it has stopped growing."""
        files = {file.path: file for file in list_files(self._paths)}
        now = {path: _look_at(path) for path in files}
        fresh = [
            file
            for path, file in files.items()
            if path in self._last and now[path] == self._last[path] and self._is_new(path, now[path])
        ]
        is_less = any(path not in now for path in self._last)
        self._last = now
        for file in fresh:
            self._delivered[file.path] = now[file.path]
        for path in [path for path in self._delivered if path not in now]:
            del self._delivered[path]
        return Changes(tuple(fresh), is_less)

    def _is_new(self, path: Path, look: _Look | None) -> bool:
        return path not in self._delivered or self._delivered[path] != look


def _look_at(path: Path) -> _Look | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
