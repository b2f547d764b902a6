"""The names that a catalog knows: of its documents, and of the bodies that they task or that issued them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.agencies import resolve_agency
from corpus.catalog import Card, CatalogReader
from corpus.catalog.assignmentreader import PartyFilter
from search.directory import shown_card

_TITLE_CHARS = 160
_AGENCY_CHARS = 90  # longer ones are lists of bodies that nobody types


class NameKind(StrEnum):
    """What a name is of."""

    DOCUMENT = "document"
    TITLE = "title"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is offered.

    Attributes:
        text: what is typed in its place.
        detail: what tells it from others: date and issuer, or how many tasks a body has.
        weight: how often it is met; of two that fit alike the heavier comes first.
    """

    kind: NameKind
    text: str
    detail: str
    weight: int
    document_id: str | None = None


def names_of(catalog: CatalogReader) -> tuple[Name, ...]:
    """Return all names of a catalog."""
    cards = catalog.all_headers()
    return (*_documents(cards), *_agencies(catalog, cards))


def _documents(cards: tuple[Card, ...]) -> Iterator[Name]:
    for card in cards:
        shown = shown_card(card)
        told = (shown.issued_on.isoformat() if shown.issued_on else "", shown.issuer or "")
        detail = " · ".join(part for part in told if part)
        if shown.number:
            kind = shown.kind or "văn bản"
            name = f"{kind[:1].upper()}{kind[1:]} {shown.number}"
            yield Name(NameKind.DOCUMENT, name, detail, 1, card.id)
        subject = card.header.subject.value if card.header.subject else card.title
        if subject and len(subject) <= _TITLE_CHARS:
            yield Name(NameKind.TITLE, subject, shown.number or detail, 1, card.id)


def _agencies(catalog: CatalogReader, cards: tuple[Card, ...]) -> Iterator[Name]:
    """Yield each body once, under the name that its spellings share, else under its most frequent one."""
    spelt: dict[str, Counter[str]] = {}
    found, _ = catalog.assigned_parties(PartyFilter())
    for one in found:
        mention = one.party.mention
        if mention.agency_id:
            spelt.setdefault(mention.agency_id, Counter())[mention.name] += 1
    issuers = Counter(card.header.issuer.value for card in cards if card.header.issuer)
    for issuer, count in issuers.items():
        known = resolve_agency(issuer)
        spelt.setdefault(known.id if known else issuer, Counter())[issuer] += count
    for spellings in spelt.values():
        (common, _), weight = spellings.most_common(1)[0], sum(spellings.values())
        known = resolve_agency(common)
        name = known.name if known else common
        if len(name) <= _AGENCY_CHARS:
            yield Name(NameKind.AGENCY, name, "", weight)
