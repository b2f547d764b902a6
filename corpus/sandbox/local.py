"""Workers on this machine: started as they are needed, watched, ended and replaced."""

from collections.abc import Iterator
from multiprocessing.connection import Connection, wait

from corpus.errors import ReadError
from corpus.sandbox.handle import QUICK_S, WorkerHandle
from corpus.sandbox.messages import Setup, Task
from corpus.sandbox.pool import Event, Pool


class ReadingPool(Pool):
    """At most `jobs` workers; close it to end them all, whatever they are doing."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._setup = setup
        self._jobs = max(1, jobs)
        self._workers: list[WorkerHandle] = []
        self._left: list[Task] = []  # containers whose worker ended at a member

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
            self._workers.append(WorkerHandle(self._setup))

    def has_room(self, many: bool) -> bool:
        """Tell whether a task would be taken now; `many` when it is worth starting another worker."""
        if any(worker.task is None for worker in self._workers) or not self._workers:
            return True
        slow = min(worker.busy_s for worker in self._workers) > QUICK_S
        return len(self._workers) < self._jobs and (many or slow)

    def give(self, task: Task) -> None:
        """Let an idle worker read a file; one is started where there is none."""
        idle = next((worker for worker in self._workers if worker.is_ready), None)
        if idle is None:
            self._bury_idle()
            idle = WorkerHandle(self._setup)
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

    def _replace(self, worker: WorkerHandle, fault: ReadError | None) -> Iterator[Event]:
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
