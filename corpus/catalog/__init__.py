"""The catalog: the one truth about what was ingested, in one SQL database."""

from corpus.catalog.cited import Cited
from corpus.catalog.files import Link, Outcome, Reason, SeenFile, StoredFile, Taken, Version
from corpus.catalog.log import Changes
from corpus.catalog.namereader import Name
from corpus.catalog.reader import CatalogReader, CatalogView, Page
from corpus.catalog.rows import Card
from corpus.catalog.store import Catalog

__all__ = [
    "Card",
    "Catalog",
    "CatalogReader",
    "CatalogView",
    "Changes",
    "Cited",
    "Link",
    "Name",
    "Outcome",
    "Page",
    "Reason",
    "SeenFile",
    "StoredFile",
    "Taken",
    "Version",
]
