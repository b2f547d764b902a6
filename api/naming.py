"""A document as callers name it: by its id, or by its number where one bears it."""

from api.errors import DocumentUnknown, NumberAmbiguous
from corpus.catalog import Card, CatalogReader


def named_document(catalog: CatalogReader, name: str) -> Card:
    """Return the one document of an id or number; raises DocumentUnknown, NumberAmbiguous."""
    found = [*catalog.cards([name]).values()] or [*catalog.documents_by_number(name)]
    if not found:
        raise DocumentUnknown(name)
    if len(found) > 1:
        raise NumberAmbiguous(name, [card.id for card in found])
    return found[0]
