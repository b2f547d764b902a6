"""What is made from the whole catalog, and made anew when the catalog has changed."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.catalog import Catalog

T = TypeVar("T")
_LOG = logging.getLogger("api.engine.perchange")
_QUICK_S = 0.2  # what took less is waited for


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


class Lagging(Generic[T]):
    """Keeps a value that may lag behind the catalog while the next is made, where that is slow.

    It never lags behind a label: what a caller may no longer see is gone at once.
    """

    def __init__(self, catalog: Catalog, make: Callable[[], T]) -> None:
        self._catalog = catalog
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[int, int, T] | None = (
            None  # change number and epoch of labels read before it was made
        )
        self._took = 0.0
        self._maker: threading.Thread | None = None

    def now(self) -> T:
        """Return the value, which may be that of a moment ago."""
        with self._lock:
            number, made = self._catalog.change_number(), self._made
            if made is None or made[0] != number:
                epoch = self._catalog.label_epoch()
                if made is None or made[1] != epoch or self._took < _QUICK_S:
                    made = self._made = number, epoch, self._timed()
                elif self._maker is None or not self._maker.is_alive():
                    self._maker = threading.Thread(target=self._follow, name="lagging", daemon=True)
                    self._maker.start()
            return made[2]

    def close(self) -> None:
        """Wait for what is made in the background."""
        if self._maker is not None:
            self._maker.join()

    def _timed(self) -> T:
        started = time.perf_counter()
        value = self._make()
        self._took = time.perf_counter() - started
        return value

    def _follow(self) -> None:
        try:
            made = self._catalog.change_number(), self._catalog.label_epoch(), self._timed()
        except Exception as error:  # the value of before stays; the next look tries again
            _LOG.warning("a value of the catalog was not made anew: %s", error)
            return
        with self._lock:
            if self._made is None or self._made[0] < made[0]:
                self._made = made
