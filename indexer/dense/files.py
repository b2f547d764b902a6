"""Files of segments: stamped when they are written, checked when they are read.

What is small is hashed whole at every opening. For what is large that would take seconds before the first
answer and send gigabytes through the page cache, so a sample of its pages is hashed: it tells a file that was
cut short, mixed up or overwritten. Bits that rot elsewhere are found by `verify`, which reads everything.
"""

import hashlib
import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexDamaged
from indexer.manifest import FileStamp, SegmentEntry, sync_folder

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

_LARGE = 32 << 20  # bytes from which a file is sampled
_PAGES, _PAGE = 64, 4096  # of a sample
_BLOCK = 8 << 20


def stamp(path: Path, name: str) -> FileStamp:
    """Return the stamp of a file that was written and will be called `name`."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    return FileStamp(name, size, digest, _sampled(path, size) if size > _LARGE else "")


def settle(path: Path, target: Path) -> None:
    """Give a written file its name, so that a power cut keeps it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(path, target)
    sync_folder(target.parent)


def stamp_of(entry: SegmentEntry, kind: str) -> FileStamp:
    """Return the stamp of a segment's file."""
    return next(one for one in entry.files if one.name.endswith(f".{kind}"))


def read(folder: Path, entry: SegmentEntry, kind: str) -> bytes:
    """Return a file's content, checked whole; raises FileNotFoundError or IndexDamaged."""
    found = stamp_of(entry, kind)
    blob = (folder / found.name).read_bytes()
    if hashlib.sha256(blob).hexdigest() != found.sha256:
        raise _changed(folder, found)
    return blob


def checked(folder: Path, entry: SegmentEntry, kind: str) -> Path:
    """Return the path of a file that is opened, not read, after a look at its size and its sample."""
    found = stamp_of(entry, kind)
    path = folder / found.name
    if path.stat().st_size != found.size or (found.sample and _sampled(path, found.size) != found.sample):
        raise _changed(folder, found)
    if not found.sample:
        read(folder, entry, kind)
    return path


def verify(folder: Path, entry: SegmentEntry) -> None:
    """Read everything of a segment; raises FileNotFoundError, or IndexDamaged where anything changed."""
    for found in entry.files:
        with (folder / found.name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != found.sha256:
                raise _changed(folder, found)


def _changed(folder: Path, found: FileStamp) -> IndexDamaged:
    return IndexDamaged(str(folder.parent), f"{found.name} was changed after it was written")


def _sampled(path: Path, size: int) -> str:
    """Return the SHA-256 of pages spread evenly over a file, its first and its last among them."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        for i in range(_PAGES):
            file.seek((size - _PAGE) * i // (_PAGES - 1))
            digest.update(file.read(_PAGE))
    return digest.hexdigest()


class VectorFile:
    """Rows of float32 on disk, read as they are asked for.

    They are read, not mapped: the pages that a search touches would count as this process's memory, with all
    that the system maps around them, until the whole file did.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self._dim = dim
        self._width = 4 * dim
        self._handle = os.open(path, os.O_RDONLY)
        self.close = weakref.finalize(self, os.close, self._handle)  # a search may outlive its index
        self.count = path.stat().st_size // self._width

    def at(self, rows: Rows) -> Vectors:
        """Return rows, shape (n, dim); neighbours that are asked for together are read together."""
        if not len(rows):
            return np.empty((0, self._dim), np.float32)
        cuts = np.flatnonzero(np.diff(rows) != 1) + 1
        starts = rows[np.r_[0, cuts]].tolist()
        sizes = np.diff(np.r_[0, cuts, len(rows)]).tolist()
        parts = zip(starts, sizes, strict=True)
        read, handle, width = os.pread, self._handle, self._width
        blob = b"".join([read(handle, size * width, start * width) for start, size in parts])
        if len(blob) < len(rows) * width:  # the system may give less than was asked for
            blob = b"".join([self._read(start, size) for start, size in zip(starts, sizes, strict=True)])
        return np.frombuffer(blob, np.float32).reshape(len(rows), self._dim)

    def between(self, start: int, end: int) -> Vectors:
        """Return a range of rows, shape (end - start, dim)."""
        return np.frombuffer(self._read(start, end - start), np.float32).reshape(end - start, self._dim)

    def blocks(self) -> Iterator[tuple[int, Vectors]]:
        """Yield all rows in portions, each with the number of its first."""
        step = max(1, _BLOCK // self._width)
        for start in range(0, self.count, step):
            yield start, self.between(start, min(start + step, self.count))

    def _read(self, start: int, count: int) -> bytes:
        return _pread(self._handle, count * self._width, start * self._width)


def _pread(handle: int, size: int, at: int) -> bytes:
    blob = os.pread(handle, size, at)
    while len(blob) < size:  # the system may give less than was asked for
        more = os.pread(handle, size - len(blob), at + len(blob))
        if not more:
            raise OSError(f"a file ends before its byte {at + size}")
        blob += more
    return blob
