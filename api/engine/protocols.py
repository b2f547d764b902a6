"""The seam between this package and the search layer; the tests put a small engine behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from corpus.catalog import CatalogReader
from search.types import AskResult, Filters, Mode, SearchResult, Turn


class Engine(Protocol):
    """Answers questions over one state of the index; safe to share between threads."""

    def search(
        self, query: str, k: int = 10, mode: Mode = Mode.HYBRID, filters: Filters = ...
    ) -> SearchResult:
        """Return the best passages."""
        ...

    def ask(
        self,
        question: str,
        k: int = 5,
        filters: Filters = ...,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
    ) -> AskResult:
        """Return typed answers, or an abstention with its reason."""
        ...

    def over(self, catalog: CatalogReader, version: str) -> "Engine":
        """Return the same engine over those of its documents that another reader of its catalog shows."""
        ...
