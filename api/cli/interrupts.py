"""Ctrl+C as a wish to stop, which long work looks at when it can stop cleanly."""

import signal
import threading
from contextlib import ExitStack
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """While it is entered, the first Ctrl+C (or TERM) only sets `is_set`; a second one ends the command."""

    def __init__(self) -> None:
        self._wished = threading.Event()
        self._put_back = ExitStack()

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for one in _SIGNALS:
                self._put_back.callback(signal.signal, one, signal.signal(one, self._note))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._put_back.close()

    @property
    def is_set(self) -> bool:
        """Tell whether the user wants to stop."""
        return self._wished.is_set()

    def wait(self, seconds: float) -> None:
        """Rest, but not longer than until the user wants to stop."""
        self._wished.wait(seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._wished.is_set():
            raise KeyboardInterrupt
        self._wished.set()
