"""How often a caller may ask: token buckets, in this process."""

import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_RATE = re.compile(r"([1-9]\d{0,6})/([smhd])")
_MOST = 10_000  # buckets kept; of addresses there are many


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds; as many may come at once."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "60/m"; raises ValueError."""
        found = _RATE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not a rate such as 60/m: {text!r}")
        return cls(int(found[1]), _SECONDS[found[2]])

    def __str__(self) -> str:
        unit = next(unit for unit, seconds in _SECONDS.items() if seconds == self.seconds)
        return f"{self.requests}/{unit}"


class Buckets:
    """One bucket for each caller, full at first; safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # by caller: tokens left, when

    def take(self, caller: str, rate: Rate) -> int:
        """Take a token; return 0, or after how many seconds there is one again."""
        now, each = self._now(), rate.requests / rate.seconds
        with self._lock:
            level, before = self._levels.pop(caller, (float(rate.requests), now))
            level = min(float(rate.requests), level + (now - before) * each)
            wait = 0 if level >= 1 else math.ceil((1 - level) / each)
            self._levels[caller] = (level if wait else level - 1, now)
            if len(self._levels) > _MOST:
                self._levels.popitem(last=False)
        return wait
