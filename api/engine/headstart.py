"""Models loaded beside each other, and beside what else has to be done before the first question."""

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

_LOG = logging.getLogger("api.engine.headstart")
_put_off = threading.Event()


@runtime_checkable
class Slow(Protocol):
    """A model that is loaded when it is first used, or before."""

    def warm(self) -> None:
        """Load it, once, whoever asks."""
        ...


def put_off_collecting() -> None:
    """Look for no garbage until everything is loaded: what is loaded stays, and to look takes .4 s of 2.8."""
    _put_off.set()
    gc.disable()


def collect_again() -> None:
    """Look for garbage again where that was put off, but never again among what has been loaded.

    An engine that a later one takes the place of goes by its count of references: it is in no circle.
    """
    if _put_off.is_set():
        _put_off.clear()
        gc.freeze()
        gc.enable()


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no garbage inside: for what answers one question and ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def begin_loading(*models: object) -> None:
    """Load models in threads of their own; whoever needs one meanwhile waits for it, not for the others.

    What goes wrong is left to the first use, which meets it again and tells it where it can be told.
    """
    for model in models:
        if isinstance(model, Slow):
            # No daemon: native libraries that are loading while the interpreter ends may bring it down.
            threading.Thread(target=_load, args=(model,), name="head-start").start()


def _load(model: Slow) -> None:
    try:
        model.warm()
    except Exception:  # told by the first use
        _LOG.debug("loading ahead failed", exc_info=True)
