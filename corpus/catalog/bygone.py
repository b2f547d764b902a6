"""Labels of documents that were forgotten, for the day on which their files come back.

A label that somebody set by hand stands nowhere but in the catalog. So it is kept when its document leaves:
by the text, and by bytes and path of each of its files and of its earlier versions. Only digests are kept,
which name nothing. A label that is set by hand anew is a decision and takes the place of what was kept.
Names of uploads are no places: anybody may use them for anything.

All run inside a transaction of the caller.
"""

import hashlib
import os
from collections.abc import Iterable

import sqlalchemy as sa

from corpus.catalog.rows import chunks
from corpus.catalog.schema import bygone, documents, files, versions
from corpus.labels import Label

_Traces = dict[str, Label]  # digest -> label


def remember(connection: sa.Connection, gone: sa.ColumnElement[bool]) -> None:
    """Keep the labels of the documents of files that are about to go; `gone` is a condition on `files`."""
    query = sa.select(files.c.origin, files.c.sha256, documents.c.id, documents.c.label)
    rows = connection.execute(query.join(documents).where(gone)).all()
    _keep(connection, _traces(rows))


def remember_document(connection: sa.Connection, document_id: str) -> None:
    """Keep the labels of a document that is about to go, and of what it said before."""
    remember(connection, files.c.document_id == document_id)
    columns = documents.c
    own = sa.select(columns.origin, columns.sha256, columns.id, columns.label)
    _keep(connection, _traces(connection.execute(own.where(columns.id == document_id)).all()))


def remember_versions(connection: sa.Connection, document_ids: Iterable[str]) -> None:
    """Keep the labels of the texts that these replaced and that are about to be forgotten, too."""
    columns = versions.c
    for part in chunks(document_ids):
        query = sa.select(columns.origin, columns.sha256, columns.document_id.label("id"), columns.label)
        _keep(connection, _traces(connection.execute(query.where(columns.replaced_by.in_(part))).all()))


def label_kept(connection: sa.Connection, document_id: str, origin: str, sha256: str) -> Label | None:
    """Return the strongest label that was kept of a text, or of a file of this place or these bytes."""
    keys = _keys(document_id, origin, sha256)
    kept = connection.scalars(sa.select(bygone.c.label).where(bygone.c.key.in_(keys)))
    return max(map(Label, kept), key=lambda label: label.strength, default=None)


def decided(connection: sa.Connection, document_id: str) -> None:
    """Drop what was kept of a document that is there and gets a label by hand."""
    query = sa.select(files.c.origin, files.c.sha256).where(files.c.document_id == document_id)
    keys = _keys(document_id, "", "")
    for row in connection.execute(query):
        keys |= _keys(document_id, row.origin, row.sha256)
    for part in chunks(keys):
        connection.execute(sa.delete(bygone).where(bygone.c.key.in_(part)))


def _traces(rows: Iterable[sa.Row[str, str, str, str]]) -> _Traces:
    """Return the strongest label of each text, place and content."""
    found: _Traces = {}
    for row in rows:
        label = Label(row.label)
        for key in _keys(row.id, row.origin, row.sha256):
            if key not in found or label.strength > found[key].strength:
                found[key] = label
    return found


def _keep(connection: sa.Connection, traces: _Traces) -> None:
    """Keep labels; never a weaker one than is kept, and none that hides nothing."""
    strong = {key: label for key, label in traces.items() if label is not Label.PUBLIC}
    for part in chunks(strong):
        query = sa.select(bygone).where(bygone.c.key.in_(part))
        known = {row.key: Label(row.label) for row in connection.execute(query)}
        raised = [
            {"key": key, "label": strong[key].value}
            for key in part
            if key not in known or strong[key].strength > known[key].strength
        ]
        if raised:
            keys = [row["key"] for row in raised]
            connection.execute(sa.delete(bygone).where(bygone.c.key.in_(keys)))
            connection.execute(bygone.insert(), raised)


def _keys(document_id: str, origin: str, sha256: str) -> set[str]:
    """Return what a file is known by when it comes back; its bytes are "" where it is to be read again."""
    told = [f"text:{document_id}"]
    if os.path.isabs(origin):
        told.append(f"place:{origin}")
    if sha256:
        told.append(f"bytes:{sha256}")
    return {hashlib.sha256(one.encode()).hexdigest() for one in told}
