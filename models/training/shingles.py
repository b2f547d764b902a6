"""Tell near-duplicates by the shingles they share.

Source: Broder, "On the resemblance and containment of documents", 1997.
"""

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Self
from zlib import crc32

from models.textkeys import fold

WIDTH = 8  # syllables of a shingle
CONTAINED = 0.5  # share of shingles above which one text is called a near-duplicate of another
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> set[int]:
    """Return the hashed shingles of a text; a short text is one shingle."""
    return set(_hashes(text))


@lru_cache(maxsize=50_000)  # each text is compared with several collections
def _hashes(text: str) -> "array[int]":
    words = _WORD.findall(fold(text.lower()))
    last = max(len(words) - WIDTH + 1, 1)
    return array("L", {crc32(" ".join(words[i : i + WIDTH]).encode()) for i in range(last)})


def alike(one: set[int], other: set[int]) -> bool:
    """Tell whether at least half of the smaller set of shingles stands in the other."""
    return len(one & other) >= CONTAINED * min(len(one), len(other))


class Shingled:
    """The shingles of many texts together."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all: set[int] = set()
        for text in texts:
            self._all |= shingles(text)

    @classmethod
    def shared(cls, texts: Iterable[str], others: "Shingled") -> Self:
        """Return the shingles of texts that stand in others too, in little memory."""
        shared = cls(())
        for text in texts:
            shared._all |= shingles(text) & others._all
        return shared

    def contains(self, text: str) -> bool:
        """Tell whether at least half of a text's shingles stand in the texts."""
        own = shingles(text)
        return len(own & self._all) >= CONTAINED * len(own)
