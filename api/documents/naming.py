"""Documents as callers name them: by their id, or by their number."""

from typing import TYPE_CHECKING

from api.errors import DocumentUnknown, NumberAmbiguous

if TYPE_CHECKING:
    from corpus.catalog import Card, CatalogReader


def documents_named(catalog: "CatalogReader", name: str) -> "list[Card]":
    """Return the document of an id, or those that bear a number."""
    return list(catalog.cards([name]).values()) or list(catalog.documents_by_number(name))


def named_document(catalog: "CatalogReader", name: str) -> "Card":
    """Return the one document of an id or number; raises DocumentUnknown, NumberAmbiguous."""
    found = documents_named(catalog, name)
    if not found:
        raise DocumentUnknown(name)
    if len(found) > 1:
        raise NumberAmbiguous(name, [card.id for card in found])
    return found[0]
