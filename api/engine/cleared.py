"""What a caller sees who may not see every document."""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from api.engine.protocols import Engine
from api.engine.stamps import Progress
from api.engine.view import PerState, View
from corpus.catalog import CatalogView
from corpus.errors import DocumentNotFound

if TYPE_CHECKING:
    from api.suggest import Documents
    from search.names import Mask, Names


class ClearedView(View):
    """The documents of some labels; made once for each clearance and shared by all who have it.

    Its engine is the engine of everything, cut down: again whenever that one was built anew or a document's
    label has changed, whichever comes first.
    """

    def __init__(
        self,
        whole: View,
        catalog: CatalogView,
        kept: PerState,
        lagging: PerState,
        state: Callable[[], tuple[int, int]],
    ) -> None:
        """Cut a view out of the `whole`.

        Args:
            whole: the view of who may see everything.
            catalog: its catalog, as far as it may be seen.
            kept: makes values anew whenever the whole catalog has changed.
            lagging: does so soon after.
            state: returns the epoch of labels, and the last change that the engine of everything knows.
        """
        super().__init__(whole.settings, catalog, kept, lagging)
        self._whole = whole
        self._cleared = catalog
        self._state = state
        self._secret = catalog.identity()
        self._named = kept(lambda: _named(self._secret, catalog.put_numbers()))
        self._lock = threading.Lock()
        self._cut: tuple[Engine, int, Engine] | None = None  # from which engine, at which labels, to which

    def close(self) -> None:
        """Close the catalog's view."""
        self._cleared.close()

    @property
    def version(self) -> str:
        """Name the state of the documents of this view; a change of any other document leaves it as it is."""
        return self._named()

    def require_ready(self) -> None:
        """Raise NotReady unless questions can be answered."""
        self._whole.require_ready()

    def engine(self, progress: Progress | None = None) -> Engine:
        """Return an engine over the documents of this view as they are now; raises NotReady."""
        return self._over(self._whole.engine(progress))

    def answering(self) -> Engine:
        """Return the engine to answer with: while serving, without waiting for new documents."""
        return self._over(self._whole.answering())

    def gone(self) -> frozenset[str]:
        """Return the documents that were deleted since the engine that answers was built."""
        return self._whole.gone()

    def sighted(self) -> "tuple[Names, Mask | None]":
        """Return what documents are called, and which of them are in this view; None where all are."""
        names, _ = self._whole.sighted()
        return names, names.sight(self._cleared.put_numbers())

    def documents_named(self, names: "Names", seen: "Mask | None") -> "Sequence[Documents]":
        """Return what suggests the numbers and titles of documents."""
        return self._whole.documents_named(names, seen)

    def delete(self, document_id: str) -> None:
        """Delete a document of this view; raises DocumentNotFound."""
        if document_id not in self._cleared.cards([document_id]):
            raise DocumentNotFound(document_id)
        self._whole.delete(document_id)

    def _over(self, whole: Engine) -> Engine:
        epoch, taken_up = self._state()  # before anything is read: a label that changes meanwhile shows later
        with self._lock:
            if self._cut is None or self._cut[0] is not whole or self._cut[1] != epoch:
                version = _named(self._secret, self._cleared.put_numbers(), taken_up)
                self._cut = whole, epoch, whole.over(self._cleared, version)
            return self._cut[2]


def _named(secret: str, stamps: Mapping[str, int], taken_up: int | None = None) -> str:
    """Name a state by the documents in it, and which of them an engine has not taken up yet.

    Change numbers count what happens to other documents, too, so they are hashed together, with what no
    response tells: the number of a single document could be tried out.
    """
    known = (f"{key} {number} {taken_up is None or number <= taken_up}" for key, number in stamps.items())
    return hashlib.sha256("\n".join([secret, *sorted(known)]).encode()).hexdigest()[:16]
