"""Files that an earlier version of the program has read, as far as they are still where they were."""

from collections.abc import Mapping
from pathlib import Path

from corpus.catalog import Catalog
from corpus.ingest.reports import Candidate
from corpus.readers.members import SEPARATOR


def stale_files(catalog: Catalog, elsewhere: Mapping[str, Path]) -> list[Candidate]:
    """Return the files to be read again, a container once for all its members.

    Args:
        catalog: where they were taken in.
        elsewhere: paths of files whose origins are none. What is in neither place stays as it was read.
    """
    outer = {
        stored.origin.split(SEPARATOR)[0]: stored.source.split(SEPARATOR)[0]
        for stored in catalog.stale_files()
    }
    places = {origin: elsewhere.get(origin, Path(origin)) for origin in outer}
    return [
        Candidate(place, named=False, source=outer[origin], origin=origin)
        for origin, place in places.items()
        if place.is_absolute() and _is_file(place)
    ]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # permission is lacking, a name is too long
        return False
