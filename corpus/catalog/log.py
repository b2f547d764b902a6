"""The change log: one row a document, its latest fate."""

import sqlalchemy as sa

from corpus.catalog.schema import changes


def last_number(connection: sa.Connection) -> int:
    """Return the number of the last change; 0 when there was none."""
    return connection.scalar(sa.select(sa.func.max(changes.c.number))) or 0


def log(connection: sa.Connection, document_id: str, op: str) -> int:
    """Write down what happened to a document; return the number of the change."""
    connection.execute(sa.delete(changes).where(changes.c.document_id == document_id))
    result = connection.execute(changes.insert().values(document_id=document_id, op=op))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
