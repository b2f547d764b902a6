"""A text as a set of hashed shingles: runs of syllables without marks, punctuation and case."""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus.letters import fold_letters

Hashes = npt.NDArray[np.uint64]

WIDTH = 3  # syllables of a shingle: a misread one spoils three of them
_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 65_536  # syllables; official texts have some ten thousand
_STEP = np.uint64(0x9E3779B97F4A7C15)


def syllables(text: str) -> list[str]:
    """Return the syllables and numbers of a text, folded."""
    return _WORD.findall(fold_letters(text))


def shingle_hashes(words: Sequence[str]) -> Hashes:
    """Return the hash of the shingle that begins at each word; a short text is one shingle."""
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    width = min(WIDTH, len(words))
    mixed = np.zeros(max(len(words) - width + 1, 0), np.uint64)
    for i in range(width):
        mixed = mix(mixed ^ hashes[i : i + len(mixed)])
    return mixed


def mix(values: Hashes) -> Hashes:
    """Scramble 64-bit values (the finalizer of SplitMix64)."""
    values = values + _STEP
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(_REMEMBERED)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8"), digest_size=8).digest(), "little")
