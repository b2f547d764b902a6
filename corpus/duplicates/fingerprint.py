"""MinHash of a text, and the bands by which a database finds alike ones.

Two texts agree in each value of their signatures with the probability of their resemblance (Jaccard).
Sources: Broder, "On the resemblance and containment of documents", 1997; bands: Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.duplicates.shingles import Hashes, mix, shingle_hashes, syllables

VALUES = 128
BANDS = 32  # of four values: a pair of resemblance .57 is found 97 times in 100, one of .2 five times
_FACTORS = mix(np.arange(VALUES, dtype=np.uint64)) | np.uint64(1)
_TERMS = mix(np.arange(VALUES, 2 * VALUES, dtype=np.uint64))
_AT_ONCE = 4096  # shingles: the table of products stays in the cache of a core


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The signature of a text: `VALUES` minima, uint32."""

    values: npt.NDArray[np.uint32]

    def resemblance(self, other: Self) -> float:
        """Return the share of shingles that two texts have in common, within about .05."""
        return float(np.mean(self.values == other.values))

    def bands(self) -> tuple[int, ...]:
        """Return one key a band, signed 64-bit; texts that share a key may be alike."""
        keys = np.arange(BANDS, dtype=np.uint64)
        for column in self.values.reshape(BANDS, -1).T:
            keys = mix(keys ^ column.astype(np.uint64))
        return tuple(keys.view(np.int64).tolist())

    def pack(self) -> bytes:
        """Return the signature as bytes, little-endian."""
        return self.values.astype("<u4").tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read what `pack` wrote."""
        return cls(np.frombuffer(data, "<u4").astype(np.uint32))


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text; deterministic on every machine."""
    return Fingerprint(_minima(np.unique(shingle_hashes(syllables(text)))))


def _minima(hashes: Hashes) -> npt.NDArray[np.uint32]:
    least = np.full(VALUES, np.iinfo(np.uint32).max, np.uint32)
    for start in range(0, len(hashes), _AT_ONCE):
        part = hashes[start : start + _AT_ONCE]
        products = (_FACTORS[:, None] * part[None, :] + _TERMS[:, None]) >> np.uint64(32)
        least = np.minimum(least, products.min(axis=1).astype(np.uint32))
    return least
