"""Filters that need more than a document's head: whom it tasks, and whether it is in force."""

import threading
from collections.abc import Callable, Mapping
from datetime import date

from api.wire.schemas import FiltersIn
from corpus.catalog import CatalogReader
from search.genealogy import Storyteller, ValidityStatus
from search.register import RegisterFilter, Registrar

_MOST_DAYS = 16  # whose standings are kept


class Narrower:
    """Knows which documents a filter leaves out, in one state of a catalog."""

    def __init__(
        self,
        catalog: CatalogReader,
        storyteller: Callable[[], Storyteller],
        registrar: Callable[[], Registrar],
    ) -> None:
        """Read nothing but ids yet; who tells of families and assignments is called when a filter asks."""
        self._ids = frozenset(catalog.put_numbers())
        self._storyteller = storyteller
        self._registrar = registrar
        self._standings: dict[date, Mapping[str, ValidityStatus]] = {}
        self._lock = threading.Lock()

    def standing(self, as_of: date) -> Mapping[str, ValidityStatus]:
        """Return how each document stands on a day."""
        with self._lock:
            if as_of not in self._standings:
                if len(self._standings) >= _MOST_DAYS:
                    self._standings.pop(next(iter(self._standings)))
                self._standings[as_of] = self._storyteller().standing(as_of)
            return self._standings[as_of]

    def left_out(self, filters: FiltersIn, as_of: date | None) -> frozenset[str]:
        """Return the documents that `agency` and `validity` leave out."""
        kept = self._ids
        if filters.validity:
            standing = self.standing(as_of or date.today())
            kept &= {one for one, status in standing.items() if status in filters.validity}
        if filters.agency is not None:
            found = self._registrar().found(RegisterFilter(agency=filters.agency))
            kept &= {one.assignment.document_id for one, _ in found}
        return self._ids - kept
