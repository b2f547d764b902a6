"""In which texts a syllable or a pair of neighbours stands."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.names.columns import Mask, Packed, packed, unpacked
from search.terms import tokens_of

Places = npt.NDArray[np.uint32]

_MOST_PARTS = 100_000  # parts of texts that are kept in case they recur


class Occurrences:
    """Where each syllable stands in a row of texts; immutable.

    Args:
        said: the numbers of the syllables of all texts, one text behind the other.
        lengths: how many of them each text has.
        places: where each syllable stands, in order: of the first syllable, then of the second.
        texts: the syllables by number, packed.
    """

    def __init__(self, said: Places, lengths: Places, places: Places, texts: Packed) -> None:
        self.said, self.lengths, self.places, self.texts = said, lengths, places, texts

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "Occurrences":
        """Read texts, which come in parts, most of which recur."""
        numbers: dict[str, int] = {}
        known: dict[str, array[int]] = {"": array("I")}
        said, lengths = array("I"), array("I")
        for parts in texts:
            before = len(said)
            for part in parts:
                found = known.get(part)
                if found is None:
                    found = array("I", [numbers.setdefault(one, len(numbers)) for one in tokens_of(part)])
                    if len(known) < _MOST_PARTS:
                        known[part] = found
                said.extend(found)
            lengths.append(len(said) - before)
        return cls._ordered(np.array(said, np.uint32), np.array(lengths, np.uint32), list(numbers))

    @classmethod
    def joined(cls, parts: Sequence[tuple["Occurrences", Mask]]) -> "Occurrences":
        """Return the kept texts of several, one behind the other."""
        numbers: dict[str, int] = {}
        said, lengths = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
        for one, kept in parts:
            words = unpacked(one.texts)
            renamed = np.array([numbers.setdefault(word, len(numbers)) for word in words], np.uint32)
            left = one.said[np.repeat(kept, one.lengths)]
            said.append(renamed[left] if len(words) else left)
            lengths.append(one.lengths[kept])
        return cls._ordered(np.concatenate(said), np.concatenate(lengths), list(numbers))

    @classmethod
    def _ordered(cls, said: Places, lengths: Places, words: Sequence[str]) -> "Occurrences":
        return cls(said, lengths, np.argsort(said, kind="stable").astype(np.uint32), packed(words))

    def __len__(self) -> int:
        return len(self.lengths)

    def holders(self, term: str, among: Mask | None = None) -> Places:
        """Return the texts that hold a term, each once, of those that a mask leaves."""
        found: Places = self._owners[self._standing(term)]
        if among is not None:
            found = found[among[found]]
        # The places of a term are in order, and so are the texts that they stand in.
        return found[np.flatnonzero(np.diff(found, prepend=np.uint32(len(self))))]

    def weigh(self, weights: Mapping[str, float], sums: npt.NDArray[np.float64]) -> None:
        """Add to the sum of each text the weights of the terms that it holds."""
        for term, weight in weights.items():
            sums[self.holders(term)] += weight

    @cached_property
    def _owners(self) -> Places:
        return np.repeat(np.arange(len(self), dtype=np.uint32), self.lengths)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(unpacked(self.texts))}

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        return np.cumsum(np.bincount(self.said, minlength=len(self._numbers)))

    def _standing(self, term: str) -> Places:
        """Return where a term begins, in order."""
        numbers = [self._numbers.get(token) for token in term.split(" ")]
        first, second = numbers[0], numbers[-1]
        if first is None or second is None or len(numbers) > 2:
            return self.places[:0]
        if len(numbers) == 1:
            return self._of(first)
        if len(self._of(first)) <= len(self._of(second)):
            begins = self._of(first)
            begins = begins[begins + 1 < len(self.said)]
        else:
            begins = self._of(second)
            begins = begins[begins > 0] - 1
        fits = (self.said[begins] == first) & (self.said[begins + 1] == second)
        found: Places = begins[fits & (self._owners[begins] == self._owners[begins + 1])]
        return found

    def _of(self, number: int) -> Places:
        found: Places = self.places[self._ends[number - 1] if number else 0 : self._ends[number]]
        return found
