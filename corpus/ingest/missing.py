"""Files that the catalog knows and that are no longer where they were."""

import os
from collections.abc import Sequence
from pathlib import Path

from corpus.catalog import Catalog
from corpus.names import file_origin, safe_name
from corpus.readers.members import SEPARATOR


def missing_files(catalog: Catalog, paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the origins of ingested files that are gone from the folders among `paths`; no members.

    A folder in which nothing is left at all tells nothing: sooner is a disk not mounted than a whole
    archive deleted.
    """
    gone: dict[str, None] = {}
    for folder in paths:
        present = _origins_below(folder)
        if not present:
            continue
        for stored in catalog.files_below(file_origin(folder)):
            origin = stored.origin.split(SEPARATOR)[0]
            # Names with foreign bytes are stored escaped: only the walk knows those.
            if origin not in present and _is_gone(origin):
                gone[origin] = None
    return tuple(gone)


def _is_gone(path: str) -> bool:
    """Tell whether there is no such file; one that only cannot be looked at now is not gone."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # a share that does not answer, a folder that may not be entered
        return False
    return False


def _origins_below(folder: Path) -> set[str]:
    walk = os.walk(os.path.abspath(folder))
    return {safe_name(os.path.join(place, name)) for place, _, names in walk for name in names}
