"""Bring the indexes up to the catalog's last change.

The manifest is written last and at once: until then readers see the old index. What a killed run
leaves behind is either vectors in the catalog, which the next run uses, or files that no manifest
names, which the next run removes. Everything up to the manifest may be done twice.
"""

import errno
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.catalog import Catalog
from indexer.dense import DocumentRows, Scale, bury, heavy, merged, merged_to_lists, to_merge, write_segment
from indexer.errors import IndexBusy, IndexDamaged, IndexInaccessible, IndexMissing
from indexer.feed import Feed, Progress, portions
from indexer.lexicalfiles import LexicalWriter
from indexer.manifest import FORMAT, Manifest, Options, Recipe, read_manifest, write_manifest
from models.protocols import Analyzer, Embedder

DENSE = "dense"


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
    scale: Scale | None = None,
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
        scale: sizes at which dense segments are merged, and searched by lists; None takes the usual ones.

    Raises:
        ManifestMismatch: the index was built with another model or analyzer.
        IndexBusy: another process builds it for longer than `wait`.
        IndexInaccessible: the folder cannot be written.
        OSError: what `embedder`, `analyzer` and `progress` raise, as they raise it.
    """
    lock = FileLock(index_dir.with_name(index_dir.name + ".lock"))
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexBusy(str(index_dir)) from error
    except OSError as error:
        raise IndexInaccessible(str(index_dir), error.errno or errno.EIO) from error
    try:
        return _Sync(catalog, index_dir, embedder, analyzer, progress, scale or Scale()).run(options)
    finally:
        lock.release()


@contextmanager
def _own_files(index_dir: Path) -> Iterator[None]:
    """Tell what goes wrong with the files of the index: one that is missing is damage.

    Only with these: what a model or a caller raises is no word about the index.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise IndexDamaged(str(index_dir), f"{error.filename} is missing") from error
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
        scale: Scale,
    ) -> None:
        self._catalog = catalog
        self._dir = index_dir
        self._embedder = embedder
        self._feed = Feed(catalog, embedder, analyzer, progress)
        self._recipe = Recipe(embedder.spec, analyzer.name)
        self._scale = scale

    def run(self, options: Options | None) -> SyncReport:
        started = time.perf_counter()
        found = self._found()
        kept = found.options if found else Options()
        old = found if found and self._goes_on(found) else None
        work = self._attempt(old) if old else None
        rebuilt = work is None
        work = work or self._anew(kept)
        new = self._condensed(self._published(work, options, old))
        if new is None:  # a file turned out damaged only when it was read
            rebuilt, work = True, self._anew(kept)
            new = self._condensed(self._published(work, options, None))
        if new is None:
            raise IndexDamaged(str(self._dir), "what was just written cannot be read")
        seconds = time.perf_counter() - started
        done = (self._feed.embedded, work.indexed, rebuilt, seconds)
        return SyncReport(new.version, new.change, new.passages, *done)

    def _anew(self, options: Options) -> "_Work":
        """Write everything that the catalog holds."""
        fresh = Manifest(self._recipe, self._catalog.identity(), options=options)
        return self._advance(replace(fresh, lexical=_free_name(self._dir)), create=True)

    def _published(self, work: "_Work", options: Options | None, old: Manifest | None) -> Manifest:
        """Write the manifest; from here on readers find what came in."""
        new = replace(work.manifest, options=options or work.manifest.options)
        if new != old:
            self._write(new)
        self._sweep(new)
        return new

    def _write(self, manifest: Manifest) -> None:
        with _own_files(self._dir):
            write_manifest(self._dir, manifest)

    def _condensed(self, manifest: Manifest) -> Manifest | None:
        """Let large amounts be searched by lists; None where what is to be merged cannot be read.

        This may take minutes and has a manifest of its own: what came in is found before, and a run that is
        killed here leaves an index that lacks nothing, from which the next run goes on.
        """
        merging = heavy(manifest.segments, self._scale)
        if not merging:
            return manifest
        folder, dim = self._dir / DENSE, self._embedder.spec.dim
        try:
            with _own_files(self._dir):
                segments = merged_to_lists(folder, manifest.segments, merging, dim, self._scale)
        except IndexDamaged:
            return None
        new = replace(manifest, segments=tuple(segments))
        self._write(new)
        self._sweep(new)
        return new

    def _attempt(self, base: Manifest) -> "_Work | None":
        """Continue an index; None where its files or its contents turn out wrong."""
        try:
            work = self._advance(base, create=False)
        except IndexDamaged:
            return None
        # A count that differs at the same change is the mark of a restored backup.
        same = work.manifest.change == self._catalog.change_number()
        return None if same and work.manifest.passages != self._catalog.count_passages() else work

    def _found(self) -> Manifest | None:
        """Return the manifest that is there, of the same recipe; None where there is none to be read."""
        try:
            found = read_manifest(self._dir)
        except (IndexMissing, IndexDamaged):
            return None
        self._recipe.check(found.recipe, self._dir)
        return found

    def _goes_on(self, found: Manifest) -> bool:
        """Tell whether the files of a manifest are there and what it says of the catalog is true of this."""
        stamps = [stamp for segment in found.segments for stamp in segment.files]
        with _own_files(self._dir):
            whole = all(_size(self._dir / DENSE / stamp.name) == stamp.size for stamp in stamps)
            whole = whole and (self._dir / found.lexical / "meta.json").is_file()
        ours = found.catalog == self._catalog.identity() and found.change <= self._catalog.change_number()
        if found.last:
            ours = ours and self._catalog.is_past(found.change, found.last)
        return whole and ours

    def _advance(self, base: Manifest, create: bool) -> "_Work":
        """Write the files of the index after all changes since `base`; the manifest is not written."""
        changes = self._catalog.changes_since(base.change)
        if not create and changes.number == base.change:
            return _Work(base, 0)
        gone = sorted({*changes.texts, *changes.deleted})
        folder, dim, indexed = self._dir / DENSE, self._embedder.spec.dim, 0
        with _own_files(self._dir):
            opened = LexicalWriter(self._dir / base.lexical, create)
        with opened as lexical:
            lexical.remove(gone)
            with _own_files(self._dir):
                segments = [bury(folder, entry, gone) for entry in base.segments]
            # Closed at its end, whatever happened: what embeds ahead ends with it.
            entered = portions(self._entered(changes.texts, lexical), _rows, self._scale.portion)
            with closing(entered):
                for portion in entered:
                    with _own_files(self._dir):
                        segments.append(write_segment(folder, portion, dim))
                    indexed += sum(map(_rows, portion))
            present = lexical.commit()
        with _own_files(self._dir):
            segments = merged(folder, segments, to_merge(segments, self._scale), dim, self._scale)
        rows = sum(segment.rows - segment.dead_rows for segment in segments)
        if present != rows:
            raise IndexDamaged(str(self._dir), f"{rows} passages have vectors but {present} have terms")
        last = self._catalog.changed_by(changes.number) or ""
        new = replace(base, change=changes.number, last=last, passages=rows, segments=tuple(segments))
        return _Work(replace(new, format=FORMAT), indexed)

    def _entered(self, put: Collection[str], lexical: LexicalWriter) -> Iterator[DocumentRows]:
        """Enter the words of documents as these come from the feed, and yield what is left to be written."""
        for document in self._feed.documents(put):
            for passage, terms in self._feed.terms([document]):
                lexical.add(passage.document_id, passage.id, terms)
            yield document.id, document.passage_ids, document.vectors

    def _sweep(self, manifest: Manifest) -> None:
        """Remove what the manifest does not name; what is in use elsewhere goes next time."""
        for path in self._dir.glob("lexical-*"):
            if path.name != manifest.lexical:
                shutil.rmtree(path, ignore_errors=True)
        for path in (self._dir / DENSE).glob("*"):
            if path.name not in manifest.file_names:
                with suppress(OSError):
                    path.unlink()


def _rows(document: DocumentRows) -> int:
    return len(document[1])


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _free_name(index_dir: Path) -> str:
    """Return a name for a lexical index that none has."""
    return next(name for i in count(1) if not (index_dir / (name := f"lexical-{i}")).exists())
