"""Counts documents by what a list of them can be narrowed by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.facets.issuers import Issuers
from api.facets.schemas import FacetOut, FacetsOut
from search.genealogy import ValidityStatus
from search.names import Column, Mask, Names


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """What is chosen already; None restricts nothing."""

    kind: str | None = None
    issuer: str | None = None
    year: int | None = None
    validity: ValidityStatus | None = None


class Shelf:
    """Documents of one state of a catalog, ready to be counted.

    Args:
        names: what documents are called.
        seen: which of them are counted; None for all.
    """

    def __init__(self, names: Names, seen: Mask | None) -> None:
        self.names = names
        self.seen = np.ones(len(names), np.bool_) if seen is None else seen
        self.columns: dict[str, Column | Issuers] = {
            "kind": names.column(lambda block: block.kinds),
            "issuer": Issuers(names.column(lambda block: block.issuers)),
            "year": Column.of(
                str(date.fromordinal(day).year) if day else None for day in names.days.tolist()
            ),
        }
        self._standing: tuple[Mapping[str, ValidityStatus], Column] | None = None  # asked of last

    def validity(self, standing: Mapping[str, ValidityStatus]) -> Column:
        """Return how the documents stand; kept while the very same standing is asked of."""
        kept = self._standing
        if kept is None or kept[0] is not standing:
            kept = self._standing = standing, Column.of(map(standing.get, self.names.ids))
        return kept[1]


def facets_of(
    shelf: Shelf,
    chosen: FacetFilter,
    limit: int,
    standing: Mapping[str, ValidityStatus],
    without: Collection[str] = (),
) -> FacetsOut:
    """Count what is left under a choice; each facet counts as if nothing of its own were chosen."""
    columns = shelf.columns | {"validity": shelf.validity(standing)}
    seen = shelf.seen.copy()
    seen[shelf.names.rows_of(without)] = False
    fits = {
        name: column.mask_of(str(value))
        for name, column in columns.items()
        if (value := getattr(chosen, name)) is not None
    }
    counted = {
        name: column.counts(_all_of(seen, [fit for other, fit in fits.items() if other != name]))
        for name, column in columns.items()
    }
    return FacetsOut(
        total=int(np.count_nonzero(_all_of(seen, fits.values()))),
        kinds=_most(counted["kind"], limit),
        issuers=_most(counted["issuer"], limit),
        validity=_most(counted["validity"], limit),
        years=tuple(FacetOut(value=v, count=n) for v, n in sorted(counted["year"].items(), reverse=True)),
    )


def _all_of(seen: Mask, fits: Collection[Mask]) -> Mask:
    left = seen.copy()
    for fit in fits:
        left &= fit
    return left


def _most(counts: Mapping[str, int], limit: int) -> tuple[FacetOut, ...]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetOut(value=value, count=count) for value, count in ranked[:limit])
