"""Files that the catalog knows and that are no longer where they were."""

import os
from collections.abc import Sequence
from pathlib import Path

from corpus.catalog import Catalog
from corpus.names import safe_name
from corpus.readers.members import SEPARATOR


def missing_files(catalog: Catalog, paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the origins of ingested files that are gone from the folders among `paths`; no members.

    A folder in which nothing is left at all tells nothing: sooner is a disk not mounted than a whole
    archive deleted.
    """
    gone: dict[str, None] = {}
    for folder in paths:
        top = folder.absolute()
        present = _origins_below(top)
        if not present:
            continue
        for stored in catalog.files_below(safe_name(str(top))):
            origin = stored.origin.split(SEPARATOR)[0]
            # Names with foreign bytes are stored escaped: only the walk knows those.
            if origin not in present and not os.path.lexists(origin):
                gone[origin] = None
    return tuple(gone)


def _origins_below(folder: Path) -> set[str]:
    walk = os.walk(folder)
    return {safe_name(os.path.join(place, name)) for place, _, names in walk for name in names}
