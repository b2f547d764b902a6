"""Bring the indexes up to the catalog's last change.

The manifest is written last and at once: until then readers see the old index. What a killed run
leaves behind is either vectors in the catalog, which the next run uses, or files that no manifest
names, which the next run removes. Everything up to the manifest may be done twice.
"""

import errno
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, groupby
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock, Timeout

from corpus.catalog import Catalog
from corpus.types import Passage
from indexer.dense import DocumentRows, bury, read_segment, to_merge, write_segment
from indexer.errors import IndexBusy, IndexDamaged, IndexInaccessible, IndexMissing
from indexer.lexical import LexicalWriter
from indexer.manifest import Manifest, Options, Recipe, SegmentEntry, read_manifest, write_manifest
from indexer.texts import model_key, passage_text
from models.protocols import Analyzer, Embedder

P = TypeVar("P")
Progress = Callable[[int, int], None]
DENSE = "dense"
_BATCH = 64  # passages embedded and stored at a time: what a killed run loses at most
_DOCUMENTS = 500  # read from the catalog at a time
_SEGMENT = 50_000  # rows of a dense segment at most


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did; `version` names the index afterwards."""

    version: str
    change: int
    passages: int  # in the index
    embedded: int  # vectors computed in this run
    indexed: int  # passages put in
    rebuilt: bool  # True where no earlier index could be continued
    seconds: float


@dataclass(frozen=True, slots=True)
class _Work:
    """The files that were written, as the next manifest names them."""

    manifest: Manifest
    indexed: int


def sync(
    catalog: Catalog,
    index_dir: Path,
    embedder: Embedder,
    analyzer: Analyzer,
    progress: Progress | None = None,
    options: Options | None = None,
    wait: float = 60.0,
) -> SyncReport:
    """Bring the indexes in `index_dir` up to the catalog's last change.

    Args:
        catalog: where the passages are, and where their vectors are kept.
        index_dir: created where it is missing.
        embedder: of passages; must be the one the index was built with.
        analyzer: of passages; must be the one the index was built with.
        progress: called with (done, total) passages; each counts once embedded and once indexed.
        options: of ranking, kept with the index; None keeps what it has.
        wait: seconds for which another process may hold the index.

    Raises:
        ManifestMismatch: the index was built with another model or analyzer.
        IndexBusy: another process builds it for longer than `wait`.
        IndexInaccessible: the folder cannot be written.
    """
    lock = FileLock(index_dir.with_name(index_dir.name + ".lock"))
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        with lock.acquire(timeout=wait):
            return _Sync(catalog, index_dir, embedder, analyzer, progress).run(options)
    except Timeout as error:
        raise IndexBusy(str(index_dir)) from error
    except OSError as error:
        raise IndexInaccessible(str(index_dir), error.errno or errno.EIO) from error


class _Sync:
    """One run, under the lock."""

    def __init__(
        self,
        catalog: Catalog,
        index_dir: Path,
        embedder: Embedder,
        analyzer: Analyzer,
        progress: Progress | None,
    ) -> None:
        self._catalog = catalog
        self._dir = index_dir
        self._embedder = embedder
        self._analyzer = analyzer
        self._progress: Progress = progress or (lambda done, total: None)
        self._embedded = 0
        self._done = self._total = 0  # passages embedded or indexed, and to be
        self._model = model_key(embedder.spec)
        self._recipe = Recipe(embedder.spec, analyzer.name)

    def run(self, options: Options | None) -> SyncReport:
        started = time.perf_counter()
        old = self._continued()
        work = self._attempt(old) if old else None
        rebuilt = work is None
        if work is None:
            kept = old.options if old else Options()
            fresh = Manifest(self._recipe, self._catalog.identity(), options=kept)
            work = self._advance(replace(fresh, lexical=_free_name(self._dir)), create=True)
        new = replace(work.manifest, options=options or work.manifest.options)
        if new != old:
            write_manifest(self._dir, new)
        self._sweep(new)
        seconds = time.perf_counter() - started
        done = (self._embedded, work.indexed, rebuilt, seconds)
        return SyncReport(new.version, new.change, new.passages, *done)

    def _attempt(self, base: Manifest) -> "_Work | None":
        """Continue an index; None where its files or its contents turn out wrong."""
        try:
            work = self._advance(base, create=False)
        except (IndexDamaged, FileNotFoundError):
            return None
        # A count that differs at the same change is the mark of a restored backup.
        same = work.manifest.change == self._catalog.change_number()
        return None if same and work.manifest.passages != self._catalog.count_passages() else work

    def _continued(self) -> Manifest | None:
        """Return the manifest to go on from, None where the index must be built anew."""
        try:
            found = read_manifest(self._dir)
        except (IndexMissing, IndexDamaged):
            return None
        self._recipe.check(found.recipe, self._dir)
        stamps = [stamp for segment in found.segments for stamp in segment.files]
        whole = all(_size(self._dir / DENSE / stamp.name) == stamp.size for stamp in stamps)
        whole = whole and (self._dir / found.lexical / "meta.json").is_file()
        ours = found.catalog == self._catalog.identity() and found.change <= self._catalog.change_number()
        return found if whole and ours else None

    def _advance(self, base: Manifest, create: bool) -> "_Work":
        """Write the files of the index after all changes since `base`; the manifest is not written."""
        self._done = 0
        changes = self._catalog.changes_since(base.change)
        if not create and changes.number == base.change:
            return _Work(base, 0)
        gone = sorted({*changes.put, *changes.deleted})
        self._total = self._passages_ahead(changes.put)
        lexical = LexicalWriter(self._dir / base.lexical, create)
        lexical.remove(gone)
        folder, dim = self._dir / DENSE, self._embedder.spec.dim
        segments = [bury(folder, entry, gone) for entry in base.segments]
        indexed = 0
        for portion in _portions(self._documents(changes.put), lambda document: len(document[1])):
            segments.append(write_segment(folder, [rows for rows, _ in portion], dim))
            passages = [one for _, own in portion for one in own]
            self._add_terms(lexical, passages)
            indexed += len(passages)
        present = lexical.commit()
        segments = _merged(folder, segments, dim)
        rows = sum(segment.rows - segment.dead_rows for segment in segments)
        if present != rows:
            raise IndexDamaged(str(self._dir), f"{rows} passages have vectors but {present} have terms")
        new = replace(base, change=changes.number, passages=rows, segments=tuple(segments))
        return _Work(new, indexed)

    def _passages_ahead(self, put: Collection[str]) -> int:
        """Count the passages to embed and those to index."""
        return self._catalog.count_missing_vectors(self._model, put) + self._catalog.count_passages_of(put)

    def _documents(self, put: Collection[str]) -> Iterator[tuple[DocumentRows, list[Passage]]]:
        """Yield each document that comes, embedding what was not embedded yet.

        A document that changed again since the log was read may lack vectors. It is left out: its
        later change is not in this run's number, so the next run brings it.
        """
        ordered = sorted(put)
        for start in range(0, len(ordered), _DOCUMENTS):
            part = ordered[start : start + _DOCUMENTS]
            self._embed(self._catalog.missing_vectors(self._model, part))
            by_document = groupby(self._catalog.passages_of(part), key=lambda one: one.document_id)
            for document_id, group in by_document:
                passages = list(group)
                ids = tuple(one.id for one in passages)
                vectors = self._catalog.vectors(ids, self._model)
                if len(vectors) == len(ids):
                    yield (document_id, ids, np.stack([vectors[key] for key in ids])), passages

    def _embed(self, missing: Sequence[str]) -> None:
        """Compute vectors and store them in the catalog, batch by batch."""
        for start in range(0, len(missing), _BATCH):
            passages = list(self._catalog.passages_by_id(missing[start : start + _BATCH]).values())
            if passages:
                vectors = self._embedder.embed_passages(self._texts(passages))
                found = {one.id: vector for one, vector in zip(passages, vectors, strict=True)}
                self._catalog.put_vectors(self._model, found)
                self._embedded += len(found)
            self._advanced(len(missing[start : start + _BATCH]))

    def _add_terms(self, lexical: LexicalWriter, passages: Sequence[Passage]) -> None:
        for start in range(0, len(passages), _BATCH):
            part = passages[start : start + _BATCH]
            for one, text in zip(part, self._texts(part), strict=True):
                lexical.add(one.document_id, one.id, self._analyzer.analyze(text))
            self._advanced(len(part))

    def _texts(self, passages: Sequence[Passage]) -> list[str]:
        titles = self._catalog.titles(one.document_id for one in passages)
        return [passage_text(titles.get(one.document_id, ""), one) for one in passages]

    def _advanced(self, by: int) -> None:
        self._done = min(self._done + by, self._total)
        self._progress(self._done, self._total)

    def _sweep(self, manifest: Manifest) -> None:
        """Remove what the manifest does not name; what is in use elsewhere goes next time."""
        for path in self._dir.glob("lexical-*"):
            if path.name != manifest.lexical:
                shutil.rmtree(path, ignore_errors=True)
        for path in (self._dir / DENSE).glob("*"):
            if path.name not in manifest.file_names:
                with suppress(OSError):
                    path.unlink()


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _free_name(index_dir: Path) -> str:
    """Return a name for a lexical index that none has."""
    return next(name for i in count(1) if not (index_dir / (name := f"lexical-{i}")).exists())


def _merged(folder: Path, entries: Sequence[SegmentEntry], dim: int) -> list[SegmentEntry]:
    """Merge the segments that have become many or hollow."""
    merging = to_merge(entries)
    rows = (row for entry in merging for row in read_segment(folder, entry).documents())
    kept = [entry for entry in entries if entry not in merging]
    return kept + [write_segment(folder, part, dim) for part in _portions(rows, lambda row: len(row[1]))]


def _portions(documents: Iterable[P], size: Callable[[P], int]) -> Iterator[list[P]]:
    """Cut documents of `size` passages into segments of bounded size."""
    portion: list[P] = []
    filled = 0
    for document in documents:
        if portion and filled + size(document) > _SEGMENT:
            yield portion
            portion, filled = [], 0
        portion.append(document)
        filled += size(document)
    if portion:
        yield portion
