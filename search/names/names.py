"""What all documents are called, held in columns: a hundred thousand take megabytes, not gigabytes."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from corpus.catalog import Name
from search.names.block import Block
from search.names.columns import Column, Mask, Rows
from search.types import Filters

_STEPS = 4  # a block is this many times as long as the one behind it, or the two become one


class Names:
    """The names of documents, in blocks; a document is known by the number of its row. Immutable.

    Args:
        blocks: of documents; rows go through all of them.
        rows: the row of each document that exists, by id; the other rows are of what documents were called
            before.
    """

    def __init__(self, blocks: Sequence[Block], rows: Mapping[str, int]) -> None:
        self.blocks = tuple(block for block in blocks if len(block))
        self.rows = rows
        self.ids = tuple(one for block in self.blocks for one in block.ids)
        self._starts = tuple(accumulate(map(len, self.blocks), initial=0))

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Names":
        """Return the names of documents without the changes that they came with."""
        return cls.of_block(Block.of(names, {}))

    @classmethod
    def of_block(cls, block: Block) -> "Names":
        """Return the names in a block."""
        return cls([block], {one: row for row, one in enumerate(block.ids)})

    def after(self, gone: Collection[str], fresh: Block) -> "Names":
        """Return the names after a change: without those of `gone`, with those of `fresh` now."""
        left = {**self.rows}
        for one in (*gone, *fresh.ids):
            left.pop(one, None)
        start = len(self)
        left |= {one: start + row for row, one in enumerate(fresh.ids)}
        return Names((*self.blocks, fresh), left)._condensed()

    def whole(self) -> Block:
        """Return one block of all documents that exist."""
        if len(self.blocks) == 1 and len(self.rows) == len(self):
            return self.blocks[0]
        return self._joined(0)

    def _condensed(self) -> "Names":
        """Join the last blocks until each is much longer than the next, so that there are few."""
        first = len(self.blocks)
        while first > 1 and len(self.blocks[first - 2]) < _STEPS * (len(self) - self._starts[first - 1]):
            first -= 1
        first -= 1
        if first >= len(self.blocks) - 1:
            return self
        joined = self._joined(first)
        start = self._starts[first]
        before = {one: row for one, row in self.rows.items() if row < start}
        after = {one: start + row for row, one in enumerate(joined.ids)}
        return Names((*self.blocks[:first], joined), before | after)

    def _joined(self, first: int) -> Block:
        kept = self.mask_of(self.rows_of(self.rows))
        parts = zip(self.blocks, self._starts, strict=False)
        return Block.joined([(b, kept[s : s + len(b)]) for b, s in list(parts)[first:]] or [_nothing()])

    @cached_property
    def alive(self) -> Mask | None:
        """Return which rows are of documents that exist; None where all are."""
        return self.sight(self.rows)

    def __len__(self) -> int:
        """Count the rows."""
        return self._starts[-1]

    @cached_property
    def stamps(self) -> dict[str, int]:
        """Return the change that each document came with."""
        stamps = [stamp for block in self.blocks for stamp in block.stamps.tolist()]
        return {one: stamps[row] for one, row in self.rows.items()}

    def of_key(self, key: str) -> list[int]:
        """Return the rows of a number."""
        return self._found(lambda block: block.keys.rows_of(key))

    def of_serial(self, serial: int, kinds: Collection[str | None]) -> list[int]:
        """Return the rows of documents of some kinds whose number begins so."""
        found = self._found(lambda block: np.flatnonzero(block.serials == serial))
        return [row for row in found if self.kind(row) in kinds]

    def kind(self, row: int) -> str | None:
        """Return the kind of a document."""
        place = bisect_right(self._starts, row) - 1
        return self.blocks[place].kinds[row - self._starts[place]]

    def _found(self, find: Callable[[Block], Rows]) -> list[int]:
        """Return the rows of documents that are found in the blocks, by id."""
        found = [
            start + int(row)
            for block, start in zip(self.blocks, self._starts, strict=False)
            for row in find(block)
        ]
        return sorted((row for row in found if self.rows.get(self.ids[row]) == row), key=self.ids.__getitem__)

    def rows_of(self, document_ids: Iterable[str]) -> Rows:
        """Return the rows of those documents that are known."""
        found = {row for one in document_ids if (row := self.rows.get(one)) is not None}
        rows = np.fromiter(found, np.intp, len(found))
        rows.sort()
        return rows

    def mask_of(self, rows: Rows) -> Mask:
        """Return a mask of some rows."""
        mask = np.zeros(len(self), np.bool_)
        mask[rows] = True
        return mask

    def passing(self, filters: Filters) -> Mask:
        """Return which rows pass filters."""
        passes = np.concatenate([np.zeros(0, np.bool_), *(block.passing(filters) for block in self.blocks)])
        if self.alive is not None:
            passes &= self.alive
        if filters.document_ids:
            passes &= self.mask_of(self.rows_of(filters.document_ids))
        if filters.without:
            passes[self.rows_of(filters.without)] = False
        return passes

    def counts(self, terms: Iterable[str], among: Mask | None) -> dict[str, int]:
        """Count the documents whose names hold each term, of those that a mask leaves."""
        parts = self.parts(self.alive if among is None else among)
        return {term: sum(len(block.terms.holders(term, part)) for block, part in parts) for term in terms}

    def weighed(self, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """Return the sum of the weights of the terms that each row holds."""
        sums = np.zeros(len(self))
        for block, start in zip(self.blocks, self._starts, strict=False):
            block.terms.weigh(weights, sums[start : start + len(block)])
        return sums

    def column(self, read: Callable[[Block], Column]) -> Column:
        """Return a column of all rows."""
        if len(self.blocks) == 1:
            return read(self.blocks[0])
        return Column.joined([(read(block), np.ones(len(block), np.bool_)) for block in self.blocks])

    @property
    def days(self) -> npt.NDArray[np.int32]:
        """Return the ordinal of the day of issue of each row, 0 where it is not known."""
        return np.concatenate([np.zeros(0, np.int32), *(block.days for block in self.blocks)])

    def parts(self, mask: Mask | None) -> list[tuple[Block, Mask]]:
        """Return each block, with its part of a mask."""
        mask = np.ones(len(self), np.bool_) if mask is None else mask
        found = zip(self.blocks, self._starts, strict=False)
        return [(block, mask[start : start + len(block)]) for block, start in found]

    def each(self, seen: Mask | None) -> Iterator[Name]:
        """Yield the names of the documents that a mask leaves."""
        for block, mask in self.parts(seen):
            yield from (block.name(row) for row in np.flatnonzero(mask).tolist())

    def sight(self, document_ids: Iterable[str]) -> Mask | None:
        """Return a mask of those documents; None where these are all rows."""
        rows = self.rows_of(document_ids)
        return None if len(rows) == len(self) else self.mask_of(rows)


def _nothing() -> tuple[Block, Mask]:
    return Block.of((), {}), np.zeros(0, np.bool_)
