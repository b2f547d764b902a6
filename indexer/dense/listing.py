"""Which rows of a segment are whose."""

import json
from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]


class Listing:
    """Documents and their passages, in the order of the rows; rows of one document are neighbours.

    Passages are numbered through as the corpus numbers them, and then their ids need not be kept: a million
    of them would be a hundred megabytes of strings.
    """

    def __init__(self, documents: Sequence[tuple[str, int | Sequence[str]]]) -> None:
        self.documents = tuple(document for document, _ in documents)
        sizes = [own if isinstance(own, int) else len(own) for _, own in documents]
        self.sizes = np.array(sizes, np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])
        self._odd = {i: tuple(own) for i, (_, own) in enumerate(documents) if not isinstance(own, int)}

    @classmethod
    def from_json(cls, blob: bytes) -> Self:
        """Read what `listed` has written, or lists of all ids, as segments of format 2 have them."""
        return cls([(document, own) for document, own in json.loads(blob)])

    @property
    def rows(self) -> int:
        """Count the rows."""
        return int(self.starts[-1])

    def span(self, ordinal: int) -> tuple[int, int]:
        """Return the first row of a document, and the one behind its last."""
        return int(self.starts[ordinal]), int(self.starts[ordinal + 1])

    def passages(self, ordinal: int) -> tuple[str, ...]:
        """Return the ids of a document's passages."""
        own = self._odd.get(ordinal)
        return numbered(self.documents[ordinal], int(self.sizes[ordinal])) if own is None else own

    def holds(self, ordinal: int, passage_id: str) -> bool:
        """Tell whether a passage is one of a document's."""
        own = self._odd.get(ordinal)
        if own is not None:
            return passage_id in own
        number = passage_id[len(self.documents[ordinal]) + 1 :]
        return number.isdecimal() and int(number) < self.sizes[ordinal] and f"{int(number):04d}" == number

    def passage_ids(self, rows: Rows) -> list[str]:
        """Return the ids of the passages at these rows."""
        owners = np.searchsorted(self.starts, rows, side="right") - 1
        places = (rows - self.starts[owners]).tolist()
        return [self._passage_id(owner, at) for owner, at in zip(owners.tolist(), places, strict=True)]

    def _passage_id(self, ordinal: int, at: int) -> str:
        own = self._odd.get(ordinal)
        return f"{self.documents[ordinal]}-{at:04d}" if own is None else own[at]


def listed(document: str, ids: Sequence[str]) -> tuple[str, int | tuple[str, ...]]:
    """Return a document as a listing keeps it: with a count where its passages are numbered through."""
    own = tuple(ids)
    return document, len(own) if own == numbered(document, len(own)) else own


def numbered(document: str, count: int) -> tuple[str, ...]:
    """Return the ids that the corpus gives to the passages of a document."""
    return tuple(f"{document}-{at:04d}" for at in range(count))
