"""What the runtime and what stands behind it tell each other: progress, and the state of index files."""

from collections.abc import Callable
from pathlib import Path

Stamp = tuple[int, int, int] | None
Progress = Callable[[int, int], None]


def file_stamp(path: Path) -> Stamp:
    """Name the present contents of a file by inode, time and size; None where it cannot be had."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
