"""Models loaded beside each other, and beside what else has to be done before the first question."""

import logging
import threading
from typing import Protocol, runtime_checkable

_LOG = logging.getLogger("api.engine.headstart")


@runtime_checkable
class Slow(Protocol):
    """A model that is loaded when it is first used, or before."""

    def warm(self) -> None:
        """Load it, once, whoever asks."""
        ...


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
