"""Several processes behind one socket: started, watched, replaced when they die, ended together."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

_LOG = logging.getLogger("api.host.fleet")
_QUICK_S = 10.0  # a process that ends sooner than this is not started again at once
_PAUSE_S = 2.0


class Fleet:
    """Runs `work` in several processes; to be used by the main thread, before any other is started."""

    def __init__(self, count: int, work: Callable[[int], None]) -> None:
        """Prepare the processes.

        Args:
            count: how many there are to be.
            work: what each does, told which it is; ends on SIGTERM by itself.
        """
        self._count = count
        self._work = work
        self._members: dict[int, tuple[int, float]] = {}  # process -> which it is, when it was started
        self._stopping = False
        # Closed by the system when this process goes, however it goes: the others then end themselves.
        self._lifeline = os.pipe()

    def run(self) -> None:
        """Keep all processes running until this one is told to stop and they have ended."""
        before = {each: signal.signal(each, self._stop) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            for which in range(self._count):
                self._start(which)
            while self._members:
                self._bury()
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _start(self, which: int) -> None:
        member = os.fork()
        if member == 0:
            self._serve(which)
        self._members[member] = which, time.monotonic()
        if self._stopping:  # told so before this one was known
            os.kill(member, signal.SIGTERM)

    def _serve(self, which: int) -> None:
        """Work in a fresh process, which ends here."""
        code = 1
        try:
            for each in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, signal.SIG_DFL)
            os.close(self._lifeline[1])
            threading.Thread(target=_end_with, args=(self._lifeline[0],), daemon=True).start()
            self._work(which)
            code = 0
        except BaseException:
            _LOG.exception("process %d ended", which)
        finally:
            logging.shutdown()
            os._exit(code)

    def _bury(self) -> None:
        """Wait for a process to end, and start another in its place."""
        try:
            member, status = os.waitpid(-1, 0)
        except ChildProcessError:
            self._members.clear()
            return
        which, since = self._members.pop(member, (None, 0.0))
        if which is None or self._stopping:
            return
        _LOG.error("process %d (pid %d) ended with %d; another is started", which, member, status)
        if time.monotonic() - since < _QUICK_S:
            time.sleep(_PAUSE_S)
        if not self._stopping:
            self._start(which)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for member in list(self._members):
            os.kill(member, signal.SIGTERM)


def _end_with(lifeline: int) -> None:
    """End this process as by SIGTERM when the one that started it has gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
