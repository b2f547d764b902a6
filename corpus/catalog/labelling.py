"""Labels in the catalog: taking files in only ever raises them, `relabel` alone lowers.

All run inside a transaction of the caller.
"""

from collections.abc import Collection

import sqlalchemy as sa

from corpus.catalog.log import log
from corpus.catalog.schema import changes, documents, meta, versions
from corpus.labels import Label

_EPOCH = "label_epoch"
_LABELS = "labels"  # in the change log, in the place of a document


def label_of(connection: sa.Connection, document_id: str | None) -> Label | None:
    """Return the label of a document; None where there is no such document."""
    found = connection.scalar(sa.select(documents.c.label).where(documents.c.id == document_id))
    return Label(found) if found else None


def raise_to(
    connection: sa.Connection, document_id: str, label: Label, among: Collection[Label] | None = None
) -> None:
    """Give a document this label unless its own forbids as much, or is not among those that may be raised."""
    present = label_of(connection, document_id)
    if among is not None and present not in among:
        return
    if present is not None and label.strength > present.strength:
        relabel(connection, document_id, label)


def relabel(connection: sa.Connection, document_id: str, label: Label) -> None:
    """Give a document this label, and its earlier versions where theirs forbid less."""
    connection.execute(sa.update(documents).where(documents.c.id == document_id).values(label=label.value))
    seen = _versions_of_text(connection, document_id)
    wanted = {document_id}
    while wanted:
        query = sa.select(versions.c.number, versions.c.document_id).where(versions.c.replaced_by.in_(wanted))
        fresh = [row for row in connection.execute(query).all() if row.number not in seen]
        seen |= {row.number for row in fresh}
        wanted = {row.document_id for row in fresh}
    _raise_versions(connection, seen, label)
    # A change of the catalog, but of no document's text: whoever indexes texts has nothing to do.
    log(connection, _LABELS, "label")
    _turn(connection)


def label_before(connection: sa.Connection, document_id: str) -> Label | None:
    """Return the label that a text bears, or bore when it left; None where it is nowhere.

    A text that left is kept as a version of what took its place, and may come back.
    """
    present = label_of(connection, document_id)
    if present is not None:
        return present
    kept = connection.scalars(sa.select(versions.c.label).where(versions.c.document_id == document_id))
    return max(map(Label, kept), key=lambda label: label.strength, default=None)


def entered(connection: sa.Connection, document_id: str, label: Label) -> None:
    """Note that a document comes in: one that was here before may have been seen by more people."""
    _raise_versions(connection, _versions_of_text(connection, document_id), label)
    known = sa.select(changes.c.number).where(changes.c.document_id == document_id)
    if label is not Label.PUBLIC and connection.scalar(known) is not None:
        _turn(connection)


def _versions_of_text(connection: sa.Connection, document_id: str) -> set[int]:
    """Return the versions that hold the very text of a document, whatever took its place then."""
    return set(connection.scalars(sa.select(versions.c.number).where(versions.c.document_id == document_id)))


def _raise_versions(connection: sa.Connection, numbers: Collection[int], label: Label) -> None:
    weaker = [one.value for one in Label if one.strength < label.strength]
    below = sa.and_(versions.c.number.in_(numbers), versions.c.label.in_(weaker))
    connection.execute(sa.update(versions).where(below).values(label=label.value))


def epoch(connection: sa.Connection) -> int:
    """Return a number that grows whenever a document that was known gets another label."""
    return int(connection.scalar(sa.select(meta.c.value).where(meta.c.key == _EPOCH)) or 0)


def _turn(connection: sa.Connection) -> None:
    after = str(epoch(connection) + 1)
    connection.execute(sa.delete(meta).where(meta.c.key == _EPOCH))
    connection.execute(meta.insert().values(key=_EPOCH, value=after))
