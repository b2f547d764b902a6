"""What every library is wrapped into."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from benchmarks.peers.job import Job, Question, Vectors

Ranking = list[tuple[str, float]]  # passage ids and scores, best first

LEXICAL, DENSE, HYBRID = "lexical", "dense", "hybrid"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its vector, shape (dim,), as it was typed."""

    question: Question
    vector: Vectors


class Engine(ABC):
    """One library over one collection.

    Attributes:
        packages: whose versions are told.
        modes: ways to ask what is built once; one row of the table each.
        embeds: it computes the vectors of questions itself; to the others that time is added.
        batches: it has a call for many questions.
    """

    packages: ClassVar[tuple[str, ...]]
    modes: ClassVar[tuple[str, ...]]
    embeds: ClassVar[bool] = False
    batches: ClassVar[bool] = False

    def prepare(self, job: Job) -> None:  # noqa: B027 - most have nothing to prepare
        """Do what is not part of a build: load libraries, read files."""

    @abstractmethod
    def build(self, job: Job, folder: Path) -> None:
        """Index the passages of a job, their text included, as far as possible under `folder`."""

    @abstractmethod
    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Return the `k` best passages; their texts are fetched too."""

    def batch(self, asked: Sequence[Asked], mode: str, k: int) -> list[Ranking]:
        """Answer many questions in one call."""
        return [self.search(one, mode, k) for one in asked]

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Give back what is held."""
