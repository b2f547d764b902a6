"""What all documents are called, held in columns: a hundred thousand take megabytes, not gigabytes."""

import threading
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import repeat

import numpy as np
import numpy.typing as npt

from corpus.catalog import Name
from corpus.letters import fold_letters
from corpus.numbers import number_key, parse_number
from search.terms import tokens_of
from search.types import Filters

Rows = npt.NDArray[np.intp]  # numbers of documents, ascending
Mask = npt.NDArray[np.bool_]  # one flag a document
Places = npt.NDArray[np.uint32]
_Words = tuple[str, str, str, str, str, date | None]

_NO_DAY = 0  # no date has this ordinal
_MOST_PARTS = 100_000  # parts of names that are kept in case they recur


def parts_of(
    title: str, subject: str, kind: str, issuer: str, place: str, issued: date | None
) -> tuple[str, ...]:
    """Return the parts of the words by which a document may be described."""
    day = (
        f"ngày {issued.day} tháng {issued.month} năm {issued.year} tháng {issued.month}/{issued.year}"
        if issued
        else ""
    )
    return title, subject, kind, issuer, place, day


class Column:
    """Values of which many documents share one; each is kept once."""

    def __init__(self) -> None:
        self._codes = array("i")
        self._known: dict[str, int] = {}

    def append(self, value: str | None) -> None:
        """Take in the value of the next document."""
        self._codes.append(-1 if value is None else self._known.setdefault(value, len(self._known)))

    def mask(self, fits: Collection[int]) -> Mask:
        """Return which documents have one of the values of these numbers."""
        return np.isin(np.array(self._codes, np.int32), np.fromiter(fits, np.int32))

    @cached_property
    def folded(self) -> list[str]:
        """Return the values by number, without marks."""
        return [fold_letters(value) for value in self._known]

    def value(self, row: int) -> str | None:
        """Return the value of a document."""
        code = self._codes[row]
        return None if code < 0 else self._values[code]

    @cached_property
    def _values(self) -> list[str]:
        return list(self._known)


class Names:
    """The names of documents; a document is known by the number of its row. Safe to share."""

    def __init__(self, names: Iterable[Name]) -> None:
        ids: list[str] = []
        days = array("i")
        self.kinds, self.issuers = Column(), Column()
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_serial: dict[int, list[int]] = defaultdict(list)
        words: list[_Words] = []
        for row, name in enumerate(names):
            ids.append(name.id)
            days.append(name.issued_on.toordinal() if name.issued_on else _NO_DAY)
            self.kinds.append(name.kind)
            self.issuers.append(name.issuer)
            if name.number_key:
                self._by_key[name.number_key].append(row)
            parsed = parse_number(name.number) if name.number else None
            if parsed is not None and parsed.serial is not None:
                self._by_serial[parsed.serial].append(row)
            words.append(
                (name.title, name.subject, name.kind or "", name.issuer or "", name.place, name.issued_on)
            )
        self.ids = tuple(ids)
        self.rows = {document_id: row for row, document_id in enumerate(ids)}
        self._days = np.array(days, np.int32)
        self._words = words
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.ids)

    def of_key(self, key: str) -> list[int]:
        """Return the documents of a number."""
        return self._by_key.get(key, [])

    def of_serial(self, serial: int) -> list[int]:
        """Return the documents whose number begins so."""
        return self._by_serial.get(serial, [])

    def rows_of(self, document_ids: Iterable[str]) -> Rows:
        """Return the rows of those documents that are known."""
        found = (self.rows.get(document_id) for document_id in document_ids)
        return np.array(sorted({row for row in found if row is not None}), np.intp)

    def mask_of(self, rows: Iterable[int] | Rows) -> Mask:
        """Return a mask of some documents."""
        mask = np.zeros(len(self), np.bool_)
        mask[np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), np.intp)] = True
        return mask

    def passing(self, filters: Filters) -> Mask:
        """Return which documents pass filters."""
        passes = np.ones(len(self), np.bool_)
        if filters.document_ids:
            passes &= self.mask_of(self.rows_of(filters.document_ids))
        if filters.without:
            passes[self.rows_of(filters.without)] = False
        if filters.numbers:
            keys = {number_key(number) for number in filters.numbers}
            passes &= self.mask_of([row for key in keys for row in self.of_key(key)])
        if filters.kinds:
            wanted = {fold_letters(kind) for kind in filters.kinds}
            passes &= self.kinds.mask([i for i, kind in enumerate(self.kinds.folded) if kind in wanted])
        if filters.issuers:
            parts = [fold_letters(name) for name in filters.issuers]
            folded = self.issuers.folded
            passes &= self.issuers.mask([i for i, one in enumerate(folded) if any(p in one for p in parts)])
        if filters.issued_from:
            passes &= self._days >= filters.issued_from.toordinal()
        if filters.issued_to:
            passes &= (self._days <= filters.issued_to.toordinal()) & (self._days != _NO_DAY)
        return passes

    @property
    def terms(self) -> "Occurrences":
        """Return which terms stand in which names; that takes seconds for many, once."""
        with self._lock:
            return self._terms

    @cached_property
    def _terms(self) -> "Occurrences":
        words, self._words = self._words, []
        return Occurrences(parts_of(*one) for one in words)


class Occurrences:
    """In which texts a syllable or a pair of neighbours stands; texts come in parts, most of which recur."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._numbers: dict[str, int] = {}
        known: dict[str, array[int]] = {"": array("I")}
        said, owners = array("I"), array("I")
        for owner, parts in enumerate(texts):
            for part in parts:
                found = known.get(part)
                if found is None:
                    found = array("I", [self._number(token) for token in tokens_of(part)])
                    if len(known) < _MOST_PARTS:
                        known[part] = found
                said.extend(found)
                owners.extend(repeat(owner, len(found)))
        self._said, self._owners = np.array(said, np.uint32), np.array(owners, np.uint32)
        # Where each syllable stands, in order; beside its number the first and the last of its places.
        self._places = np.argsort(self._said, kind="stable").astype(np.uint32)
        counts = np.bincount(self._said, minlength=len(self._numbers))
        self._ends = np.cumsum(counts)
        self._starts = self._ends - counts

    def counts(self, terms: Iterable[str], among: Mask | None) -> dict[str, int]:
        """Count the texts that hold each term, of those that a mask leaves."""
        found = {}
        for term in terms:
            holders = self._owners[self._standing(term)]
            if among is not None:
                holders = holders[among[holders]]
            found[term] = int(np.count_nonzero(holders[1:] != holders[:-1])) + bool(len(holders))
        return found

    def weighed(self, weights: Mapping[str, float], texts: int) -> npt.NDArray[np.float64]:
        """Return the sum of the weights of the terms that each of so many texts holds."""
        sums = np.zeros(texts)
        for term, weight in weights.items():
            sums[np.unique(self._owners[self._standing(term)])] += weight
        return sums

    def _standing(self, term: str) -> Places:
        """Return where a term begins, in order."""
        numbers = [self._numbers.get(token) for token in term.split(" ")]
        first, second = numbers[0], numbers[-1]
        if first is None or second is None or len(numbers) > 2:
            return self._places[:0]
        if len(numbers) == 1:
            return self._of(first)
        if len(self._of(first)) <= len(self._of(second)):
            begins = self._of(first)
            begins = begins[begins + 1 < len(self._said)]
        else:
            begins = self._of(second)
            begins = begins[begins > 0] - 1
        fits = (self._said[begins] == first) & (self._said[begins + 1] == second)
        found: Places = begins[fits & (self._owners[begins] == self._owners[begins + 1])]
        return found

    def _of(self, number: int) -> Places:
        found: Places = self._places[self._starts[number] : self._ends[number]]
        return found

    def _number(self, token: str) -> int:
        return self._numbers.setdefault(token, len(self._numbers))


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
