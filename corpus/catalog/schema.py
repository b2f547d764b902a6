"""The tables of the catalog, in SQLAlchemy Core; plain types that every SQL database has."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

SCHEMA_VERSION = 5

DOCUMENT_LABEL = "ix_documents_id_label"

metadata = sa.MetaData()


def _string(length: int) -> sa.types.TypeEngine[str]:
    """Return a type for short strings."""
    # Everywhere by code points, as Python orders: what begins with something is found by its range.
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def _owner() -> sa.Column[str]:
    """Return the column that ties a row to its document and dies with it."""
    key = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column("document_id", _string(16), key, nullable=False, index=True)


def _passage(nullable: bool = False) -> sa.Column[str]:
    """Return the column that ties a fact to its passage."""
    key = sa.ForeignKey("passages.id", ondelete="CASCADE")
    return sa.Column("passage_id", _string(32), key, nullable=nullable, index=True)


def _label() -> sa.Column[str]:
    """Return the column that says who may see a document."""
    return sa.Column("label", _string(16), nullable=False, server_default="public")


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", _string(32), primary_key=True),
    sa.Column("value", _TEXT, nullable=False),
)

# The long columns stand last: the short ones are then read without walking over them.
documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", _string(16), primary_key=True),
    sa.Column("sha256", _string(64), nullable=False, index=True),
    sa.Column("digest", _string(64), nullable=False),  # of the whole record: equal means nothing to do
    sa.Column("source", _TEXT, nullable=False),
    sa.Column("origin", _TEXT, nullable=False, index=True),
    sa.Column("title", _TEXT, nullable=False),
    sa.Column("number", _TEXT, index=True),
    sa.Column("number_key", _TEXT, index=True),
    sa.Column("kind", _TEXT, index=True),
    sa.Column("issuer", _TEXT, index=True),
    sa.Column("issued_on", sa.Date, index=True),
    _label(),
    sa.Column("pages", sa.Integer),
    sa.Column("passages", sa.Integer, nullable=False, index=True),  # summed without reading the texts
    sa.Column("created_at", sa.DateTime, nullable=False),  # UTC
    sa.Column("header", _TEXT, nullable=False),
    sa.Column("provenance", _TEXT, nullable=False, server_default="{}"),
    sa.Column("page_starts", _TEXT, nullable=False, server_default="[]"),
    sa.Column("text", _TEXT, nullable=False),
    sa.Column("offsets", sa.LargeBinary, nullable=False),
    sa.Index(DOCUMENT_LABEL, "id", "label"),  # whether a part may be seen, without its document's row
)

passages = sa.Table(
    "passages",
    metadata,
    sa.Column("id", _string(32), primary_key=True),
    _owner(),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("section", _TEXT, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("first_page", sa.Integer),
    sa.Column("last_page", sa.Integer),
    sa.Column("headings", _TEXT, nullable=False),
    sa.Column("text", _TEXT, nullable=False),
)

assignments = sa.Table(
    "assignments",
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    _passage(),
    sa.Column("due", sa.Date, index=True),
    sa.Column("payload", _TEXT, nullable=False),
)

parties = sa.Table(
    "parties",
    metadata,
    sa.Column("document_id", _string(16), primary_key=True),
    sa.Column("assignment", sa.Integer, primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("role", _string(16), nullable=False),
    sa.Column("agency_id", _TEXT, index=True),
    sa.Column("name", _TEXT, nullable=False),
    sa.ForeignKeyConstraint(
        ["document_id", "assignment"],
        ["assignments.document_id", "assignments.ordinal"],
        ondelete="CASCADE",
    ),
)

references = sa.Table(
    "document_references",  # REFERENCES is a word of SQL
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    _passage(nullable=True),
    sa.Column("relation", _string(16), nullable=False),
    sa.Column("number", _TEXT, index=True),
    sa.Column("number_key", _TEXT, index=True),
    sa.Column("payload", _TEXT, nullable=False),
)

figures = sa.Table(
    "figures",
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    _passage(),
    sa.Column("unit", _TEXT, nullable=False),
    sa.Column("as_of", sa.Date),
    sa.Column("payload", _TEXT, nullable=False),
)

# One row a document, the latest: that is all a follower needs. Numbers are never used again.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document_id", _string(16), nullable=False, unique=True),
    sa.Column("op", _string(8), nullable=False),
    sa.Column("texts", sa.Integer),  # number of the last change of what is indexed; None where it is this one
    sqlite_autoincrement=True,
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("passage_id", sa.ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", _string(64), primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),  # float32, little-endian
)

# Every file that was ever taken in, by the path it was taken from.
files = sa.Table(
    "files",
    metadata,
    sa.Column("origin", _TEXT, primary_key=True),
    sa.Column("source", _TEXT, nullable=False),
    sa.Column("sha256", _string(64), nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    sa.Column("link", _string(16), nullable=False),
    sa.Column("similarity", sa.Float),
    sa.Column("seen_at", sa.DateTime, nullable=False),  # UTC
    sa.Column("extraction", sa.Integer, nullable=False, server_default="0"),  # see corpus.extraction
)

# What a document said before its file changed, or before a better file of it came; nothing searches here.
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document_id", _string(16), nullable=False, index=True),
    sa.Column("replaced_by", _string(16), nullable=False, index=True),
    sa.Column("reason", _string(16), nullable=False),
    sa.Column("origin", _TEXT, nullable=False),
    sa.Column("source", _TEXT, nullable=False),
    sa.Column("sha256", _string(64), nullable=False),
    sa.Column("title", _TEXT, nullable=False),
    _label(),
    sa.Column("replaced_at", sa.DateTime, nullable=False),  # UTC
    sa.Column("header", _TEXT, nullable=False),
    sa.Column("text", _TEXT, nullable=False),
    sqlite_autoincrement=True,
)

# Labels of texts and files that were forgotten: what comes back is no less secret. None of them is named.
bygone = sa.Table(
    "bygone_labels",
    metadata,
    sa.Column("key", _string(64), primary_key=True),  # SHA-256, see corpus.catalog.bygone
    _label(),
)

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)

# Documents that share a key may be alike.
bands = sa.Table(
    "bands",
    metadata,
    sa.Column("band", sa.BigInteger, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

for _table in metadata.tables.values():
    for _index in _table.indexes:
        if all(isinstance(column.type, sa.Text) for column in _index.columns):
            # What was read from a document may be longer than PostgreSQL sorts; only equals are looked for.
            _index.dialect_options["postgresql"]["using"] = "hash"
