"""What one caller sees: the documents that their key may see, and all that is made from these."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from api.engine.protocols import Engine
from api.engine.stamps import Progress
from api.settings import Settings
from corpus.catalog import CatalogReader
from corpus.errors import DocumentNotFound

# What answers is loaded when it is first asked for: a command that only takes files in asks nothing.
if TYPE_CHECKING:
    from api.engine.narrowing import Narrower
    from api.engine.verify import Verified
    from api.facets import Shelf
    from api.suggest import Documents, Listed, Prefixes
    from api.wire.schemas import AskRequest, FiltersIn, SearchRequest
    from search.genealogy import Storyteller
    from search.names import Mask, Names
    from search.register import Registrar
    from search.types import AskResult, Filters, SearchResult

T = TypeVar("T")


class PerState(Protocol):
    """Makes a value anew whenever the catalog has changed."""

    def __call__(self, make: Callable[[], T], /) -> Callable[[], T]:
        """Return what gives the value for the catalog as it is now."""
        ...


class View(ABC):
    """The catalog, the engine and what else answers, over the documents that a caller may see.

    Routes take it as `RuntimeIn` and need not think of labels: a document that is not in the view is not in
    `catalog`, in no answer, in no count.
    """

    def __init__(self, settings: Settings, catalog: CatalogReader, kept: PerState, lagging: PerState) -> None:
        """Make nothing yet; what `lagging` keeps may be of a moment ago."""
        self.settings = settings
        self._documents = catalog
        self._storyteller = kept(self._make_storyteller)
        self._registrar = kept(self._make_registrar)
        self._shelf = kept(self._make_shelf)
        self._narrower = kept(self._make_narrower)
        self._called = kept(self._make_called)
        self._agencies = lagging(self._make_agencies)

    @property
    def catalog(self) -> CatalogReader:
        """Return the documents of this view."""
        return self._documents

    @property
    @abstractmethod
    def version(self) -> str:
        """Name the state of the documents of this view: for an ETag; tells nothing of other documents."""

    @abstractmethod
    def require_ready(self) -> None:
        """Raise NotReady unless questions can be answered."""

    @abstractmethod
    def engine(self, progress: Progress | None = None) -> Engine:
        """Return an engine over the documents of this view as they are now; raises NotReady."""

    @abstractmethod
    def answering(self) -> Engine:
        """Return the engine to answer with: while serving, without waiting for new documents."""

    @abstractmethod
    def gone(self) -> frozenset[str]:
        """Return the documents that were deleted since the engine that answers was built."""

    @abstractmethod
    def sighted(self) -> "tuple[Names, Mask | None]":
        """Return what documents are called, and which of them are in this view; None where all are."""

    @abstractmethod
    def documents_named(self, names: "Names", seen: "Mask | None") -> "Sequence[Documents]":
        """Return what suggests the numbers and titles of documents."""

    @abstractmethod
    def delete(self, document_id: str) -> None:
        """Delete a document of this view; raises DocumentNotFound."""

    def ask(self, request: "AskRequest") -> "Verified":
        """Answer a question; every citation that leaves here has been looked up."""
        from api.engine.observer import tell_asked
        from api.engine.verify import verify

        history = tuple(turn.to_turn() for turn in request.history)

        def ask() -> "AskResult":
            engine, filters = self.answering(), self._living(request.filters, request.as_of)
            return engine.ask(request.question, request.k, filters, request.as_of, history)

        try:
            result = ask()
        except DocumentNotFound:  # deleted while it was being read: the next look knows that it is gone
            result = ask()
        return tell_asked(verify(result, self._documents.text))

    def search(self, request: "SearchRequest") -> "SearchResult":
        """Search passages."""
        from api.engine.observer import tell_searched

        engine, filters = self.answering(), self._living(request.filters)
        return tell_searched(engine.search(request.query, request.k, request.mode, filters))

    def storyteller(self) -> "Storyteller":
        """Return what tells of families of documents, over the catalog as it is now."""
        return self._storyteller()

    def registrar(self) -> "Registrar":
        """Return what looks assignments up, over the catalog as it is now."""
        return self._registrar()

    def names(self) -> "Prefixes":
        """Return what finds names of documents as they are now, and of bodies as they were of late."""
        from api.suggest import Prefixes

        return Prefixes([*self._called(), self._agencies()])

    def shelf(self) -> "Shelf":
        """Return the documents to be counted, over the catalog as it is now."""
        return self._shelf()

    def narrower(self) -> "Narrower":
        """Return what knows the documents that filters leave out, over the catalog as it is now."""
        return self._narrower()

    def _living(self, filters: "FiltersIn", as_of: date | None = None) -> "Filters":
        """Leave out what was deleted since the engine that answers was built, and what filters leave out."""
        without = self.gone()
        if filters.validity or filters.agency is not None:
            without |= self.narrower().left_out(filters, as_of)
        return replace(filters.to_filters(), without=without)

    def _make_storyteller(self) -> "Storyteller":
        from search.genealogy import Storyteller, build_genealogy

        names, seen = self.sighted()
        return Storyteller(self._documents, build_genealogy(self._documents, names.each(seen)))

    def _make_registrar(self) -> "Registrar":
        from search.register import Registrar

        return Registrar(self._documents)

    def _make_shelf(self) -> "Shelf":
        from api.facets import Shelf

        return Shelf(*self.sighted())

    def _make_narrower(self) -> "Narrower":
        from api.engine.narrowing import Narrower

        return Narrower(self._documents, self._storyteller, self._registrar)

    def _make_called(self) -> "Sequence[Documents]":
        return self.documents_named(*self.sighted())

    def _make_agencies(self) -> "Listed":
        from api.suggest import Listed, agencies_of

        names, seen = self.sighted()
        return Listed(agencies_of(self._documents, names.column(lambda block: block.issuers).counts(seen)))
