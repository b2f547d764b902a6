"""Which files there are to ingest."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from corpus.ingest.reports import Candidate
from corpus.readers import is_supported
from corpus.readers.members import is_litter


def list_files(paths: Sequence[Path]) -> list[Candidate]:
    """List the files to ingest: those named, and all below the folders named.

    Hidden files, and what systems and editors leave behind, stay out, as long as nobody names them. A folder
    that cannot be listed, and a link to a file that is gone, are listed too, so that they are told.
    """
    found: dict[Path, Candidate] = {}
    for path in paths:
        if os.path.isdir(path):  # Path.is_dir raises where permission is lacking
            for below in _below(path):
                found.setdefault(Path(os.path.abspath(below)), Candidate(below, named=False))
        else:
            found[Path(os.path.abspath(path))] = Candidate(path, named=True)
    return list(found.values())


def _below(folder: Path) -> list[Path]:
    """Return the files below a folder in order; links to folders are not followed."""
    found: list[Path] = []

    def refused(error: OSError) -> None:
        found.append(Path(os.fsdecode(error.filename)))

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not _is_hidden(f"{name}/")]
        paths = (Path(place, name) for name in names if not _is_hidden(name))
        found += filter(_to_read, paths)
    return sorted(found)


def _is_hidden(name: str) -> bool:
    """Tell whether nobody means to file what bears this name; a folder's name ends with a slash."""
    return name.startswith(".") or is_litter(name)


def _to_read(path: Path) -> bool:
    """Tell whether a file is to be read; pipes and what cannot be looked at are, if named like documents."""
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return True
    except OSError:
        pass
    return is_supported(path.name)
