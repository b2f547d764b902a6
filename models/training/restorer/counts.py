"""Count syllables one, two and three in a row."""

import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.restorer_table import ID_BITS, OPAQUE, START
from models.syllables import units
from models.textkeys import accented_key

SEEN = 5  # times before a syllable counts

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of one order: sorted keys (ids side by side, `ID_BITS` each) and how often each was seen."""

    keys: Ids
    counts: Ids


class Encoder:
    """Turns texts into one row of ids, syllables numbered as they come."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {"<s>": START, "<?>": OPAQUE}
        self._row = array("i", [START])

    def add(self, texts: Iterable[str], times: int = 1) -> None:
        """Append texts, each that many times."""
        names = self._names
        for text in texts:
            row = [START]
            for unit in units(unicodedata.normalize("NFC", text)):
                name = "<s>" if unit.is_stop else accented_key(unit.text) if unit.is_word else "<?>"
                row.append(names.setdefault(name, len(names)))
            self._row.extend(row * times)

    def finish(self) -> tuple[list[str], Ids]:
        """Return the syllables kept, commonest first, and the row; rare syllables become OPAQUE."""
        ids = np.array(self._row, dtype=np.int64)
        names = list(self._names)
        counts = np.bincount(ids, minlength=len(names))
        order = [i for i in np.argsort(-counts, kind="stable").tolist() if i > OPAQUE and counts[i] >= SEEN]
        kept = [START, OPAQUE, *order[: (1 << ID_BITS) - 2]]
        place = np.full(len(names), OPAQUE, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        return [names[i] for i in kept], place[ids]


def count(ids: Ids, order: int) -> Grams:
    """Count the grams of that order."""
    size = len(ids) - order + 1
    keys = np.zeros(size, dtype=np.int64)
    for at in range(order):
        keys = keys << ID_BITS | ids[at : at + size]
    found, counts = np.unique(keys, return_counts=True)
    return Grams(found, counts)
