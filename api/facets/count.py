"""Counts documents by what a list of them can be narrowed by."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from api.facets.schemas import FacetOut, FacetsOut
from corpus.catalog import CatalogReader
from search.directory import shown_card
from search.genealogy import ValidityStatus
from search.types import DocumentCard


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """What is chosen already; None restricts nothing."""

    kind: str | None = None
    issuer: str | None = None
    year: int | None = None
    validity: ValidityStatus | None = None


class Shelf:
    """The documents of one state of a catalog, ready to be counted."""

    def __init__(self, catalog: CatalogReader) -> None:
        self.cards = tuple(shown_card(card) for card in catalog.all_headers())


_Reader = Callable[[DocumentCard], str | None]
_READERS: dict[str, _Reader] = {
    "kind": lambda card: card.kind,
    "issuer": lambda card: card.issuer,
    "year": lambda card: str(card.issued_on.year) if card.issued_on else None,
}


def facets_of(
    shelf: Shelf,
    chosen: FacetFilter,
    limit: int,
    standing: Mapping[str, ValidityStatus],
    without: Collection[str] = (),
) -> FacetsOut:
    """Count what is left under a choice; each facet counts as if nothing of its own were chosen."""
    cards = [card for card in shelf.cards if card.id not in without]
    readers = _READERS | {"validity": lambda card: standing.get(card.id)}
    wanted = {name: str(value) for name in readers if (value := getattr(chosen, name)) is not None}
    counted = {
        name: Counter(
            value
            for card in _fitting(cards, readers, wanted, but=name)
            if (value := reader(card)) is not None
        )
        for name, reader in readers.items()
    }
    return FacetsOut(
        total=sum(1 for _ in _fitting(cards, readers, wanted)),
        kinds=_most(counted["kind"], limit),
        issuers=_most(counted["issuer"], limit),
        validity=_most(counted["validity"], limit),
        years=tuple(FacetOut(value=v, count=n) for v, n in sorted(counted["year"].items(), reverse=True)),
    )


def _fitting(
    cards: Iterable[DocumentCard], readers: Mapping[str, _Reader], wanted: Mapping[str, str], but: str = ""
) -> Iterable[DocumentCard]:
    conditions = [(readers[name], value) for name, value in wanted.items() if name != but]
    return (card for card in cards if all(reader(card) == value for reader, value in conditions))


def _most(counts: Counter[str], limit: int) -> tuple[FacetOut, ...]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetOut(value=value, count=count) for value, count in ranked[:limit])
