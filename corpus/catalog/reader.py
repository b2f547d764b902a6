"""The read side of the catalog."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

import corpus.catalog.rows as rows
from corpus.catalog.cited import Cited, cited
from corpus.catalog.codec import from_json
from corpus.catalog.namereader import NameReader
from corpus.catalog.rows import Card, chunks
from corpus.catalog.schema import (
    assignments,
    changes,
    documents,
    figures,
    meta,
    parties,
    passages,
    references,
)
from corpus.errors import DocumentNotFound
from corpus.numbers import number_key
from corpus.types import Assignment, Document, Figure, Passage, Record, Reference, Role

P = TypeVar("P")
# Put together once: every search asks these two, and to put a query together takes as long as to answer it.
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_PASSAGES_BY_ID = sa.select(passages).where(passages.c.id.in_(_IDS))
_CARDS_BY_ID = rows.cards_query().where(documents.c.id.in_(_IDS)).order_by(documents.c.id)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list of documents; `total` counts them all."""

    cards: tuple[Card, ...]
    total: int
    limit: int
    offset: int


class CatalogReader(NameReader):
    """Documents and all that was read from them; every answer is a frozen record."""

    def identity(self) -> str:
        """Return the name given to this catalog when it was created; copies keep it."""
        with self._db.read() as connection:
            return str(connection.scalar(sa.select(meta.c.value).where(meta.c.key == "identity")))

    # Documents

    def document(self, document_id: str) -> Document:
        """Return a document; raises DocumentNotFound."""
        return rows.document(self._one(sa.select(documents), document_id))

    def text(self, document_id: str) -> str:
        """Return a document's text; raises DocumentNotFound."""
        return str(self._one(sa.select(documents.c.text), document_id).text)

    def text_slice(self, document_id: str, start: int, end: int) -> str:
        """Return the code points [start, end) of a document's text; raises DocumentNotFound."""
        return self.text(document_id)[start:end]

    def offsets(self, document_id: str) -> bytes:
        """Return the map that was stored with a document; raises DocumentNotFound."""
        return bytes(self._one(sa.select(documents.c.offsets), document_id).offsets)

    def count(self) -> int:
        """Count the documents."""
        with self._db.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(documents)) or 0

    def count_passages(self) -> int:
        """Count the passages of all documents."""
        with self._db.read() as connection:
            return connection.scalar(sa.select(sa.func.sum(documents.c.passages))) or 0

    def count_passages_of(self, document_ids: Iterable[str]) -> int:
        """Count the passages of documents."""
        query = sa.select(sa.func.sum(documents.c.passages))
        with self._db.read() as connection:
            parts = (query.where(documents.c.id.in_(part)) for part in chunks(document_ids))
            return sum(connection.scalar(part) or 0 for part in parts)

    def stamps(self) -> dict[str, int]:
        """Return the number of the last change of every document, by id."""
        query = sa.select(documents.c.id, changes.c.number).join(
            changes, changes.c.document_id == documents.c.id
        )
        with self._db.read() as connection:
            return {row.id: row.number for row in connection.execute(query)}

    def titles(self, document_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those documents that exist."""
        found: dict[str, str] = {}
        with self._db.read() as connection:
            for part in chunks(document_ids):
                query = sa.select(documents.c.id, documents.c.title).where(documents.c.id.in_(part))
                found |= {row.id: row.title for row in connection.execute(query)}
        return found

    def documents(self, limit: int = 50, offset: int = 0) -> Page:
        """Return documents by source and id."""
        query = rows.cards_query().order_by(documents.c.source, documents.c.id).limit(limit).offset(offset)
        with self._db.read() as connection:
            cards = tuple(map(rows.card, connection.execute(query)))
            total = connection.scalar(sa.select(sa.func.count()).select_from(documents)) or 0
        return Page(cards, total, limit, offset)

    def documents_by_number(self, number: str) -> tuple[Card, ...]:
        """Return the documents of a number, in any of its spellings."""
        return self._cards(documents.c.number_key == number_key(number))

    def cards(self, document_ids: Iterable[str]) -> dict[str, Card]:
        """Return the cards of those documents that exist."""
        with self._db.read() as connection:
            parts = (connection.execute(_CARDS_BY_ID, {"ids": part}) for part in chunks(document_ids))
            return {card.id: card for part in parts for card in map(rows.card, part)}

    def all_headers(self) -> tuple[Card, ...]:
        """Return the card of every document, by id."""
        return self._cards(sa.true())

    # Parts

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return a document's passages in order."""
        return self.passages_of((document_id,))

    def passages_of(self, document_ids: Iterable[str]) -> tuple[Passage, ...]:
        """Return the passages of several documents, by document and order."""
        return self._all(rows.passage, passages, document_ids)

    def passages_by_id(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return those passages that exist."""
        parts = (self._db.rows_of(_PASSAGES_BY_ID, part) for part in chunks(passage_ids))
        return {found.id: found for part in parts for found in map(rows.passage, part)}

    def assignments(self, document_ids: Iterable[str]) -> tuple[Assignment, ...]:
        """Return the assignments of documents, in order."""
        return self._all(lambda row: from_json(Assignment, row.payload), assignments, document_ids)

    def assignments_of(self, agency_id: str, role: Role | None = None) -> tuple[Assignment, ...]:
        """Return the assignments in which an agency has a part."""
        query = (
            sa.select(assignments)
            .join(parties)
            .where(parties.c.agency_id == agency_id, parties.c.role == role if role else sa.true())
            .distinct()
            .order_by(assignments.c.document_id, assignments.c.ordinal)
        )
        with self._db.read() as connection:
            return tuple(from_json(Assignment, row.payload) for row in connection.execute(query))

    def references(self, document_ids: Iterable[str]) -> tuple[Reference, ...]:
        """Return the references that documents make, in order."""
        return self._all(lambda row: from_json(Reference, row.payload), references, document_ids)

    def citations(self) -> Iterator[Cited]:
        """Yield what all documents cite, by document and order: many times as fast as whole references."""
        query = sa.select(references.c.payload).order_by(references.c.document_id, references.c.ordinal)
        with self._db.read() as connection:
            yield from map(cited, connection.scalars(query))

    def references_to(self, number: str, among: Iterable[str] | None = None) -> tuple[Reference, ...]:
        """Return the references to a document number, in any of its spellings.

        `among` are ids of the documents whose references are wanted; None takes all.
        """
        query = (
            sa.select(references.c.payload)
            .where(references.c.number_key == number_key(number))
            .order_by(references.c.document_id, references.c.ordinal)
        )
        parts = (
            [query]
            if among is None
            else [query.where(references.c.document_id.in_(p)) for p in chunks(among)]
        )
        with self._db.read() as connection:
            found = [payload for part in parts for payload in connection.scalars(part)]
        return tuple(from_json(Reference, payload) for payload in found)

    def citing(self, numbers: Iterable[str]) -> frozenset[str]:
        """Return the ids of the documents that refer to any of these numbers, in any of their spellings."""
        query = sa.select(references.c.document_id).distinct()
        with self._db.read() as connection:
            parts = chunks(map(number_key, numbers))
            return frozenset(
                found
                for part in parts
                for found in connection.scalars(query.where(references.c.number_key.in_(part)))
            )

    def cited_keys(self) -> frozenset[str]:
        """Return the match keys of all numbers that any document cites."""
        query = sa.select(references.c.number_key).where(references.c.number_key.is_not(None)).distinct()
        with self._db.read() as connection:
            return frozenset(connection.scalars(query))

    def figures(self, document_ids: Iterable[str]) -> tuple[Figure, ...]:
        """Return the figures of documents, in order."""
        return self._all(lambda row: from_json(Figure, row.payload), figures, document_ids)

    def record(self, document_id: str) -> Record:
        """Return a document with all its parts; raises DocumentNotFound."""
        with self._db.read() as connection:
            found = rows.record(connection, document_id)
        if found is None:
            raise DocumentNotFound(document_id)
        return found

    # Queries in common

    def _one(self, query: sa.Select[Any], document_id: str) -> rows.Row:
        with self._db.read() as connection:
            found = connection.execute(query.where(documents.c.id == document_id)).first()
        if found is None:
            raise DocumentNotFound(document_id)
        return found

    def _cards(self, condition: sa.ColumnElement[bool]) -> tuple[Card, ...]:
        query = rows.cards_query().where(condition).order_by(documents.c.id)
        with self._db.read() as connection:
            return tuple(map(rows.card, connection.execute(query)))

    def _all(
        self, build: Callable[[rows.Row], P], table: sa.Table, document_ids: Iterable[str]
    ) -> tuple[P, ...]:
        """Return the parts of documents that stand in `table`, by document and order."""
        found: list[P] = []
        with self._db.read() as connection:
            for part in chunks(document_ids):
                query = (
                    sa.select(table)
                    .where(table.c.document_id.in_(part))
                    .order_by(table.c.document_id, table.c.ordinal)
                )
                found.extend(map(build, connection.execute(query)))
        return tuple(found)


class CatalogView(CatalogReader):
    """The catalog as somebody sees it who may see documents of some labels alone."""

    def close(self) -> None:
        """Close every connection."""
        self._db.close()
