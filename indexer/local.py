"""The indexes of one data directory, opened for reading."""

import errno
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from indexer.cleared import ClearedIndex
from indexer.dense import DenseIndex, Segment, read_segment
from indexer.errors import IndexDamaged, IndexInaccessible
from indexer.lexical import LexicalIndex
from indexer.manifest import Manifest, Recipe, read_manifest
from indexer.protocols import Scored
from indexer.sync import DENSE
from models.protocols import Terms
from models.spec import ModelSpec

_MOST_COUNTS = 16  # choices of documents whose passages are counted once
_DEEPEST = 20_000  # hits that are looked through where some are not shown yet
_TRIES = 5  # to read a manifest and its files while another process replaces them


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One state of the indexes; a search uses one from its start to its end."""

    manifest: Manifest
    version: str
    segments: Mapping[str, Segment]
    dense: DenseIndex
    lexical: LexicalIndex
    counts: dict[frozenset[str], int] = field(default_factory=dict)  # of the choices of documents of late

    def count(self, documents: frozenset[str]) -> int:
        """Count the passages of documents; the same choices of many are asked for again and again."""
        known = self.counts.get(documents)
        if known is None:
            known = self.dense.count(documents)
            if len(self.counts) >= _MOST_COUNTS:
                self.counts.clear()
            self.counts[documents] = known
        return known


class LocalIndex:
    """Dense and lexical search on local files; safe to share between threads."""

    def __init__(self, index_dir: Path, recipe: Recipe, like: "LocalIndex | None" = None) -> None:
        self._dir = index_dir
        self._recipe = recipe
        self._now: _Snapshot = _load(index_dir, recipe, like._now.segments if like else {})

    @classmethod
    def open(
        cls, index_dir: Path, spec: ModelSpec, analyzer_name: str, like: "LocalIndex | None" = None
    ) -> Self:
        """Open the index; raises IndexMissing, IndexDamaged or ManifestMismatch.

        Segments are named after their contents and never change: those that `like`, an earlier state of
        this index, has in memory are shared with it and not read again.
        """
        return cls(index_dir, Recipe(spec, analyzer_name), like)

    @property
    def version(self) -> str:
        """Name the contents: changes exactly when they do."""
        return self._now.version

    @property
    def manifest(self) -> Manifest:
        """Return the recipe and inventory of what is open."""
        return self._now.manifest

    def refresh(self) -> bool:
        """Take up what a sync has written since; tell whether there was anything."""
        if read_manifest(self._dir) == self._now.manifest:
            return False
        self._now = _load(self._dir, self._recipe, self._now.segments)
        return True

    def count(self, allowed: Collection[str] | None = None) -> int:
        """Count the passages that may be found."""
        now = self._now
        return now.manifest.passages if allowed is None else now.count(frozenset(allowed))

    def search_dense(
        self, vectors: npt.NDArray[np.float32], k: int, allowed: Collection[str] | None = None
    ) -> list[list[Scored]]:
        """Return the `k` nearest passages for each row of `vectors`, shape (n, dim)."""
        return self._now.dense.search(vectors, k, allowed)

    def search_lexical(
        self,
        terms: Terms,
        k: int,
        allowed: Collection[str] | None = None,
        weighed_in: frozenset[str] | None = None,
    ) -> list[Scored]:
        """Return the `k` best passages by BM25 over accented and folded terms."""
        now, fetch = self._now, k
        while True:
            hits = now.lexical.search(terms, fetch, allowed, weighed_in)
            # The lexical files may be one sync ahead of the manifest; of what came since nothing is shown,
            # and it takes nobody's place.
            found = [hit for hit in hits if now.dense.holds(hit.passage_id)]
            if len(found) >= k or len(hits) < fetch or fetch >= _DEEPEST:
                return found[:k]
            fetch *= 4

    def seen_with(self, documents: frozenset[str], version: str) -> ClearedIndex:
        """Return the index as far as these documents go; `version` names the state of the rest."""
        return ClearedIndex(self, documents, version)


def open_index(
    index_dir: Path, spec: ModelSpec, analyzer_name: str, like: LocalIndex | None = None
) -> LocalIndex:
    """Open the index as `LocalIndex.open` does."""
    return LocalIndex.open(index_dir, spec, analyzer_name, like)


def _load(index_dir: Path, recipe: Recipe, known: Mapping[str, Segment]) -> _Snapshot:
    for attempt in range(_TRIES):
        manifest = read_manifest(index_dir)
        recipe.check(manifest.recipe, index_dir)
        try:
            return _assemble(index_dir, manifest, known)
        except (FileNotFoundError, IndexDamaged) as error:
            if attempt == _TRIES - 1 or read_manifest(index_dir) == manifest:
                problem = error.problem if isinstance(error, IndexDamaged) else f"{error.filename} is missing"
                raise IndexDamaged(str(index_dir), problem) from error
            time.sleep(0.05)
        except OSError as error:
            raise IndexInaccessible(str(index_dir), error.errno or errno.EIO) from error
    raise AssertionError("the last attempt returns or raises")


def _assemble(index_dir: Path, manifest: Manifest, known: Mapping[str, Segment]) -> _Snapshot:
    segments = []
    for entry in manifest.segments:
        loaded = known.get(entry.name) or read_segment(index_dir / DENSE, entry)
        segments.append(loaded.under(entry))
    return _Snapshot(
        manifest=manifest,
        version=manifest.version,
        segments={segment.entry.name: segment for segment in segments},
        dense=DenseIndex(segments, manifest.recipe.model.dim),
        lexical=LexicalIndex(index_dir / manifest.lexical, manifest.options),
    )
