"""The life of the engine: opened once, kept up with the catalog, shared between threads."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar
from weakref import WeakSet

from api.engine.cleared import ClearedView
from api.engine.headstart import collect_again
from api.engine.keeper import Backend, EngineKeeper
from api.engine.perchange import Lagging, PerChange
from api.engine.protocols import Engine
from api.engine.stamps import Progress
from api.engine.view import View
from api.errors import NotReady
from api.host.private import make_private
from api.rules import FALLBACK, english, rule_for
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.labels import Clearance, Label
from indexer.protocols import IndexState
from models.protocols import Embedder

if TYPE_CHECKING:
    from api.suggest import Documents, DocumentSources
    from search.names import Mask, Names

T = TypeVar("T")

_MOST_VIEWS = 16  # of distinct clearances; each holds indexes of names and families
_LOG = logging.getLogger("api.engine.runtime")
# Asked before the first question of a user: they load what is loaded on first use, the restorer among it.
_WARM_UP_SEARCH = "co quan nao chu tri"
_WARM_UP_QUESTION = "Cơ quan nào chủ trì, báo cáo ai trước ngày nào theo Nghị quyết số 59-NQ/TW?"


class State(StrEnum):
    """How far the loading is."""

    IDLE = "idle"  # nobody asked yet
    LOADING = "loading"  # in the background
    READY = "ready"
    FAILED = "failed"


class Runtime(View):
    """Catalog and engine of one data directory; the view of who may see everything."""

    def __init__(self, settings: Settings, catalog: Catalog, backend: Backend) -> None:
        self._catalog = catalog
        self._slow: WeakSet[Lagging[Any]] = WeakSet()
        super().__init__(settings, catalog, self._kept, self._lagging)
        self._backend, self._keeper = backend, EngineKeeper(catalog, backend)
        self._lock = threading.RLock()
        self._views: OrderedDict[frozenset[Label], ClearedView] = OrderedDict()  # the latest asked for last
        self._state = State.IDLE
        self._cause: Exception | None = None
        self._warming: threading.Thread | None = None

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the catalog now and all that is slow when it is needed; raises DataDirError."""
        from api.engine.backend import open_backend

        make_private(settings.data_dir)
        catalog = Catalog.open(settings.catalog_place)
        return cls(settings, catalog, open_backend(settings, catalog))

    def close(self) -> None:
        """Close the catalog; a background loading is waited for."""
        self.wait()
        self._keeper.close()
        for one in self._slow:
            one.close()
        with self._lock:
            while self._views:
                self._views.popitem()[1].close()
        self._backend.close()
        self.catalog.close()

    @property
    def catalog(self) -> Catalog:
        """Return all documents."""
        return self._catalog

    @property
    def version(self) -> str:
        """Name the state of the catalog."""
        return str(self._catalog.change_number())

    def seen_with(self, clearance: Clearance) -> View:
        """Return what may be seen with a clearance; with the clearance for everything, the runtime itself."""
        if clearance is None:
            return self
        with self._lock:
            view = self._views.pop(clearance, None)
            if view is None:
                catalog = self._catalog.seen_with(clearance)
                view = ClearedView(self, catalog, self._kept, self._lagging, self._of_engine)
            self._views[clearance] = view
            if len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)[1].close()
        return view

    def _kept(self, make: Callable[[], T]) -> Callable[[], T]:
        return PerChange(self.catalog, make).now

    def _lagging(self, make: Callable[[], T]) -> Callable[[], T]:
        lagging = Lagging(self.catalog, make)
        self._slow.add(lagging)
        return lagging.now

    def sighted(self) -> "tuple[Names, Mask | None]":
        """Return what all documents are called, and which rows are of documents that exist."""
        names = self._backend.names()
        return names, names.alive

    def documents_named(self, names: "Names", seen: "Mask | None") -> "Sequence[Documents]":
        """Return what suggests the numbers and titles of documents; every document is read once."""
        return self._suggested.of(names, seen)

    @cached_property
    def _suggested(self) -> "DocumentSources":
        from api.suggest import DocumentSources

        return DocumentSources()

    def _of_engine(self) -> tuple[int, int]:
        """Return the epoch of labels, and the last change that the present engine knows."""
        return self._catalog.label_epoch(), self._keeper.taken_up()

    @property
    def state(self) -> State:
        """Tell how far the loading is."""
        return self._state

    def engine(self, progress: Progress | None = None) -> Engine:
        """Return an engine over the catalog as it is now; raises NotReady while loading in the background."""
        self._refuse_while_loading()
        engine = self._keeper.up_to_date(progress)
        if threading.current_thread() is not self._warming:
            self._state = State.READY  # the warm-up is over only when it has asked its question
        return engine

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the catalog and answer from it; waits while the models are loading."""
        self._keeper.up_to_date(progress)

    def bring_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the catalog and open nothing: for a command that asks no question."""
        self._backend.bring_up(progress)

    def answering(self) -> Engine:
        """Return the engine to answer with: while serving, without waiting for new documents."""
        if self._warming is None:
            return self.engine()
        self._refuse_while_loading()
        return self._keeper.at_once()

    def _refuse_while_loading(self) -> None:
        if self._state is State.LOADING and threading.current_thread() is not self._warming:
            raise NotReady

    def gone(self) -> frozenset[str]:
        """Return the documents that were deleted since the engine that answers was built."""
        return self._keeper.gone()

    def delete(self, document_id: str) -> None:
        """Delete a document; raises DocumentNotFound."""
        self._catalog.delete(document_id)

    def embedder(self) -> Embedder:
        """Return the encoder; raises NotReady while it is loaded in the background."""
        self._refuse_while_loading()
        return self._backend.embedder

    def index_state(self) -> IndexState:
        """Return what is known of the index without opening it; raises IndexMissing or IndexDamaged."""
        return self._backend.state()

    def is_behind(self) -> bool:
        """Tell whether the index lacks changes of the catalog."""
        return self._keeper.is_behind()

    def start_warming(self) -> None:
        """Load models and indexes in the background."""
        with self._lock:
            if self._state in (State.LOADING, State.READY):
                return
            self._state, self._cause = State.LOADING, None
            self._warming = threading.Thread(target=self._warm, name="warm-up", daemon=True)
            self._warming.start()

    def wait(self) -> None:
        """Wait for what `start_warming` began, however it ends."""
        if self._warming is not None:
            self._warming.join()

    def require_ready(self) -> None:
        """Raise NotReady unless questions can be answered; a failed loading is tried again."""
        if self._state is State.READY:
            return
        cause = self._cause
        if self._state is not State.LOADING:
            self.start_warming()
        raise NotReady(english(cause) if cause else None)

    def warm(self) -> None:
        """Search and ask once, so that no later question waits for what is loaded on first use."""
        from api.wire.schemas import AskRequest

        self.engine().search(_WARM_UP_SEARCH, 1)
        self.ask(AskRequest(question=_WARM_UP_QUESTION, k=1))

    def _warm(self) -> None:
        try:
            self.warm()
        except Exception as error:  # whatever it is, the probe must tell it and the process must live
            # What the table knows needs no traceback: its message says what to do.
            _LOG.error("loading failed: %s", error, exc_info=rule_for(error) is FALLBACK)
            collect_again()
            self._cause, self._state = error, State.FAILED
        else:
            collect_again()
            self._state = State.READY
            _LOG.info("ready: %d documents", self.catalog.count())
            self._prepare_suggestions()

    def _prepare_suggestions(self) -> None:
        """Collect the names, so that nobody who types waits for that; questions need not wait for it."""
        try:
            self.names()
        except Exception as error:  # whoever asks for a name meets it again
            _LOG.warning("names were not collected: %s", error)
