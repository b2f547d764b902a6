"""Which rows of each segment a search may return."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.dense.library import load_faiss
from indexer.dense.listing import Listing

Flags = npt.NDArray[np.bool_]
_KEPT = 8  # filters whose masks are kept


class Mask:
    """Rows of one segment that may be returned; `flags` is None where all may."""

    def __init__(self, rows: int, flags: Flags | None) -> None:
        self.rows = rows
        self.flags = flags

    @cached_property
    def selector(self) -> Any:  # noqa: ANN401  # the library has no types
        """Return the mask as FAISS takes it; None where all rows may be returned."""
        if self.flags is None:
            return None
        return load_faiss().IDSelectorBitmap(np.packbits(self.flags, bitorder="little"))

    @cached_property
    def numbers(self) -> npt.NDArray[np.int64]:
        """Return the numbers of the rows."""
        return np.arange(self.rows) if self.flags is None else np.flatnonzero(self.flags)

    def shares(self, place: npt.NDArray[np.integer[Any]], lists: int) -> npt.NDArray[np.int64]:
        """Count the rows in each list; `place` tells the list of each row of the segment."""
        if self._shares is None:
            inside = place if self.flags is None else place[self.flags]
            self._shares = np.bincount(inside, minlength=lists)
        return self._shares

    _shares: npt.NDArray[np.int64] | None = None


class Placed(Protocol):
    """What masks must know of a segment."""

    @property
    def listing(self) -> Listing:
        """Return whose rows are whose."""
        ...

    @property
    def dead(self) -> frozenset[str]:
        """Return the documents that do not count."""
        ...


class Masks:
    """Documents of some segments and, for a filter, their rows; safe to share between threads.

    The documents that a filter leaves are often the same set in one question after the other: masks are
    kept for the latest frozensets, by identity, for to compare large sets takes as long as to look them up.
    """

    def __init__(self, segments: Sequence[Placed]) -> None:
        self._listings = [segment.listing for segment in segments]
        sizes = [len(listing.documents) for listing in self._listings]
        self._first = [0, *accumulate(sizes)]
        self._order: dict[str, int] = {}
        for segment, first in zip(segments, self._first, strict=False):
            own, dead = segment.listing.documents, segment.dead
            numbers = range(first, first + len(own))
            if dead:
                pairs = zip(own, numbers, strict=True)
                self._order.update((document, i) for document, i in pairs if document not in dead)
            else:
                self._order.update(zip(own, numbers, strict=True))
        self._sizes = np.concatenate([np.empty(0, np.int64), *(one.sizes for one in self._listings)])
        self._whole = tuple(self._living(segment, i) for i, segment in enumerate(segments))
        self._kept: dict[int, tuple[Collection[str], tuple[Mask, ...]]] = {}

    def of(self, allowed: Collection[str] | None) -> tuple[Mask, ...]:
        """Return the mask of each segment."""
        if allowed is None:
            return self._whole
        kept = self._kept.get(id(allowed))
        if kept is not None and kept[0] is allowed:
            return kept[1]
        masks = self._made(allowed)
        if isinstance(allowed, frozenset):
            latest = list(self._kept.items())[1 - _KEPT :]
            self._kept = dict([*latest, (id(allowed), (allowed, masks))])
        return masks

    def count(self, allowed: Collection[str]) -> int:
        """Count the rows of these documents."""
        return int(self._sizes[sorted(set(self._numbers(allowed)))].sum())

    def holds(self, document: str, passage_id: str) -> bool:
        """Tell whether a document counts and has such a passage."""
        number = self._order.get(document)
        if number is None:
            return False
        segment = bisect_right(self._first, number) - 1
        return self._listings[segment].holds(number - self._first[segment], passage_id)

    def _numbers(self, allowed: Collection[str]) -> list[int]:
        return [number for number in map(self._order.get, allowed) if number is not None]

    def _made(self, allowed: Collection[str]) -> tuple[Mask, ...]:
        chosen = np.zeros(self._first[-1], np.bool_)
        chosen[self._numbers(allowed)] = True
        return tuple(
            _mask(chosen[first : first + len(listing.documents)], listing)
            for listing, first in zip(self._listings, self._first, strict=False)
        )

    def _living(self, segment: Placed, at: int) -> Mask:
        listing = segment.listing
        if not segment.dead:
            return Mask(listing.rows, None)
        first = self._first[at]
        living = [self._order.get(document) == first + i for i, document in enumerate(listing.documents)]
        return _mask(np.array(living, np.bool_), listing)


def _mask(documents: Flags, listing: Listing) -> Mask:
    rows = int(listing.sizes[documents].sum())
    if not rows:
        return Mask(0, np.zeros(listing.rows, np.bool_))
    return Mask(rows, None if rows == listing.rows else np.repeat(documents, listing.sizes))
