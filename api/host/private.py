"""Data that nobody else on the machine may read, whatever the umask is."""

import os
from contextlib import suppress
from pathlib import Path

_OWNER_ALONE = 0o700


def make_private(folder: Path) -> None:
    """Create a data directory that its owner alone may enter; one that is there stays as it is.

    What goes wrong is left to the first use of the directory, which says so.
    """
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        folder.chmod(_OWNER_ALONE)


def write_for_owner_alone() -> None:
    """Keep what this process creates from now on to its owner; for commands that fill the directory."""
    os.umask(os.umask(0o077) | 0o077)
