"""What is made from the whole catalog, and made anew when the catalog has changed."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.catalog import Catalog

T = TypeVar("T")


class PerChange(Generic[T]):
    """Keeps one value for each state of the catalog; safe to share between threads, made by one of them."""

    def __init__(self, catalog: Catalog, make: Callable[[], T]) -> None:
        self._catalog = catalog
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[int, T] | None = None  # the change number read before it was made

    def now(self) -> T:
        """Return the value for the catalog as it is now."""
        with self._lock:
            number = self._catalog.change_number()
            if self._made is None or self._made[0] != number:
                self._made = number, self._make()
            return self._made[1]
