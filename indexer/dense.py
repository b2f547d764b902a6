"""Dense search: FAISS, exact inner product over immutable segments.

A segment holds whole documents. A new document becomes a new small segment; a document that
leaves is only named dead. Small segments are merged as they pile up, so the work of adding a
document does not grow with the collection.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexDamaged
from indexer.manifest import FileStamp, SegmentEntry, write_atomically
from indexer.protocols import Scored

Vectors = npt.NDArray[np.float32]
DocumentRows = tuple[str, tuple[str, ...], Vectors]  # document id, passage ids, their vectors

_SEALED = 16_384  # rows from which a segment is merged no more: 25 MB of vectors of the shipped model
_DIGITS = 6  # of a score; finer differences depend on the order of summation
_MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
_SLACK = 1e-5  # by which FAISS and the exact score may differ


def load_faiss() -> Any:  # noqa: ANN401  # the library has no types
    """Import FAISS when it is needed."""
    import faiss

    return faiss


@contextmanager
def _on_one_thread(faiss: Any) -> Iterator[None]:  # noqa: ANN401  # the library has no types
    """Keep FAISS off the other cores for one short search, where waking them costs more than it gives.

    The count is put back: torch shares the OpenMP runtime and would embed on one core from then on.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


@dataclass(frozen=True, slots=True)
class Segment:
    """A loaded segment; rows of one document are neighbours."""

    entry: SegmentEntry
    index: Any  # a FAISS index; row i is passage_ids[i]
    passage_ids: tuple[str, ...]
    rows: dict[str, tuple[int, int]]  # document id -> its range of rows

    def living(self) -> dict[str, tuple[int, int]]:
        """Return the rows of the documents that count."""
        dead = set(self.entry.dead)
        return {document: rows for document, rows in self.rows.items() if document not in dead}

    def under(self, entry: SegmentEntry) -> "Segment":
        """Return the same rows under a newer entry."""
        return replace(self, entry=entry)

    def documents(self) -> list[DocumentRows]:
        """Return what a merge carries over."""
        return [
            (document, self.passage_ids[start:end], self.index.reconstruct_n(start, end - start))
            for document, (start, end) in self.living().items()
        ]


def write_segment(folder: Path, documents: Sequence[DocumentRows], dim: int) -> SegmentEntry:
    """Write documents as one segment, named after its contents."""
    faiss = load_faiss()
    index = faiss.IndexFlatIP(dim)
    for _, _, vectors in documents:
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    listing = json.dumps([[document, ids] for document, ids, _ in documents], separators=(",", ":"))
    blobs = {
        "faiss": faiss.serialize_index(index).tobytes(),
        "json": listing.encode("utf-8"),
        "ids": np.sort(_digests(document for document, _, _ in documents)).tobytes(),
    }
    hashes = {kind: hashlib.sha256(blob).hexdigest() for kind, blob in blobs.items()}
    name = hashlib.sha256("".join(hashes.values()).encode("ascii")).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for kind, blob in blobs.items():
        write_atomically(folder / f"{name}.{kind}", blob)
    files = tuple(FileStamp(f"{name}.{kind}", len(blob), hashes[kind]) for kind, blob in blobs.items())
    return SegmentEntry(name=name, rows=index.ntotal, dead_rows=0, files=files)


def read_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """Load a segment and check it against its stamps.

    Raises:
        FileNotFoundError: a file is gone: the index was rebuilt meanwhile, or is damaged.
        IndexDamaged: a file is not what was written.
    """
    stored = np.frombuffer(_read(folder, entry, "faiss"), dtype=np.uint8)
    passage_ids: list[str] = []
    rows: dict[str, tuple[int, int]] = {}
    for document, ids in _listing(folder, entry):
        rows[document] = (len(passage_ids), len(passage_ids) + len(ids))
        passage_ids.extend(ids)
    return Segment(entry, load_faiss().deserialize_index(stored), tuple(passage_ids), rows)


def bury(folder: Path, entry: SegmentEntry, gone: Collection[str]) -> SegmentEntry:
    """Return the segment's entry with some more documents dead; raises like `read_segment`."""
    wanted = _digests(gone)
    if not np.isin(wanted, np.frombuffer(_read(folder, entry, "ids"), "<u8")).any():
        return entry
    sizes = {document: len(ids) for document, ids in _listing(folder, entry)}
    dead = sorted({*entry.dead, *(sizes.keys() & set(gone))})
    return replace(entry, dead=tuple(dead), dead_rows=sum(sizes[document] for document in dead))


def _digests(documents: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Return eight bytes a document, by which a segment tells quickly that it does not hold it."""
    return np.frombuffer(b"".join(hashlib.sha256(one.encode()).digest()[:8] for one in documents), "<u8")


def _listing(folder: Path, entry: SegmentEntry) -> list[tuple[str, list[str]]]:
    """Return the documents of a segment with their passages, in the order of its rows."""
    return [(document, ids) for document, ids in json.loads(_read(folder, entry, "json"))]


def _read(folder: Path, entry: SegmentEntry, kind: str) -> bytes:
    stamp = next(stamp for stamp in entry.files if stamp.name.endswith(kind))
    blob = (folder / stamp.name).read_bytes()
    if hashlib.sha256(blob).hexdigest() != stamp.sha256:
        raise IndexDamaged(str(folder.parent), f"{stamp.name} was changed after it was written")
    return blob


def to_merge(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Return the segments that should become one: the decayed, and the small that pile up.

    What stays keeps falling sizes, each more than twice all smaller ones together: there are few
    segments, and a row is rewritten only a few times in its life.
    """
    chosen = [entry for entry in entries if entry.dead_rows * 4 > entry.rows]
    small = sorted((e for e in entries if e.rows < _SEALED), key=lambda e: e.rows - e.dead_rows)
    below = 0
    for i, entry in enumerate(small):
        living = entry.rows - entry.dead_rows
        if i and living <= 2 * below:
            chosen.extend(small[: i + 1])
        below += living
    return [entry for entry in entries if entry in chosen]


class DenseIndex:
    """The read side: exact search over segments."""

    def __init__(self, segments: Sequence[Segment], dim: int) -> None:
        self._faiss = load_faiss()
        self._segments = tuple(segments)
        self._dim = dim
        self._whole = tuple(_mask(segment, None) for segment in segments)

    def search(self, vectors: Vectors, k: int, allowed: Collection[str] | None) -> list[list[Scored]]:
        """Return the `k` nearest living passages for each row of `vectors`, shape (n, dim)."""
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        if queries.ndim != 2 or queries.shape[1] != self._dim:
            raise ValueError(f"vectors of shape (n, {self._dim}) are needed, not {queries.shape}")
        masks = self._whole if allowed is None else [_mask(one, allowed) for one in self._segments]
        if k <= 0:
            return [[] for _ in queries]
        with _on_one_thread(self._faiss):
            return [self._search_one(query, k, masks) for query in queries]

    def _search_one(self, query: Vectors, k: int, masks: Sequence["Mask"]) -> list[Scored]:
        found: list[Scored] = []
        for segment, mask in zip(self._segments, masks, strict=True):
            if mask.rows:
                found.extend(self._nearest(segment, query, k, mask))
        found.sort(key=lambda hit: (-hit.score, hit.passage_id))
        return found[:k]

    def _nearest(self, segment: Segment, query: Vectors, k: int, mask: "Mask") -> list[Scored]:
        """Return at least the best `k` of a segment, scored the same way whatever lies around them."""
        fetch = min(k + _MARGIN, mask.rows)
        parameters = mask.parameters(self._faiss)
        while True:
            raw, rows = segment.index.search(query[None, :], fetch, params=parameters)
            kept = rows[0][rows[0] >= 0]
            exact = segment.index.reconstruct_batch(kept).astype(np.float64) @ query.astype(np.float64)
            scores = np.round(exact, _DIGITS)
            if fetch >= mask.rows or raw[0][len(kept) - 1] < np.partition(scores, -k)[-k] - _SLACK:
                return [Scored(segment.passage_ids[i], float(s)) for i, s in zip(kept, scores, strict=True)]
            fetch = min(4 * fetch, mask.rows)  # a tie may go on behind the last candidate


@dataclass(frozen=True, slots=True)
class Mask:
    """Which rows of a segment a search may return; `bits` is None where all may."""

    rows: int
    bits: npt.NDArray[np.uint8] | None

    def parameters(self, faiss: Any) -> Any:  # noqa: ANN401  # the library has no types
        """Return the FAISS search parameters of this mask."""
        if self.bits is None:
            return None
        return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(self.bits))


def _mask(segment: Segment, allowed: Collection[str] | None) -> Mask:
    if allowed is None and not segment.entry.dead:
        return Mask(segment.entry.rows, None)
    chosen: Callable[[str], bool] = (lambda _: True) if allowed is None else frozenset(allowed).__contains__
    flags = np.zeros(segment.entry.rows, dtype=np.bool_)
    for document, (start, end) in segment.living().items():
        if chosen(document):
            flags[start:end] = True
    return Mask(int(flags.sum()), np.packbits(flags, bitorder="little"))
