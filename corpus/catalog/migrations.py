"""Bring the tables of an older version of the program up to this one."""

import sqlalchemy as sa

from corpus.catalog import labelling
from corpus.catalog.codec import from_json
from corpus.catalog.duplicates import store_fingerprint
from corpus.catalog.files import Link, SeenFile
from corpus.catalog.intake import write_file
from corpus.catalog.schema import documents, fingerprints, metadata
from corpus.duplicates import fingerprint
from corpus.labels import mark_in
from corpus.types import Header


def migrate(connection: sa.Connection) -> None:
    """Add the tables, columns and indexes that an older catalog lacks; nothing stored is changed.

    Every column that came later has a default or may be empty, so what is missing can be read off the
    schema itself and a second run finds nothing to do.
    """
    metadata.create_all(connection)
    inspector = sa.inspect(connection)
    unlabelled = "label" not in {column["name"] for column in inspector.get_columns(documents.name)}
    for table in metadata.sorted_tables:
        present = {column["name"] for column in inspector.get_columns(table.name)}
        for column in table.columns:
            if column.name not in present:
                definition = sa.schema.CreateColumn(column).compile(connection)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    _note_files(connection)
    if unlabelled:
        _note_stamps(connection)


def _note_stamps(connection: sa.Connection) -> None:
    """Label the documents that bear a stamp of secrecy, in a catalog from before there were labels."""
    columns = documents.c
    every = connection.execute(sa.select(columns.id, columns.text, columns.header))
    stamps = {row.id: mark_in(row.text, from_json(Header, row.header)) for row in every}
    for document_id, stamp in stamps.items():
        if stamp is not None:
            labelling.relabel(connection, document_id, stamp)


def _note_files(connection: sa.Connection) -> None:
    """Derive files and fingerprints of documents from before there were any."""
    columns = documents.c
    bare = (
        sa.select(columns.id, columns.origin, columns.source, columns.sha256)
        .outerjoin(fingerprints)
        .where(fingerprints.c.document_id.is_(None))
        .order_by(columns.created_at, columns.id)
    )
    for row in connection.execute(bare).all():
        text = connection.scalar(sa.select(columns.text).where(columns.id == row.id)) or ""
        store_fingerprint(connection, row.id, fingerprint(text))
        seen = SeenFile(row.origin, row.source, row.sha256)
        write_file(connection, seen, row.id, Link.DOCUMENT, None)
