"""The composition root: models, index and engine put together; each loaded when it is first needed."""

import os
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from api.engine.headstart import begin_loading
from api.engine.protocols import Engine
from api.engine.stamps import Progress, Stamp, file_stamp
from api.settings import LOCAL_INDEX, Settings
from corpus.catalog import Catalog
from indexer.errors import IndexDamaged, IndexMissing
from indexer.manifest import FILE_NAME, Options, read_manifest

if TYPE_CHECKING:
    from indexer.local import LocalIndex
    from indexer.milvus.connection import Connection
    from indexer.milvus.ledger import Ledger
    from indexer.milvus.state import EngineState
    from indexer.protocols import IndexState, PassageIndex
    from models.protocols import Analyzer, Embedder, Restorer
    from search.names import NameBook, Names

INDEX = "index"
NAMES = "names.npz"  # beside the index, also where that is elsewhere
_FEW = 100  # changes
_THREADS = "OMP_NUM_THREADS"  # the numeric libraries read it once, when they are loaded


class IndexBackend(ABC):
    """Models on this machine, and an index somewhere."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings = settings
        self._catalog = catalog
        self._began = False
        if settings.threads is not None:
            os.environ[_THREADS] = str(settings.threads)

    @abstractmethod
    def stamp(self) -> Stamp:
        """Name the index as it is now; None where there is none."""

    @abstractmethod
    def state(self) -> "IndexState":
        """Return what is known of the index without opening it; raises IndexMissing or IndexDamaged."""

    @abstractmethod
    def open_engine(self) -> Engine:
        """Open an engine over the index as it is; raises IndexerError."""

    @abstractmethod
    def _bring_up(self, progress: Progress | None) -> None:
        """Bring the index up to the catalog."""

    def close(self) -> None:  # noqa: B027  # not every index holds something
        """Let go of what is held outside this process."""

    def change(self) -> int | None:
        """Return the last change of the catalog that the index contains; None where there is no index."""
        try:
            return self.state().change
        except (IndexMissing, IndexDamaged):
            return None

    def build(self, progress: Progress | None = None) -> Engine:
        """Bring the index up to the catalog and open an engine over it."""
        self._bring_up_with_models(progress)
        return self.open_engine()

    def bring_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the catalog, for others to open: no engine is opened over it."""
        before = self.change() or 0
        self._bring_up_with_models(progress)
        # A few names more are read by whoever opens an engine next; what reads them takes long to load.
        if (self.change() or 0) - before > _FEW:
            self._book.prepare()

    def _bring_up_with_models(self, progress: Progress | None) -> None:
        if not self._began:
            self._began = True
            begin_loading(self.embedder, self._analyzer)
        self._bring_up(progress)

    def _engine_over(self, index: "PassageIndex", options: Options) -> Engine:
        from search.engine import Engine as SearchEngine
        from search.retrieve import Weights

        return SearchEngine(
            self._catalog,
            index,
            self.embedder,
            self._analyzer,
            self._restorer,
            Weights(options.dense, options.lexical),
            self.names(),
        )

    def names(self) -> "Names":
        """Return what all documents are called now."""
        return self._book.names()

    @cached_property
    def _book(self) -> "NameBook":
        from search.names import NameBook

        return NameBook(self._catalog, self._settings.data_dir / INDEX / NAMES)

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


class LocalBackend(IndexBackend):
    """Everything on this machine, in one data directory."""

    _index: "LocalIndex | None" = None  # the latest: what did not change is not read again

    @property
    def index_dir(self) -> Path:
        """Return where the index stands."""
        return self._settings.data_dir / INDEX

    def stamp(self) -> Stamp:
        """Name the manifest as it is now."""
        return file_stamp(self.index_dir / FILE_NAME)

    def state(self) -> "IndexState":
        """Return the manifest; raises IndexMissing or IndexDamaged."""
        return read_manifest(self.index_dir)

    def open_engine(self) -> Engine:
        """Open an engine over the index as it is; raises IndexerError."""
        from indexer.local import open_index

        # A fresh index for each engine: questions under way keep the state that they began with.
        index = open_index(self.index_dir, self.embedder.spec, self._analyzer.name, self._index)
        self._index = index
        return self._engine_over(index, index.manifest.options)

    def _bring_up(self, progress: Progress | None) -> None:
        from indexer.sync import sync

        sync(self._catalog, self.index_dir, self.embedder, self._analyzer, progress)


class MilvusBackend(IndexBackend):
    """Models on this machine, passages in an engine that others may share."""

    def stamp(self) -> Stamp:
        """Name the state as the catalog's database has it; the engine is not asked."""
        return self._ledger.stamp()

    def state(self) -> "IndexState":
        """Return the state as the catalog's database has it; raises IndexMissing or IndexDamaged."""
        return self._state()

    def collection(self) -> str:
        """Return the collection that is served; raises like `state`."""
        return self._state().collection

    def _state(self) -> "EngineState":
        state = self._ledger.state()
        if state is None:
            raise IndexMissing(self.connection.target.name)
        return state

    def close(self) -> None:
        """Close the connection to the engine."""
        if "connection" in self.__dict__:
            self.connection.close()

    def open_engine(self) -> Engine:
        """Open an engine over the index as it is; raises IndexerError."""
        from indexer.milvus.index import EngineIndex

        index = EngineIndex.open(self.connection, self._ledger, self.embedder.spec, self._analyzer.name)
        return self._engine_over(index, index.state.options)

    def _bring_up(self, progress: Progress | None) -> None:
        from indexer.milvus.sync import sync_engine

        sync_engine(self._catalog, self._ledger, self.connection, self.embedder, self._analyzer, progress)

    @cached_property
    def connection(self) -> "Connection":
        """Return the connection to the engine that the settings name; raises TargetWrong."""
        from indexer.milvus.connection import Connection
        from indexer.milvus.target import parse_target

        settings = self._settings
        token = settings.index_token.get_secret_value() if settings.index_token else ""
        return Connection(parse_target(settings.index, token, settings.index_db))

    @cached_property
    def _ledger(self) -> "Ledger":
        from indexer.milvus.ledger import Ledger

        return Ledger(self._catalog.database, self.connection.target.key)


def open_backend(settings: Settings, catalog: Catalog) -> IndexBackend:
    """Return the backend that the settings name."""
    kind = LocalBackend if settings.index == LOCAL_INDEX else MilvusBackend
    return kind(settings, catalog)
