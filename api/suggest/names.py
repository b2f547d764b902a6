"""The names that a catalog knows: of its documents, and of the bodies that they task or that issued them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.agencies import resolve_agency
from corpus.catalog import CatalogReader
from corpus.catalog import Name as Called

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
    called = tuple(catalog.names())
    return (*_documents(called), *_agencies(catalog, called))


def _documents(called: tuple[Called, ...]) -> Iterator[Name]:
    for one in called:
        told = (one.issued_on.isoformat() if one.issued_on else "", one.issuer or "")
        detail = " · ".join(part for part in told if part)
        if one.number:
            kind = one.kind or "văn bản"
            name = f"{kind[:1].upper()}{kind[1:]} {one.number}"
            yield Name(NameKind.DOCUMENT, name, detail, 1, one.id)
        subject = one.subject or one.title
        if subject and len(subject) <= _TITLE_CHARS:
            yield Name(NameKind.TITLE, subject, one.number or detail, 1, one.id)


def _agencies(catalog: CatalogReader, called: tuple[Called, ...]) -> Iterator[Name]:
    """Yield each body once, under the name that its spellings share, else under its most frequent one."""
    spelt: dict[str, Counter[str]] = {}
    for agency_id, name, count in catalog.agency_spellings():
        spelt.setdefault(agency_id, Counter())[name] += count
    issuers = Counter(one.issuer for one in called if one.issuer)
    for issuer, count in issuers.items():
        known = resolve_agency(issuer)
        spelt.setdefault(known.id if known else issuer, Counter())[issuer] += count
    for spellings in spelt.values():
        common = max(spellings, key=lambda name: (spellings[name], len(name), name))
        weight = sum(spellings.values())
        known = resolve_agency(common)
        name = known.name if known else common
        if len(name) <= _AGENCY_CHARS:
            yield Name(NameKind.AGENCY, name, "", weight)
