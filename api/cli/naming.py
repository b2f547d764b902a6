"""Documents as users name them: by id, by number, or by the file they were read from."""

from typing import TYPE_CHECKING

from api.documents.naming import documents_named
from api.errors import DocumentUnknown

if TYPE_CHECKING:
    from corpus.catalog import Card, CatalogReader


def named_documents(catalog: "CatalogReader", name: str) -> "list[Card]":
    """Return the documents that a name may mean; several of one number, all of a folder.

    Raises:
        DocumentUnknown: it means none.
    """
    found = documents_named(catalog, name) or _of_path(catalog, name)
    if not found:
        raise DocumentUnknown(name)
    return found


def is_place(catalog: "CatalogReader", name: str) -> bool:
    """Tell whether a name is that of a folder or container, which means all that came from there."""
    return bool(catalog.files_below(_origin(name)))


def _of_path(catalog: "CatalogReader", name: str) -> "list[Card]":
    origin = _origin(name)
    files = [*catalog.stored_files([origin]).values(), *catalog.files_below(origin)]
    ids = dict.fromkeys(one.document_id for one in files if one.document_id)
    cards = catalog.cards(ids)
    return [cards[key] for key in ids if key in cards]


def _origin(name: str) -> str:
    """Return the path under which a file is stored; the file may be gone."""
    from corpus.names import file_origin

    return file_origin(name)
