"""The engine that answers now, and its successor in the making."""

import logging
import threading
import time
from typing import TYPE_CHECKING, Protocol

from api.engine.protocols import Engine
from api.engine.stamps import Progress, Stamp
from corpus.catalog import Catalog
from indexer.protocols import IndexState
from models.protocols import Embedder

if TYPE_CHECKING:
    from search.names import Names

_LOG = logging.getLogger("api.engine.keeper")
_PAUSE_S = 5.0  # after a failure in the background, before the next try


class Backend(Protocol):
    """Models and indexes behind an engine."""

    @property
    def embedder(self) -> Embedder:
        """Return the encoder that the index is made with."""
        ...

    def build(self, progress: Progress | None = None) -> Engine:
        """Bring the index up to the catalog and open an engine over it; tell `progress` (done, total)."""
        ...

    def bring_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the catalog, for others to open; tell `progress` (done, total)."""
        ...

    def names(self) -> "Names":
        """Return what all documents are called now."""
        ...

    def stamp(self) -> Stamp:
        """Name the files of the index as they are now; None where there are none."""
        ...

    def state(self) -> IndexState:
        """Return what is known of the index without opening it; raises IndexMissing or IndexDamaged."""
        ...

    def close(self) -> None:
        """Let go of what is held outside this process."""
        ...

    def change(self) -> int | None:
        """Return the last change of the catalog that the index contains; None where there is no index."""
        ...


class EngineKeeper:
    """Builds engines one at a time and hands out the latest; safe to share between threads."""

    def __init__(self, catalog: Catalog, backend: Backend) -> None:
        self._catalog = catalog
        self._backend = backend
        self._building = threading.RLock()
        self._starting = threading.Lock()
        self._engine: Engine | None = None
        self._contents: tuple[int, Stamp] | None = None
        self._follower: threading.Thread | None = None
        self._retry_at = 0.0

    def close(self) -> None:
        """Wait for what is done in the background."""
        with self._starting:
            follower, self._retry_at = self._follower, float("inf")
        if follower is not None:
            follower.join()

    def up_to_date(self, progress: Progress | None = None) -> Engine:
        """Return an engine over the catalog as it is now; where there is none, it is built here."""
        engine, wanted = self._engine, self._now()
        if engine is not None and wanted == self._contents:
            return engine
        with self._building:
            # The change number is read before the build: what is ingested meanwhile shows as a new change.
            wanted = self._now()
            if self._engine is None or wanted != self._contents:
                self._engine = self._backend.build(progress)
                self._contents = (wanted[0], self._backend.stamp())
            return self._engine

    def at_once(self) -> Engine:
        """Return an engine without waiting for documents that came in lately.

        They are taken up in the background, and the engine of before answers until then. What takes no
        embedding (a deletion, an index that another process brought up) is taken up before the answer.
        """
        engine = self._engine
        if engine is None or self._now() == self._contents:
            return self.up_to_date()
        if self._must_embed() or not self._building.acquire(blocking=False):
            self._follow()
            return engine
        try:
            return self.up_to_date()
        finally:
            self._building.release()

    def gone(self) -> frozenset[str]:
        """Return the documents that were deleted since the present engine was built."""
        contents = self._contents
        if contents is None or contents == self._now():
            return frozenset()
        return frozenset(self._catalog.changes_since(contents[0]).deleted)

    def taken_up(self) -> int:
        """Return the last change of the catalog that the present engine knows."""
        return self._contents[0] if self._contents else 0

    def is_behind(self) -> bool:
        """Tell whether the index lacks changes of the catalog."""
        number = self._catalog.change_number()
        return number > 0 and self._backend.change() != number

    def _must_embed(self) -> bool:
        """Tell whether documents came in that no index contains yet."""
        contents = self._contents
        return (
            contents is not None and self.is_behind() and bool(self._catalog.changes_since(contents[0]).texts)
        )

    def _follow(self) -> None:
        with self._starting:
            busy = self._follower is not None and self._follower.is_alive()
            if not busy and time.monotonic() >= self._retry_at:
                self._follower = threading.Thread(target=self._catch_up, name="follower", daemon=True)
                self._follower.start()

    def _catch_up(self) -> None:
        try:
            self.up_to_date()
        except Exception as error:  # the engine of before goes on answering; the next question tries again
            _LOG.error("taking up new documents failed: %s", error, exc_info=True)
            self._retry_at = max(self._retry_at, time.monotonic() + _PAUSE_S)

    def _now(self) -> tuple[int, Stamp]:
        return self._catalog.change_number(), self._backend.stamp()
