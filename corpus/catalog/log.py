"""The change log: one row a document, its latest fate."""

from dataclasses import dataclass

import sqlalchemy as sa

from corpus.catalog.schema import changes


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after some change; each document once, with its latest fate.

    Attributes:
        number: of the last change contained.
        put: documents that came, or of which anything is another.
        deleted: documents that left.
        texts: those of `put` whose title or passages may be others; the rest need not be indexed again.
    """

    number: int
    put: tuple[str, ...]
    deleted: tuple[str, ...]
    texts: tuple[str, ...]


def last_number(connection: sa.Connection) -> int:
    """Return the number of the last change; 0 when there was none."""
    return connection.scalar(sa.select(sa.func.max(changes.c.number))) or 0


def log(connection: sa.Connection, document_id: str, op: str, same_texts: bool = False) -> int:
    """Write down what happened to a document; return the number of the change.

    With `same_texts` its title and passages are what they were: who has indexed them need not do it again.
    """
    own = sa.and_(changes.c.document_id == document_id, changes.c.op == op)
    before = sa.select(sa.func.coalesce(changes.c.texts, changes.c.number)).where(own)
    texts = connection.scalar(before) if same_texts else None
    connection.execute(sa.delete(changes).where(changes.c.document_id == document_id))
    result = connection.execute(changes.insert().values(document_id=document_id, op=op, texts=texts))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def since(connection: sa.Connection, number: int) -> Changes:
    """Return what happened after change `number`."""
    query = sa.select(changes).where(changes.c.number > number).order_by(changes.c.number)
    found = connection.execute(query).all()
    put = [row for row in found if row.op == "put"]
    return Changes(
        number=found[-1].number if found else number,
        put=tuple(row.document_id for row in put),
        deleted=tuple(row.document_id for row in found if row.op == "delete"),
        texts=tuple(row.document_id for row in put if row.texts is None or row.texts > number),
    )


def changed_by(connection: sa.Connection, number: int) -> str | None:
    """Return the document of a change; None where it changed again since, or there is no such change."""
    return connection.scalar(sa.select(changes.c.document_id).where(changes.c.number == number))


def is_past(connection: sa.Connection, number: int, document_id: str) -> bool:
    """Tell whether a document's change may have had this number; one that others had is that of a copy."""
    last = connection.scalar(sa.select(changes.c.number).where(changes.c.document_id == document_id))
    return last is not None and last >= number and changed_by(connection, number) in (None, document_id)
