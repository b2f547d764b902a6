"""Finds the file of a document again: what was uploaded is kept, other files may have moved or changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from api.uploads.service import FOLDER
from corpus.catalog import CatalogReader, StoredFile
from corpus.catalog.files import Link


@dataclass(frozen=True, slots=True)
class Original:
    """A file whose bytes are those that a document was read from."""

    path: Path
    name: str


def original_of(document_id: str, catalog: CatalogReader, data_dir: Path) -> Original | None:
    """Return the file that a document was read from; None where its bytes are nowhere any more.

    The digest decides, so no other content can leave under the name of a document.
    """
    for stored in catalog.files_of([document_id]).get(document_id, ()):
        if stored.link is not Link.DOCUMENT:
            continue
        for path in _candidates(stored, data_dir):
            if path.is_file() and not path.is_symlink() and _digest(path) == stored.sha256:
                return Original(path, Path(stored.source).name)
    return None


def _candidates(stored: StoredFile, data_dir: Path) -> Iterator[Path]:
    """Yield where a file may be; a member of a container is in none of these places."""
    place = Path(stored.origin)
    if place.is_absolute():
        yield place
    elif stored.origin.startswith("upload:"):
        yield from sorted((data_dir / FOLDER).glob(f"*/files/*/{escape(Path(stored.source).name)}"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
