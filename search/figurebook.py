"""Figures across all documents: what was counted or measured, when, and whether parts sum to their totals."""

import logging
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from corpus.catalog import Card, CatalogReader
from corpus.figures import breakdowns
from corpus.letters import fold_letters
from corpus.types import Figure
from search.citations import cite, is_true
from search.directory import shown_card
from search.types import Citation

log = logging.getLogger(__name__)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its proof.

    Attributes:
        day: of which it speaks, else the day of its document; None where neither is known.
        part_of: id of the figure that it breaks down.
        parts: ids of the figures that break it down.
        rest: what its parts leave of it; None without parts.
        complete: whether its parts sum to it; None without parts.
    """

    id: str
    indicator: str
    value: float
    unit: str
    status: str | None
    as_of: date | None
    day: date | None
    part_of: str | None
    parts: tuple[str, ...]
    rest: float | None
    complete: bool | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A part of the figures that fit; `total` counts them all."""

    rows: tuple[FigureRow, ...]
    total: int


def find_in_figures(
    catalog: CatalogReader,
    words: str | None,
    number: str | None,
    limit: int,
    offset: int = 0,
    document_id: str | None = None,
) -> FigurePage:
    """Return figures in the order of time, undated ones last.

    All `words` must stand in what is counted, its unit or its status; `number` is that of the document,
    `document_id` goes before it.
    """
    own = _own(catalog, number, document_id)
    fits = _holding(words) if words else None
    if own is None and fits is None:
        shown, total = catalog.figures_in_time(limit, offset)
    else:
        found = catalog.figures_that(fits or (lambda one: True), own)
        shown, total = found[offset : offset + limit], len(found)
    return FigurePage(tuple(_rows(catalog, shown)), total)


def _own(catalog: CatalogReader, number: str | None, document_id: str | None) -> tuple[str, ...] | None:
    """Return the documents whose figures are asked for; None for all."""
    if document_id is not None:
        return (document_id,)
    return tuple(card.id for card in catalog.documents_by_number(number)) if number else None


def _holding(words: str) -> Callable[[Figure], bool]:
    """Return what tells the figures that hold all words in what is counted, its unit or its status."""
    wanted = set(_words(words))
    return lambda one: wanted <= set(_words(f"{one.indicator} {one.unit} {one.status or ''}"))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_letters(text))


def _day(figure: Figure, card: Card) -> date | None:
    issued = card.header.issued_on
    return figure.as_of or (issued.value if issued else None)


def _rows(catalog: CatalogReader, figures: Collection[Figure]) -> Iterator[FigureRow]:
    """Make rows; one whose citation does not hold against the stored text never leaves."""
    owners = {one.document_id for one in figures}
    cards = catalog.cards(owners)
    sums = {one.total.id: one for one in breakdowns(catalog.figures(owners))}
    texts: dict[str, str] = {}
    for one in figures:
        owner = one.document_id
        if owner not in cards:  # deleted meanwhile
            continue
        if owner not in texts:
            texts[owner] = catalog.text(owner)
        shown = shown_card(cards[owner])
        citation = cite(shown, texts[owner], one.clause, one.value_span, one.passage_id, "")
        if not is_true(citation, texts[owner]):
            log.error("dropped a figure whose citation does not hold: %s", one.id)
            continue
        parted = sums.get(one.id)
        yield FigureRow(
            id=one.id,
            indicator=one.indicator,
            value=one.value,
            unit=one.unit,
            status=one.status,
            as_of=one.as_of,
            day=_day(one, cards[owner]),
            part_of=one.part_of,
            parts=tuple(part.id for part in parted.parts) if parted else (),
            rest=parted.rest if parted else None,
            complete=parted.complete if parted else None,
            citation=citation,
        )
