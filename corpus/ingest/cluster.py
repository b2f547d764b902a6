"""Files read on other machines: this one opens them and writes the catalog, the others do the reading.

Files travel as bytes, so the machines need no disk in common. On each a hand reads in a process of its own
with the same limits as here.
"""

import hashlib
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from corpus.crew import Crew
from corpus.errors import ReaderFailed, ReadError
from corpus.sandbox.local import ReadingPool
from corpus.sandbox.messages import Begun, Message, Outcome, Refused, Setup, Task
from corpus.sandbox.pool import Event, Pool
from corpus.sandbox.worker import bytes_of

_HEAR_S = 1.0


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A file on its way to the machine that reads it."""

    task: Task
    data: bytes


class ReadingHand:
    """Reads one file after the other; lives on the other machine."""

    def __init__(self, setup: Setup) -> None:
        self._pool = ReadingPool(setup, 1)
        self._pool.warm()

    def __call__(self, parcel: _Parcel) -> list[Outcome]:
        """Return what became of a file and of its members."""
        found: list[Outcome] = []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(parcel.data)
            self._pool.give(replace(parcel.task, path=path))
            while not (found and found[-1].last):
                for event in self._pool.events(_HEAR_S):
                    if isinstance(event.message, Begun):
                        event.answer(wanted=True)
                    else:
                        found.append(event.message)
        return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file whose content may be known already."""

    pool: "ClusterPool"
    parcel: _Parcel

    def answer(self, wanted: bool) -> None:
        """Send the file where it is wanted."""
        self.pool.send(self.parcel, wanted)


class ClusterPool(Pool):
    """Reads on the machines of a Ray cluster; members of containers are read known or not."""

    def __init__(self, setup: Setup, address: str, most: int | None) -> None:
        """Reach the cluster; raises WorkersUnreachable."""
        self._limit = setup.limits.file_bytes
        self._crew = Crew(address, "corpus.ingest.cluster:ReadingHand", (setup,), most)
        self._keys = count()
        self._sent: dict[int, Task] = {}
        self._asked = 0
        self._said: deque[Event] = deque()

    def close(self) -> None:
        """Let the machines go."""
        self._crew.close()
        self._sent.clear()
        self._said.clear()
        self._asked = 0

    @property
    def jobs(self) -> int:
        """Return how many files may be read at a time."""
        return self._crew.size

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being read."""
        return not (self._sent or self._said or self._asked)

    def warm(self) -> None:
        """Do nothing: the machines are as ready as they are."""

    def has_room(self, many: bool) -> bool:
        """Tell whether a task would be taken now."""
        return not self._said and self._asked == 0 and self._crew.has_room()

    def give(self, task: Task) -> None:
        """Open a file, and ask whether its content is wanted."""
        message: Message
        try:
            data = bytes_of(task.path, task.source, self._limit)
        except ReadError as error:
            self._said.append(Event(task, Outcome("", Refused(error), 0.0, last=True)))
            return
        self._asked += 1
        message = Begun(0, "", hashlib.sha256(data).hexdigest(), len(data))
        self._said.append(Event(task, message, _Asked(self, _Parcel(task, data))))

    def send(self, parcel: _Parcel, wanted: bool) -> None:
        """Let a machine read a file, if it is wanted."""
        self._asked -= 1
        if wanted:
            key = next(self._keys)
            self._sent[key] = parcel.task
            self._crew.give(key, parcel)

    def events(self, timeout: float) -> Iterator[Event]:
        """Yield what there is to say within a time."""
        if self._said:
            while self._said:
                yield self._said.popleft()
            return
        for done in self._crew.done(timeout):
            task = self._sent.pop(done.key)
            if done.fault:
                error = ReaderFailed(task.source, done.fault)
                yield Event(task, Outcome("", Refused(error), 0.0, last=True))
            else:
                for outcome in done.result:
                    yield Event(task, outcome)
