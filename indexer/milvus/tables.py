"""Tables beside those of the catalog; made where an engine is used and nowhere else.

They hold nothing that cannot be had from the catalog again.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

metadata = sa.MetaData()

states = sa.Table(
    "index_states",
    metadata,
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("state", sa.Text),
    sa.Column("writer", sa.String(128)),
    sa.Column("writer_until", sa.Float, nullable=False, server_default="0"),  # seconds since 1970
)

# One row a document of a collection.
holdings = sa.Table(
    "index_documents",
    metadata,
    sa.Column("build", sa.String(64), primary_key=True),
    sa.Column("document_id", sa.String(16), primary_key=True),
    sa.Column("label", sa.String(16), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("passages", sa.Integer, nullable=False),
    sa.Column("accented", sa.BigInteger, nullable=False),
    sa.Column("folded", sa.BigInteger, nullable=False),
    sa.Column("terms", sa.LargeBinary, nullable=False),
)

# In how many passages of documents of a label a term stands.
counted = sa.Table(
    "index_terms",
    metadata,
    sa.Column("build", sa.String(64), primary_key=True),
    sa.Column("term", sa.BigInteger, primary_key=True),
    sa.Column("label", sa.String(16), primary_key=True),
    sa.Column("passages", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    values: Collection[str],
    adding: bool = False,
) -> None:
    """Insert rows; where one of the same key stands, give it their values, or add these to its own."""
    dialect = connection.dialect.name
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    fresh: dict[str, sa.ColumnElement[Any]] = {name: insert.excluded[name] for name in values}
    if adding:
        fresh = {name: table.c[name] + value for name, value in fresh.items()}
    key = [column.name for column in table.primary_key]
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=fresh), list(rows))
