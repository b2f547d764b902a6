"""The numbers that documents cite."""

from collections import defaultdict
from functools import cached_property


class CitedKeys(frozenset[str]):
    """Match keys of document numbers, also by what they begin with."""

    @cached_property
    def _by_serial(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for key in self:
            digits = _leading_digits(key)
            if digits:
                found[int(digits)].append(key)
        return found

    def of_serial(self, serial: int) -> list[str]:
        """Return the keys that begin with this number, however many noughts stand before it."""
        return self._by_serial.get(serial, [])


def _leading_digits(key: str) -> str:
    end = 0
    while end < len(key) and key[end].isdecimal():
        end += 1
    return key[:end]
