"""The names of a run of documents, held in columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corpus.catalog import Name
from corpus.letters import fold_letters
from corpus.numbers import number_key, parse_number
from corpus.types import Form
from search.names.columns import Column, Mask
from search.names.occurrences import Occurrences
from search.types import Filters

NO_DAY = 0  # no date has this ordinal
NO_SERIAL = -1


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


@dataclass(frozen=True, eq=False)
class Block:
    """The names of some documents, by row; immutable.

    Attributes:
        stamps: the change of the catalog that each document came with, 0 where that is not known.
        days: ordinals of the days of issue.
        serials: what the numbers begin with.
        keys: match keys of the numbers.
        forms: what kind of witness each file is.
        effective: ordinals of the days of effect.
        terms: of what documents may be described by.
    """

    ids: tuple[str, ...]
    stamps: npt.NDArray[np.int64]
    days: npt.NDArray[np.int32]
    serials: npt.NDArray[np.int32]
    keys: Column
    numbers: Column
    kinds: Column
    issuers: Column
    titles: Column
    subjects: Column
    forms: Column
    effective: npt.NDArray[np.int32]
    terms: Occurrences

    @classmethod
    def of(cls, names: Iterable[Name], stamps: Mapping[str, int]) -> "Block":
        """Read names; `stamps` are the changes that documents came with."""
        found = tuple(names)
        return cls(
            ids=tuple(one.id for one in found),
            stamps=np.array([stamps.get(one.id, 0) for one in found], np.int64),
            days=_ordinals(one.issued_on for one in found),
            serials=np.array([_serial(one.number) for one in found], np.int32),
            keys=Column.of(one.number_key for one in found),
            numbers=Column.of(one.number for one in found),
            kinds=Column.of(one.kind for one in found),
            issuers=Column.of(one.issuer for one in found),
            titles=Column.of(one.title for one in found),
            subjects=Column.of(one.subject for one in found),
            forms=Column.of(one.form.value for one in found),
            effective=_ordinals(one.effective_on for one in found),
            terms=Occurrences.of(
                parts_of(one.title, one.subject, one.kind or "", one.issuer or "", one.place, one.issued_on)
                for one in found
            ),
        )

    @classmethod
    def joined(cls, parts: "Sequence[tuple[Block, Mask]]") -> "Block":
        """Return the kept documents of several blocks, one behind the other."""
        return cls(
            ids=tuple(block.ids[row] for block, kept in parts for row in np.flatnonzero(kept)),
            stamps=np.concatenate([block.stamps[kept] for block, kept in parts]),
            days=np.concatenate([block.days[kept] for block, kept in parts]),
            serials=np.concatenate([block.serials[kept] for block, kept in parts]),
            keys=Column.joined([(block.keys, kept) for block, kept in parts]),
            numbers=Column.joined([(block.numbers, kept) for block, kept in parts]),
            kinds=Column.joined([(block.kinds, kept) for block, kept in parts]),
            issuers=Column.joined([(block.issuers, kept) for block, kept in parts]),
            titles=Column.joined([(block.titles, kept) for block, kept in parts]),
            subjects=Column.joined([(block.subjects, kept) for block, kept in parts]),
            forms=Column.joined([(block.forms, kept) for block, kept in parts]),
            effective=np.concatenate([block.effective[kept] for block, kept in parts]),
            terms=Occurrences.joined([(block.terms, kept) for block, kept in parts]),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def name(self, row: int) -> Name:
        """Return what a document is called; its place alone is not kept."""
        return Name(
            id=self.ids[row],
            number=self.numbers[row],
            number_key=self.keys[row],
            kind=self.kinds[row],
            issuer=self.issuers[row],
            issued_on=_day(self.days[row]),
            title=self.titles[row] or "",
            subject=self.subjects[row] or "",
            place="",
            form=Form(self.forms[row] or Form.ORIGINAL),
            effective_on=_day(self.effective[row]),
        )

    def passing(self, filters: Filters) -> Mask:
        """Return which documents pass filters of number, kind, issuer and day."""
        passes = np.ones(len(self), np.bool_)
        if filters.numbers:
            passes &= self._numbered({number_key(number) for number in filters.numbers})
        if filters.kinds:
            wanted = {fold_letters(kind) for kind in filters.kinds}
            passes &= self.kinds.mask([i for i, kind in enumerate(self.kinds.folded) if kind in wanted])
        if filters.issuers:
            parts = [fold_letters(name) for name in filters.issuers]
            folded = self.issuers.folded
            passes &= self.issuers.mask([i for i, one in enumerate(folded) if any(p in one for p in parts)])
        if filters.issued_from:
            passes &= self.days >= filters.issued_from.toordinal()
        if filters.issued_to:
            passes &= (self.days <= filters.issued_to.toordinal()) & (self.days != NO_DAY)
        return passes

    def _numbered(self, keys: Iterable[str]) -> Mask:
        mask = np.zeros(len(self), np.bool_)
        for key in keys:
            mask[self.keys.rows_of(key)] = True
        return mask


def _ordinals(days: Iterable[date | None]) -> npt.NDArray[np.int32]:
    return np.array([day.toordinal() if day else NO_DAY for day in days], np.int32)


def _day(ordinal: np.int32) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(int(ordinal))


def _serial(number: str | None) -> int:
    parsed = parse_number(number) if number else None
    return NO_SERIAL if parsed is None else parsed.serial
