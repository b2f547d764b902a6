"""How long the stages of a question take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A part of the way from a question to its answer."""

    NORMALIZE = "normalize"  # the question is understood
    LEXICAL = "lexical"
    DENSE = "dense"  # embedding the question is part of it
    FUSE = "fuse"  # and fetching the passages
    ANSWER = "answer"
    VERIFY = "verify"  # every quote is looked up in its text


@dataclass(frozen=True, slots=True)
class Lap:
    """One run through a stage.

    Attributes:
        start: seconds of the clock `time.perf_counter`.
        end: of the same clock.
        own: seconds without those of stages that ran within this one.
    """

    stage: Stage
    start: float
    end: float
    own: float


class Clock:
    """Times the stages of one question, a microsecond each; not shared between threads."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self._laps: list[Lap] = []
        self._within: list[float] = [0.0]  # seconds spent in inner stages, one entry for each open stage

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """Time what is done inside."""
        self._within.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            end = time.perf_counter()
            inner = self._within.pop()
            self._within[-1] += end - start
            self._laps.append(Lap(stage, start, end, end - start - inner))

    def beside(self, other: "Clock", waited: float) -> None:
        """Take over what another thread has timed; this one did nothing but wait for it for some seconds."""
        self._within[-1] += waited
        self._laps += other._laps

    @property
    def laps(self) -> tuple[Lap, ...]:
        """Return the laps in the order in which they ended."""
        return tuple(self._laps)

    @property
    def took_ms(self) -> float:
        """Return milliseconds since the clock was made."""
        return round((time.perf_counter() - self.start) * 1000, 2)


def seconds_by_stage(laps: tuple[Lap, ...]) -> dict[Stage, float]:
    """Sum the laps of each stage, in the order of the way."""
    return {
        stage: sum(lap.own for lap in laps if lap.stage is stage)
        for stage in Stage
        if any(lap.stage is stage for lap in laps)
    }
