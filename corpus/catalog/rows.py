"""Records to the catalog's rows and back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from corpus.catalog.codec import from_json, strings_from_json, strings_to_json, to_json
from corpus.catalog.files import now
from corpus.catalog.schema import assignments, documents, figures, parties, passages, references, vectors
from corpus.labels import Label
from corpus.numbers import number_key
from corpus.types import (
    Assignment,
    Document,
    Fact,
    Figure,
    Header,
    Passage,
    Provenance,
    Record,
    Reference,
    Span,
    T,
)

Row = sa.Row[Any]
_AT_ONCE = 900  # values in one IN list; databases limit them


@dataclass(frozen=True, slots=True)
class Card:
    """A document without its text: light enough to hold all of them in memory."""

    id: str
    sha256: str
    source: str
    origin: str
    title: str
    header: Header
    page_starts: tuple[int, ...]
    provenance: Provenance
    passages: int
    created_at: datetime
    label: Label = Label.PUBLIC

    @property
    def pages(self) -> int | None:
        """Count the pages; None where the format has none."""
        return len(self.page_starts) or None


def chunks(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Cut keys into lists that a database takes, without repetitions."""
    rest = iter(sorted(set(keys)))
    while part := tuple(islice(rest, _AT_ONCE)):
        yield part


def check(record: Record) -> None:
    """Raise ValueError where a part does not belong to the record's document."""
    owner = record.document.id
    known = {None, *(passage.id for passage in record.passages)}
    facts: list[Assignment | Reference | Figure] = [*record.assignments, *record.references, *record.figures]
    parts: list[Passage | Assignment | Reference | Figure] = [*record.passages, *facts]
    if len({passage.id for passage in record.passages}) < len(record.passages):
        raise ValueError(f"document {owner} has two passages of one id")
    for part in parts:
        if part.document_id != owner:
            raise ValueError(f"{part.id} belongs to document {part.document_id}, not {owner}")
    for fact in facts:
        if fact.passage_id not in known:
            raise ValueError(f"{fact.id} stands in a passage that the record lacks: {fact.passage_id}")


def _value(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None


def _key(number: str | None) -> str | None:
    return number_key(number) if number else None


def insert(connection: sa.Connection, record: Record, offsets: bytes, stamp: str, label: Label) -> None:
    """Insert a document with all its parts."""
    for table, found in table_rows(record, offsets, stamp, label):
        if found:
            connection.execute(table.insert(), found)


def table_rows(
    record: Record, offsets: bytes, stamp: str, label: Label = Label.PUBLIC
) -> list[tuple[sa.Table, list[dict[str, object]]]]:
    """Return the rows of a document and all its parts, in an order that keys allow."""
    document, header = record.document, record.document.header
    number, kind, issuer = _value(header.number), _value(header.kind), _value(header.issuer)
    issued_on = _value(header.issued_on)
    row: dict[str, object] = {
        "id": document.id,
        "sha256": document.sha256,
        "digest": stamp,
        "source": document.source,
        "origin": document.origin,
        "title": document.title,
        "number": number,
        "number_key": _key(number),
        "kind": kind,
        "issuer": issuer,
        "issued_on": issued_on,
        "label": label.value,
        "pages": document.pages,
        "passages": len(record.passages),
        "created_at": now(),
        "header": to_json(header),
        "provenance": to_json(document.provenance),
        "page_starts": json.dumps(document.page_starts),
        "text": document.text,
        "offsets": offsets,
    }
    inside = [_passage_row(passage) for passage in record.passages]
    return [(documents, [row]), (passages, inside), *_fact_rows(record)]


def _passage_row(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "ordinal": passage.ordinal,
        "section": passage.section,
        "start": passage.span.start,
        "end": passage.span.end,
        "first_page": passage.pages[0] if passage.pages else None,
        "last_page": passage.pages[1] if passage.pages else None,
        "headings": strings_to_json(passage.headings),
        "text": passage.text,
    }


def _fact_rows(record: Record) -> list[tuple[sa.Table, list[dict[str, object]]]]:
    """Return the rows of assignments, parties, references and figures, in an order that keys allow."""
    assigned: list[dict[str, object]] = []
    involved: list[dict[str, object]] = []
    for i, one in enumerate(record.assignments):
        due = one.deadline.due if one.deadline else None
        assigned.append(_base(i, one.document_id, one.passage_id, one) | {"due": due})
        for j, party in enumerate(one.parties):
            name, agency_id = party.mention.name, party.mention.agency_id
            key = {"document_id": one.document_id, "assignment": i, "ordinal": j}
            involved.append(key | {"role": party.role.value, "agency_id": agency_id, "name": name})
    cited = [
        _base(i, one.document_id, one.passage_id, one)
        | {"relation": one.relation.value, "number": one.number, "number_key": _key(one.number)}
        for i, one in enumerate(record.references)
    ]
    counted = [
        _base(i, one.document_id, one.passage_id, one) | {"unit": one.unit, "as_of": one.as_of}
        for i, one in enumerate(record.figures)
    ]
    return [(assignments, assigned), (parties, involved), (references, cited), (figures, counted)]


def _base(ordinal: int, document_id: str, passage_id: str | None, fact: object) -> dict[str, object]:
    payload = to_json(fact)
    return {"document_id": document_id, "ordinal": ordinal, "passage_id": passage_id, "payload": payload}


def passage(row: Sequence[Any]) -> Passage:
    """Return the passage of a row, its columns in the order of the table."""
    passage_id, document_id, ordinal, section, start, end, first_page, last_page, headings, text = row
    return Passage(
        id=passage_id,
        document_id=document_id,
        ordinal=ordinal,
        section=section,
        headings=strings_from_json(headings),
        span=Span(start, end),
        text=text,
        pages=(first_page, last_page) if first_page else None,
    )


def document(row: Row) -> Document:
    """Return the document of a row."""
    return Document(text=row.text, **_in_common(row))


def cards_query() -> sa.Select[Any]:
    """Select what a card shows."""
    return sa.select(*(documents.c[field.name] for field in fields(Card)))


def card(row: Row) -> Card:
    """Return the card of a row."""
    created_at = row.created_at.replace(tzinfo=UTC)
    label = Label(row.label)
    return Card(passages=row.passages, created_at=created_at, label=label, **_in_common(row))


def _in_common(row: Row) -> dict[str, Any]:
    """Return what a document and its card both hold."""
    plain = {name: getattr(row, name) for name in ("id", "sha256", "source", "origin", "title")}
    return plain | {
        "header": from_json(Header, row.header),
        "page_starts": tuple(json.loads(row.page_starts)),
        "provenance": from_json(Provenance, row.provenance),
    }


def record(connection: sa.Connection, document_id: str) -> Record | None:
    """Return a document with all its parts; None where there is none of this id."""
    row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        return None

    def parts(table: sa.Table) -> sa.CursorResult[Any]:
        query = sa.select(table).where(table.c.document_id == document_id).order_by(table.c.ordinal)
        return connection.execute(query)

    return Record(
        document(row),
        tuple(map(passage, parts(passages))),
        tuple(from_json(Assignment, one.payload) for one in parts(assignments)),
        tuple(from_json(Reference, one.payload) for one in parts(references)),
        tuple(from_json(Figure, one.payload) for one in parts(figures)),
    )


def unchanged_vectors(connection: sa.Connection, stored: Record, fresh: Record) -> list[dict[str, object]]:
    """Return the stored vectors that still hold for `fresh`: same title, same passage."""
    if stored.document.title != fresh.document.title:
        return []
    kept = {one.id for one in set(stored.passages) & set(fresh.passages)}
    query = sa.select(vectors).join(passages).where(passages.c.document_id == fresh.document.id)
    return [dict(row._mapping) for row in connection.execute(query) if row.passage_id in kept]
