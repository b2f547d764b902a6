"""A bounded number of places to work, and a bounded queue before them; for one event loop."""

import asyncio
import math
from collections import deque
from collections.abc import Callable

_LONGEST_ADVICE_S = 30
_REMEMBERED = 0.1  # share of the latest request in the running mean of how long they take


class GateFull(Exception):
    """Every place is taken and the queue is full."""


class WaitedTooLong(Exception):
    """No place became free in time."""


class Gate:
    """Lets `places` in at a time and `waiting` queue in their order; `note` hears of (at work, waiting)."""

    def __init__(self, places: int, waiting: int, note: Callable[[int, int], None]) -> None:
        self._places = places
        self._waiting = waiting
        self._note = note
        self._at_work = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._mean_s = 0.1

    def take(self) -> bool:
        """Take a place where one is free."""
        if self._at_work >= self._places:
            return False
        self._at_work += 1
        self._tell()
        return True

    async def enter(self, seconds: float) -> None:
        """Take a place; raises GateFull at once, or WaitedTooLong after `seconds`."""
        if self.take():
            return
        if len(self._queue) >= self._waiting:
            raise GateFull
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        self._tell()
        try:
            async with asyncio.timeout(seconds):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._hand_on()  # the place came in the very moment of giving up
            elif turn in self._queue:
                self._queue.remove(turn)
                self._tell()
            if isinstance(error, TimeoutError):
                raise WaitedTooLong from error
            raise

    def leave(self, seconds: float) -> None:
        """Give the place back after `seconds` of work."""
        self._mean_s += _REMEMBERED * (seconds - self._mean_s)
        self._hand_on()

    @property
    def advice_s(self) -> int:
        """Return in how many seconds it is worth trying again: when the queue of now will be through."""
        ahead = (len(self._queue) + 1) * self._mean_s / self._places
        return min(max(math.ceil(ahead), 1), _LONGEST_ADVICE_S)

    def _hand_on(self) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                break
        else:
            self._at_work -= 1
        self._tell()

    def _tell(self) -> None:
        self._note(self._at_work, len(self._queue))
