"""The composition root: models, index and engine put together; each loaded when it is first needed."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from api.headstart import begin_loading
from api.protocols import Engine
from api.settings import Settings
from api.stamps import Progress, Stamp, file_stamp
from corpus.catalog import Catalog
from indexer.errors import IndexDamaged, IndexMissing
from indexer.manifest import FILE_NAME, read_manifest

if TYPE_CHECKING:
    from indexer.local import LocalIndex
    from models.protocols import Analyzer, Embedder, Restorer

INDEX = "index"
_THREADS = "OMP_NUM_THREADS"  # the numeric libraries read it once, when they are loaded


class LocalBackend:
    """Everything on this machine, in one data directory."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings = settings
        self._catalog = catalog
        self._index: LocalIndex | None = None  # the latest: what did not change is not read again
        if settings.threads is not None:
            os.environ[_THREADS] = str(settings.threads)

    @property
    def index_dir(self) -> Path:
        """Return where the index stands."""
        return self._settings.data_dir / INDEX

    def stamp(self) -> Stamp:
        """Name the manifest as it is now."""
        return file_stamp(self.index_dir / FILE_NAME)

    def change(self) -> int | None:
        """Return the last change of the catalog that the index contains; None where there is no index."""
        try:
            return read_manifest(self.index_dir).change
        except (IndexMissing, IndexDamaged):
            return None

    def build(self, progress: Progress | None = None) -> Engine:
        """Bring the index up to the catalog and open an engine over it."""
        if self._index is None:
            begin_loading(self.embedder, self._analyzer)
        from indexer.sync import sync

        sync(self._catalog, self.index_dir, self.embedder, self._analyzer, progress)
        return self.open_engine()

    def open_engine(self) -> Engine:
        """Open an engine over the index as it is; raises IndexerError."""
        from indexer.local import open_index
        from search.engine import Engine as SearchEngine
        from search.retrieve import Weights

        # A fresh index for each engine: questions under way keep the state that they began with.
        index = open_index(self.index_dir, self.embedder.spec, self._analyzer.name, self._index)
        self._index = index
        weights = Weights(index.manifest.options.dense, index.manifest.options.lexical)
        return SearchEngine(self._catalog, index, self.embedder, self._analyzer, self._restorer, weights)

    @cached_property
    def embedder(self) -> "Embedder":
        """Return the embedder that the settings name."""
        from models.load import load_embedder

        settings = self._settings
        return load_embedder(
            settings.model,
            query_prefix=settings.model_query_prefix,
            passage_prefix=settings.model_passage_prefix,
            segmented=settings.model_segmented,
        )

    @cached_property
    def _analyzer(self) -> "Analyzer":
        from models.load import load_analyzer

        return load_analyzer()

    @cached_property
    def _restorer(self) -> "Restorer | None":
        from models.load import load_restorer

        return load_restorer()
