"""Hands on other machines, through a Ray cluster: given work, watched, replaced when their machine goes.

A hand is a process that keeps one callable and applies it to what it is sent. Work must have no effect but
its result: where a machine is lost, its work is done again elsewhere.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

from corpus.errors import WorkersUnreachable

ANY = "ray"  # the cluster that runs on this machine, or that RAY_ADDRESS names
_QUEUED = 2  # pieces of work a hand may hold: the next travels while one is done
_ATTEMPTS = 4  # machines that a piece of work may lose
_COUNT_S = 2.0  # how often it is looked whether machines came or went


_Ref: TypeAlias = Any  # Ray's name of a result to come


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a piece of work; `fault` is "" where there is a result."""

    key: int
    result: Any = None
    fault: str = ""


@dataclass(slots=True)
class _Hand:
    actor: Any
    holds: dict[_Ref, int] = field(default_factory=dict)  # what comes -> key


@dataclass(slots=True)
class _Work:
    payload: object
    attempts: int = 0


class _Keeper:
    """What runs on the other machine."""

    def __init__(self, factory: str, arguments: tuple[object, ...]) -> None:
        module, _, name = factory.partition(":")
        make: Callable[..., Callable[[object], object]] = getattr(import_module(module), name)
        self._work = make(*arguments)

    def work(self, payload: object) -> object:
        return self._work(payload)

    def ready(self) -> None: ...


class Crew:
    """Hands of one kind, one for each processor of the cluster at most."""

    def __init__(self, address: str, factory: str, arguments: tuple[object, ...], most: int | None) -> None:
        """Reach the cluster.

        Args:
            address: "ray", or "ray://host:port".
            factory: "module:name" of what makes the callable; imported on the other machine.
            arguments: for it.
            most: hands; None takes one for each processor.

        Raises:
            WorkersUnreachable: Ray is not installed, or there is no such cluster.
        """
        if find_spec("ray") is None:
            raise WorkersUnreachable(address, "Ray is not installed; pip install 'chidao[ray]'")
        import ray

        self._ray: Any = ray
        try:
            where = "auto" if address == ANY else address
            ray.init(where, ignore_reinit_error=True, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise WorkersUnreachable(address, str(error).splitlines()[0]) from error
        kind: Any = ray.remote(num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD")(_Keeper)
        self._hire: Callable[[], Any] = lambda: kind.remote(factory, arguments)
        self._address, self._most = address, most
        self._counted: tuple[float, int] = (0.0, 1)
        self._hands: list[_Hand] = []
        # Hands that have not come yet hold nothing: there may be no machine for them any more.
        self._coming: dict[_Ref, _Hand] = {}
        self._stillborn = 0
        self._work: dict[int, _Work] = {}
        self._waiting: deque[int] = deque()

    @property
    def size(self) -> int:
        """Return how many hands there may be now."""
        since, count = self._counted
        if time.monotonic() - since > _COUNT_S:
            count = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
            self._counted = time.monotonic(), count
        return min(count, self._most or count)

    def __len__(self) -> int:
        return len(self._work)

    def has_room(self) -> bool:
        """Tell whether another piece of work would be begun soon."""
        return len(self._work) < self.size * _QUEUED

    def give(self, key: int, payload: object) -> None:
        """Take a piece of work."""
        self._work[key] = _Work(payload)
        self._waiting.append(key)
        self._hand_out()

    def done(self, timeout: float) -> Iterator[Done]:
        """Yield what has been done within a time."""
        refs = [*self._coming, *(ref for hand in self._hands for ref in hand.holds)]
        if not refs:
            return
        ready, _ = self._ray.wait(refs, num_returns=1, timeout=timeout)
        if ready:
            ready, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0)
        for ref in ready:
            if ref in self._coming:
                self._welcome(ref)
                continue
            hand = next((one for one in self._hands if ref in one.holds), None)
            if hand is not None:  # else it went with its hand, a moment ago
                yield from self._take(hand, ref)
        self._hand_out()

    def _welcome(self, ref: _Ref) -> None:
        """Let a hand work that has come; raises WorkersUnreachable where none is able to."""
        hand = self._coming.pop(ref)
        try:
            self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            self._stillborn += 1
            if self._stillborn > _ATTEMPTS * self.size:
                raise WorkersUnreachable(self._address, str(error).strip().splitlines()[-1]) from error
        else:
            self._stillborn = 0
            self._hands.append(hand)

    def close(self) -> None:
        """Let all hands go."""
        for hand in (*self._hands, *self._coming.values()):
            self._ray.kill(hand.actor)
        self._hands.clear()
        self._coming.clear()
        self._work.clear()
        self._waiting.clear()

    def _hand_out(self) -> None:
        while self._waiting:
            hand = min(self._hands, key=lambda one: len(one.holds), default=None)
            wanting = len(self._waiting) > len(self._coming) and (hand is None or bool(hand.holds))
            if wanting and len(self._hands) + len(self._coming) < self.size:
                hand = _Hand(self._hire())
                self._coming[hand.actor.ready.remote()] = hand
                continue
            if hand is None or len(hand.holds) >= _QUEUED:
                return
            key = self._waiting.popleft()
            hand.holds[hand.actor.work.remote(self._work[key].payload)] = key

    def _take(self, hand: _Hand, ref: _Ref) -> Iterator[Done]:
        try:
            result = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            key = hand.holds.pop(ref)
            del self._work[key]
            yield Done(key, fault=str(error.cause)[:300])
        except self._ray.exceptions.RayError as error:  # the hand is gone, with all that it held
            self._hands.remove(hand)
            yield from self._again(list(hand.holds.values()), type(error).__name__)
        else:
            key = hand.holds.pop(ref)
            del self._work[key]
            yield Done(key, result)

    def _again(self, keys: list[int], problem: str) -> Iterator[Done]:
        """Let others do what a hand was lost with."""
        for key in keys:
            work = self._work[key]
            work.attempts += 1
            if work.attempts < _ATTEMPTS:
                self._waiting.append(key)
            else:
                del self._work[key]
                yield Done(key, fault=f"{work.attempts} workers were lost with it: {problem}")
