"""Workers that read files: started as they are needed, watched, ended and replaced."""

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
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Protocol, Self

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
_QUICK_S = 1.0  # files that are read faster than this need no looking
_START_S = 30.0  # for a worker to start, which is not the file's fault
_LEAVE_S = 5.0  # from the last word of a worker to its end
_LARGEST = 1024 * MIB  # of a message


class _Worker:
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
        return self.task is None and not self._is_leaving and self._process.poll() is None

    @property
    def busy_s(self) -> float:
        return time.monotonic() - self._since if self.task else 0.0

    def give(self, task: Task) -> None:
        self.task, self._begun, self._waiting = task, None, False
        self._since = time.monotonic()
        self._send(task)

    def answer(self, wanted: bool) -> None:
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
        if now - self._since > _QUICK_S and now - self._looked > _LOOK_S:
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


class Answering(Protocol):
    """Who waits to be told whether a content is wanted."""

    def answer(self, wanted: bool) -> None:
        """Hear it."""
        ...


@dataclass(frozen=True, slots=True)
class Event:
    """A message and the task that it is about."""

    task: Task
    message: Message
    worker: Answering | None = None

    def answer(self, wanted: bool) -> None:
        """Tell the worker whether the content that it has begun is to be read."""
        if self.worker is not None:
            self.worker.answer(wanted)


class Pool(Protocol):
    """Whatever reads files: processes here, or on other machines."""

    @property
    def jobs(self) -> int:
        """Return how many files may be read at a time."""
        ...

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being read."""
        ...

    def warm(self) -> None:
        """Get ready for the first file."""
        ...

    def has_room(self, many: bool) -> bool:
        """Tell whether a task would be taken now; `many` when it is worth starting another worker."""
        ...

    def give(self, task: Task) -> None:
        """Take a file to read."""
        ...

    def events(self, timeout: float) -> Iterator[Event]:
        """Yield what there is to say about the files within a time."""
        ...

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class ReadingPool:
    """At most `jobs` workers; close it to end them all, whatever they are doing."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._setup = setup
        self._jobs = max(1, jobs)
        self._workers: list[_Worker] = []
        self._left: list[Task] = []  # containers whose worker ended at a member

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            self._workers.pop().close()
        self._left.clear()

    @property
    def jobs(self) -> int:
        """Return how many workers there may be."""
        return self._jobs

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being read."""
        return not self._left and all(worker.task is None for worker in self._workers)

    def warm(self) -> None:
        """Start a first worker, so that it is ready when the first file comes."""
        if not self._workers:
            self._workers.append(_Worker(self._setup))

    def has_room(self, many: bool) -> bool:
        """Tell whether a task would be taken now; `many` when it is worth starting another worker."""
        if any(worker.task is None for worker in self._workers) or not self._workers:
            return True
        slow = min(worker.busy_s for worker in self._workers) > _QUICK_S
        return len(self._workers) < self._jobs and (many or slow)

    def give(self, task: Task) -> None:
        """Let an idle worker read a file; one is started where there is none."""
        idle = next((worker for worker in self._workers if worker.is_ready), None)
        if idle is None:
            self._bury_idle()
            idle = _Worker(self._setup)
            self._workers.append(idle)
        idle.give(task)

    def events(self, timeout: float) -> Iterator[Event]:
        """Yield what the workers say within a time, at most one message from each."""
        self._resume()
        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        for ready in wait(list(busy), timeout) if busy else []:
            assert isinstance(ready, Connection)
            worker = busy.pop(ready)
            task = worker.task
            assert task is not None
            try:
                message = worker.receive()
            except EOFError:
                yield from self._replace(worker, None)
            else:
                yield Event(task, message, worker)
        for worker in list(self._workers):
            fault = worker.fault()
            if fault is not None:
                yield from self._replace(worker, fault)

    def _replace(self, worker: _Worker, fault: ReadError | None) -> Iterator[Event]:
        task = worker.task
        self._workers.remove(worker)
        ended = worker.bury(fault)
        if ended is not None and task is not None:
            outcome, rest = ended
            if rest is not None:
                self._left.append(rest)
            yield Event(task, outcome)

    def _resume(self) -> None:
        """Go on with the containers whose worker ended."""
        while self._left and (
            len(self._workers) < self._jobs or any(worker.task is None for worker in self._workers)
        ):
            self.give(self._left.pop())

    def _bury_idle(self) -> None:
        """Take away the workers that leave by themselves."""
        for worker in [one for one in self._workers if one.task is None and not one.is_ready]:
            self._workers.remove(worker)
            worker.bury(None)


def _size(task: Task) -> int:
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0
