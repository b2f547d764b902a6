"""What reads files, wherever its workers are, and what it tells of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from corpus.sandbox.messages import Message, Task


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


class Pool(ABC):
    """Whatever reads files: processes here, or on other machines."""

    @property
    @abstractmethod
    def jobs(self) -> int:
        """Return how many files may be read at a time."""

    @property
    @abstractmethod
    def is_idle(self) -> bool:
        """Tell whether nothing is being read."""

    @abstractmethod
    def warm(self) -> None:
        """Get ready for the first file."""

    @abstractmethod
    def has_room(self, many: bool) -> bool:
        """Tell whether a task would be taken now; `many` when it is worth starting another worker."""

    @abstractmethod
    def give(self, task: Task) -> None:
        """Take a file to read."""

    @abstractmethod
    def events(self, timeout: float) -> Iterator[Event]:
        """Yield what there is to say about the files within a time."""

    @abstractmethod
    def close(self) -> None:
        """End all workers, whatever they are doing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
