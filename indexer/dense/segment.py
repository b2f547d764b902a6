"""Segments: written once, named after their contents, read back."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.dense import files
from indexer.dense.files import VectorFile, Vectors, verify
from indexer.dense.flat import FlatRows, flat_blob
from indexer.dense.listing import Listing, listed
from indexer.dense.lists import ListedRows
from indexer.dense.scoring import Body
from indexer.dense.training import train
from indexer.manifest import Approximation, FileStamp, SegmentEntry, write_atomically

__all__ = ["DocumentRows", "Segment", "bury", "read_segment", "verify", "write_listed", "write_segment"]

DocumentRows = tuple[str, tuple[str, ...], Vectors]  # document id, passage ids, their vectors
_FLAT, _LISTING, _IDS = "faiss", "json", "ids"
_VECTORS, _BYTES, _LISTS = "vectors", "bytes", "lists"


class Recipes(Protocol):
    """What tells how to search so many rows."""

    def approximation(self, rows: int) -> Approximation:
        """Return the recipe of a large segment."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A loaded segment; rows of one document are neighbours."""

    entry: SegmentEntry
    listing: Listing
    body: Body

    @property
    def dead(self) -> frozenset[str]:
        """Return the documents that do not count."""
        return frozenset(self.entry.dead)

    def under(self, entry: SegmentEntry) -> "Segment":
        """Return the same rows under a newer entry."""
        return replace(self, entry=entry)

    def documents(self) -> Iterator[DocumentRows]:
        """Yield what a merge carries over."""
        dead = self.dead
        for i, document in enumerate(self.listing.documents):
            if document not in dead:
                yield document, self.listing.passages(i), self.body.between(*self.listing.span(i))


def write_segment(folder: Path, documents: Sequence[DocumentRows], dim: int) -> SegmentEntry:
    """Write documents as one segment in which every row is compared."""
    blobs = {
        _FLAT: flat_blob((vectors for _, _, vectors in documents), dim),
        _LISTING: _listing_blob([listed(document, ids) for document, ids, _ in documents]),
        _IDS: np.sort(_digests(document for document, _, _ in documents)).tobytes(),
    }
    hashes = {kind: hashlib.sha256(blob).hexdigest() for kind, blob in blobs.items()}
    name = _name(hashes.values())
    folder.mkdir(parents=True, exist_ok=True)
    for kind, blob in blobs.items():
        write_atomically(folder / f"{name}.{kind}", blob)
    stamps = tuple(FileStamp(f"{name}.{kind}", len(blob), hashes[kind]) for kind, blob in blobs.items())
    return SegmentEntry(name, sum(len(ids) for _, ids, _ in documents), dead_rows=0, files=stamps)


def write_listed(folder: Path, documents: Iterable[DocumentRows], dim: int, recipes: Recipes) -> SegmentEntry:
    """Write documents as one segment that is searched by lists; holds a few bytes a row in memory.

    The name follows from what goes in and how, so what comes out has the same name on every machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drafts = {kind: folder / f"draft.{kind}" for kind in (_VECTORS, _BYTES, _LISTS, _LISTING, _IDS)}
    listing = []
    with drafts[_VECTORS].open("wb") as file:
        for document, ids, vectors in documents:
            file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
            listing.append(listed(document, ids))
    drafts[_LISTING].write_bytes(_listing_blob(listing))
    drafts[_IDS].write_bytes(np.sort(_digests(document for document, _ in listing)).tobytes())
    rows = VectorFile(drafts[_VECTORS], dim)
    recipe = recipes.approximation(rows.count)
    drafts[_LISTS].write_bytes(train(rows, dim, recipe.lists, drafts[_BYTES]))
    rows.close()
    stamps = {kind: files.stamp(path, kind) for kind, path in drafts.items()}
    sources = [stamps[kind].sha256 for kind in (_VECTORS, _LISTING, _IDS)]
    name = _name([*sources, json.dumps(asdict(recipe), sort_keys=True)])
    for kind, path in drafts.items():
        files.settle(path, folder / f"{name}.{kind}")
    named = tuple(replace(one, name=f"{name}.{kind}") for kind, one in stamps.items())
    return SegmentEntry(name, rows.count, dead_rows=0, files=named, approximate=recipe)


def read_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """Load a segment and check it against its stamps.

    Raises:
        FileNotFoundError: a file is gone: the index was rebuilt meanwhile, or is damaged.
        IndexDamaged: a file is not what was written.
    """
    listing = Listing.from_json(files.read(folder, entry, _LISTING))
    if entry.approximate is None:
        return Segment(entry, listing, FlatRows(files.read(folder, entry, _FLAT)))
    paths = [files.checked(folder, entry, kind) for kind in (_BYTES, _LISTS, _VECTORS)]
    return Segment(entry, listing, ListedRows(entry.approximate, *paths))


def bury(folder: Path, entry: SegmentEntry, gone: Collection[str]) -> SegmentEntry:
    """Return the segment's entry with some more documents dead; raises like `read_segment`."""
    wanted = _digests(gone)
    if not np.isin(wanted, np.frombuffer(files.read(folder, entry, _IDS), "<u8")).any():
        return entry
    listing = Listing.from_json(files.read(folder, entry, _LISTING))
    sizes = dict(zip(listing.documents, listing.sizes.tolist(), strict=True))
    dead = sorted({*entry.dead, *(sizes.keys() & set(gone))})
    return replace(entry, dead=tuple(dead), dead_rows=sum(sizes[document] for document in dead))


def _digests(documents: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Return eight bytes a document, by which a segment tells quickly that it does not hold it."""
    return np.frombuffer(b"".join(hashlib.sha256(one.encode()).digest()[:8] for one in documents), "<u8")


def _listing_blob(listing: Sequence[tuple[str, int | tuple[str, ...]]]) -> bytes:
    return json.dumps(listing, separators=(",", ":")).encode("utf-8")


def _name(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(parts).encode("utf-8")).hexdigest()[:16]
