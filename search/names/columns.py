"""Values of many documents, each kept once: arrays of numbers that a file holds as they are."""

import json
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpus.letters import fold_letters

Rows = npt.NDArray[np.intp]  # numbers of documents
Mask = npt.NDArray[np.bool_]  # one flag a document
Codes = npt.NDArray[np.int32]
Packed = npt.NDArray[np.uint8]  # texts as a file holds them

_NONE = -1  # the code of a document that has no value


def packed(texts: Sequence[str]) -> Packed:
    """Return texts as an array of bytes."""
    return np.frombuffer(json.dumps(texts, ensure_ascii=False).encode(), np.uint8)


def unpacked(texts: Packed) -> list[str]:
    """Return the texts of an array of bytes."""
    found: list[str] = json.loads(texts.tobytes())
    return found


class Column:
    """One value a document, or none; immutable. The values are read when they are first asked for.

    Args:
        codes: the number of each document's value, -1 for none.
        texts: the values by number, packed.
    """

    def __init__(self, codes: Codes, texts: Packed) -> None:
        self.codes = codes
        self.texts = texts

    @classmethod
    def of(cls, values: Iterable[str | None]) -> "Column":
        """Return a column of these values."""
        known: dict[str, int] = {}
        codes = [_NONE if value is None else known.setdefault(value, len(known)) for value in values]
        return cls(np.array(codes, np.int32), packed(list(known)))

    @classmethod
    def joined(cls, parts: Sequence[tuple["Column", Mask]]) -> "Column":
        """Return the kept documents of several columns, one behind the other."""
        known: dict[str, int] = {}
        found = []
        for column, kept in parts:
            codes = column.codes[kept]
            used = np.unique(codes[codes != _NONE])
            renamed = np.full(len(column.values) + 1, _NONE, np.int32)  # the last stands for none
            renamed[used] = [known.setdefault(column.values[code], len(known)) for code in used]
            found.append(renamed[codes])
        codes = np.concatenate(found) if found else np.zeros(0, np.int32)
        return cls(codes, packed(list(known)))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str | None:
        code = self.codes[row]
        return None if code == _NONE else self.values[code]

    @cached_property
    def values(self) -> list[str]:
        """Return the values by number."""
        return unpacked(self.texts)

    @cached_property
    def folded(self) -> list[str]:
        """Return the values by number, without marks."""
        return [fold_letters(value) for value in self.values]

    def mask(self, fits: Collection[int]) -> Mask:
        """Return which documents have one of the values of these numbers."""
        return np.isin(self.codes, np.fromiter(fits, np.int32))

    def mask_of(self, value: str) -> Mask:
        """Return which documents have a value."""
        return self.mask([self._numbers[value]] if value in self._numbers else [])

    def counts(self, among: Mask | None = None) -> dict[str, int]:
        """Count the documents of each value, of those that a mask leaves."""
        codes = self.codes if among is None else self.codes[among]
        counted = np.bincount(codes[codes != _NONE], minlength=len(self.values)).tolist()
        return {value: count for value, count in zip(self.values, counted, strict=True) if count}

    def rows_of(self, value: str) -> Rows:
        """Return the documents that have a value."""
        code = self._numbers.get(value)
        if code is None:
            return np.zeros(0, np.intp)
        first, last = np.searchsorted(self.codes, (code, code + 1), sorter=self._order)
        return self._order[first:last]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {value: code for code, value in enumerate(self.values)}

    @cached_property
    def _order(self) -> Rows:
        return np.argsort(self.codes, kind="stable")
