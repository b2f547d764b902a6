"""One worker as its parent holds it: started, given files, listened to, watched and ended."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import suppress
from dataclasses import replace
from multiprocessing import Pipe

from corpus.errors import OutOfMemory, ReaderFailed, ReadError, TimedOut
from corpus.readers.members import member_source
from corpus.sandbox.messages import MIB, Begun, Message, Outcome, Refused, Setup, Task
from corpus.sandbox.processes import OWN_FOLDER, below, kill, resident_mib

# The worker makes its folder itself: a parent that is killed before it has started one leaves nothing.
_BOOT = (
    "import json, os, sys; os.mkdir(os.environ['TMPDIR'], 0o700); "
    "told = json.loads(sys.argv[1]); sys.path[:] = told['path']; "
    "from corpus.sandbox.worker import serve; serve(told['descriptor'], told['parent'])"
)
_ONE_THREAD = {
    name: "1" for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
}
_LOOK_S = 0.25  # how often the memory of a busy worker is looked at
QUICK_S = 1.0  # files that are read faster than this need no looking
_START_S = 30.0  # for a worker to start, which is not the file's fault
_LEAVE_S = 5.0  # from the last word of a worker to its end
_LARGEST = 1024 * MIB  # of a message


class WorkerHandle:
    """One process and what it is doing."""

    def __init__(self, setup: Setup) -> None:
        self._limits = setup.limits
        self.task: Task | None = None
        self._begun: Begun | None = None  # what is being read, once the parent wanted it
        self._has_spoken = False
        self._is_leaving = False
        self._waiting = False  # for the parent to say whether a content is wanted
        self._since = self._looked = time.monotonic()
        # What it leaves there when it is killed goes with the folder.
        self._folder = os.path.join(tempfile.gettempdir(), f"{OWN_FOLDER}{uuid.uuid4().hex}")
        self.connection, theirs = Pipe()
        told = json.dumps({"path": sys.path, "descriptor": theirs.fileno(), "parent": os.getpid()})
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, told],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ONE_THREAD | {"TMPDIR": self._folder},
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl+C at the terminal is for the parent
        )
        theirs.close()
        self._send(setup)

    @property
    def is_ready(self) -> bool:
        """Tell whether it takes a file."""
        return self.task is None and not self._is_leaving and self._process.poll() is None

    @property
    def busy_s(self) -> float:
        """Return for how long nothing has been heard of the file that it reads."""
        return time.monotonic() - self._since if self.task else 0.0

    def give(self, task: Task) -> None:
        """Let it read a file."""
        self.task, self._begun, self._waiting = task, None, False
        self._since = time.monotonic()
        self._send(task)

    def answer(self, wanted: bool) -> None:
        """Tell it whether the content that it has begun is to be read."""
        self._waiting = False
        self._since = time.monotonic()
        if not wanted:
            self._is_over(top=self._begun is not None and not self._begun.member)
        with suppress(OSError):
            self.connection.send_bytes(b"1" if wanted else b"0")

    def receive(self) -> Message:
        """Return what the worker says; raises EOFError where it ended instead."""
        try:
            message: Message = pickle.loads(self.connection.recv_bytes(_LARGEST))
        except OSError as error:  # it ended in the middle of a message
            raise EOFError from error
        self._since = time.monotonic()
        self._has_spoken = True
        if isinstance(message, Begun):
            self._begun, self._waiting = message, True
        else:
            self._is_over(message.last)
            self._is_leaving = message.is_leaving
        return message

    def _is_over(self, top: bool) -> None:
        self._begun = None
        if top:
            self.task = None

    def _send(self, what: Setup | Task) -> None:
        with suppress(OSError):  # that it is gone shows when it is listened to
            self.connection.send_bytes(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def fault(self) -> ReadError | None:
        """Return why the worker must be ended now; None where it keeps its limits."""
        if self.task is None or self._waiting or self.connection.poll():
            return None  # what it has said waits for us, not we for it
        now = time.monotonic()
        limit = self._limits.seconds_for(self.source, self._begun.size if self._begun else _size(self.task))
        if now - self._since > limit + (0.0 if self._has_spoken else _START_S):
            return TimedOut(self.source, round(limit))
        if now - self._since > QUICK_S and now - self._looked > _LOOK_S:
            self._looked = now
            if resident_mib(self._process.pid) > self._limits.memory_mib:
                return OutOfMemory(self.source, self._limits.memory_mib)
        return None

    @property
    def source(self) -> str:
        """Name what is being read."""
        assert self.task is not None
        member = self._begun.member if self._begun else ""
        return member_source(self.task.source, member) if member else self.task.source

    def bury(self, fault: ReadError | None) -> tuple[Outcome, Task | None] | None:
        """End the process with all it started; return what became of its file, and what is left of it."""
        code = self._end(0.0 if fault else _LEAVE_S)
        if self.task is None:
            return None
        error = fault or self._cause(code)
        begun = self._begun
        seconds = time.monotonic() - self._since
        if begun is None or not begun.member:
            return Outcome("", Refused(error), seconds, True, begun.sha256 if begun else ""), None
        outcome = Outcome(begun.member, Refused(error), seconds, False, begun.sha256)
        return outcome, replace(self.task, skip=begun.position)

    def _cause(self, code: int) -> ReadError:
        """Tell why a worker ended by itself."""
        if code == -signal.SIGKILL:  # nobody here did that: the system ran out of memory
            return OutOfMemory(self.source, self._limits.memory_mib)
        if code == -signal.SIGALRM:
            return TimedOut(self.source, self._limits.seconds)
        named = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return ReaderFailed(self.source, f"its process ended: {named}")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._end(0.0)

    def _end(self, patience_s: float) -> int:
        """End the process with all it started; one that is leaving by itself has some time to say why."""
        children = below(self._process.pid)  # of a process that has gone they could not be told any more
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience_s)
        self._process.kill()
        kill(children)
        self.connection.close()
        code = self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        return code


def _size(task: Task) -> int:
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0
