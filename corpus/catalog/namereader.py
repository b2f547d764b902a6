"""What documents are called, read for all of them at once: a hundred thousand in seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa
from pydantic import TypeAdapter

from corpus.catalog.assignmentreader import AssignmentReader
from corpus.catalog.schema import documents


@dataclass(frozen=True, slots=True)
class Name:
    """What one document is called; "" where it does not say."""

    id: str
    number: str | None
    number_key: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    title: str
    subject: str
    place: str


@dataclass(frozen=True, slots=True)
class _Fact:
    value: str


@dataclass(frozen=True, slots=True)
class _Header:
    """The facts of a header that have no column of their own."""

    subject: _Fact | None = None
    place: _Fact | None = None


@cache
def _headers() -> TypeAdapter[_Header]:
    return TypeAdapter(_Header)


class NameReader(AssignmentReader):
    """The names of documents, without the documents."""

    def names(self) -> Iterator[Name]:
        """Yield the name of every document, by id."""
        columns = [
            documents.c[name] for name in ("id", "number", "number_key", "kind", "issuer", "issued_on")
        ]
        query = sa.select(*columns, documents.c.title, documents.c.header).order_by(documents.c.id)
        read = _headers().validate_json
        with self._db.read() as connection:
            for row in connection.execute(query):
                facts = read(row.header)
                yield Name(
                    id=row.id,
                    number=row.number,
                    number_key=row.number_key,
                    kind=row.kind,
                    issuer=row.issuer,
                    issued_on=row.issued_on,
                    title=row.title,
                    subject=facts.subject.value if facts.subject else "",
                    place=facts.place.value if facts.place else "",
                )
