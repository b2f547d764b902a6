"""Find the document that a new file is another witness to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from corpus.catalog import rows
from corpus.catalog.leaving import has_giver
from corpus.catalog.schema import bands, documents, fingerprints
from corpus.duplicates import Fingerprint, Match, match
from corpus.duplicates.compare import MIN_RESEMBLANCE
from corpus.types import Document

_MOST = 20  # documents whose texts are compared; a collection of forms has thousands that look alike


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document, and how a new file matches it."""

    document_id: str
    match: Match


def store_fingerprint(connection: sa.Connection, document_id: str, found: Fingerprint) -> None:
    """Keep the fingerprint of a document that was just inserted."""
    for table, own in fingerprint_rows(document_id, found):
        connection.execute(table.insert(), own)


def fingerprint_rows(document_id: str, found: Fingerprint) -> list[tuple[sa.Table, list[dict[str, object]]]]:
    """Return the rows that keep the fingerprint of a document."""
    signature: dict[str, object] = {"document_id": document_id, "signature": found.pack()}
    keys: list[dict[str, object]] = [{"band": key, "document_id": document_id} for key in set(found.bands())]
    return [(fingerprints, [signature]), (bands, keys)]


def find_duplicate(
    connection: sa.Connection, document: Document, found: Fingerprint, excluded: str | None
) -> Duplicate | None:
    """Return the document that `document` matches best; None where it is none of those that are there."""
    matches = [
        Duplicate(candidate, same)
        for candidate in _alike(connection, found)
        if candidate != excluded and (same := match(document, _stored(connection, candidate)))
    ]
    given = {one.document_id for one in matches if has_giver(connection, one.document_id)}
    best = max(
        matches,
        key=lambda one: (one.document_id in given, one.match.similarity, one.document_id),
        default=None,
    )
    if best is None or best.document_id in given:
        return best
    # A text whose own file is gone makes room for one that is there.
    return replace(best, match=replace(best.match, new_is_better=True))


def _alike(connection: sa.Connection, found: Fingerprint) -> Iterator[str]:
    """Yield the documents of like fingerprints, the likest first."""
    # Counted by the database: of a form, thousands of documents share every band.
    counted = (
        sa.select(bands.c.document_id)
        .where(bands.c.band.in_(found.bands()))
        .group_by(bands.c.document_id)
        .order_by(sa.func.count().desc(), bands.c.document_id)
        .limit(10 * _MOST)
    )
    likest = connection.scalars(counted).all()
    query = sa.select(fingerprints).where(fingerprints.c.document_id.in_(likest))
    resemblances = {
        row.document_id: found.resemblance(Fingerprint.unpack(row.signature))
        for row in connection.execute(query)
    }
    enough = [key for key, value in resemblances.items() if value >= MIN_RESEMBLANCE]
    yield from sorted(enough, key=lambda key: (-resemblances[key], key))[:_MOST]


def _stored(connection: sa.Connection, document_id: str) -> Document:
    row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).one()
    return rows.document(row)
