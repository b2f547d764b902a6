"""Documents that leave the catalog, and the files that keep them there."""

import sqlalchemy as sa

from corpus.catalog import bygone
from corpus.catalog.files import UNSEEN, Link, Reason, SeenFile, Taken, begins_with, now
from corpus.catalog.log import log
from corpus.catalog.schema import documents, files, versions
from corpus.readers.members import SEPARATOR


def has_giver(connection: sa.Connection, document_id: str) -> bool:
    """Tell whether the file that a document was read from is still there as it was."""
    query = sa.select(files.c.origin).where(
        files.c.document_id == document_id, files.c.link == Link.DOCUMENT.value
    )
    return connection.execute(query.limit(1)).first() is not None


def release(connection: sa.Connection, origin: str, document_id: str, successor: str) -> bool:
    """Let go of a document for which the file from `origin` no longer stands; tell whether it left.

    It lives on while another file stands for it; else its text is kept as a version of `successor`.
    """
    connection.execute(sa.delete(files).where(files.c.origin == origin))
    if lives_on(connection, document_id):
        return False
    archive(connection, document_id, successor, Reason.CHANGED)
    return remove(connection, document_id)


def lives_on(connection: sa.Connection, document_id: str) -> bool:
    """Tell whether files still stand for a document, and let one of them give it.

    Where only near-duplicates are left, the text stays what it is, and they are read again when they
    are met next: then one of them becomes the document.
    """
    held = sa.select(files).where(files.c.document_id == document_id).order_by(files.c.origin)
    left = connection.execute(held).all()
    if not left or any(row.link == Link.DOCUMENT.value for row in left):
        return bool(left)
    heir = next((row for row in left if row.link == Link.SAME_TEXT.value), None)
    if heir is None:
        stale = sa.update(files).where(files.c.document_id == document_id)
        connection.execute(stale.values(size=UNSEEN, mtime_ns=UNSEEN, sha256=""))
        return True
    promoted = sa.update(files).where(files.c.origin == heir.origin)
    connection.execute(promoted.values(link=Link.DOCUMENT.value))
    give(connection, document_id, SeenFile(heir.origin, heir.source, heir.sha256))
    return True


def give(connection: sa.Connection, document_id: str, seen: SeenFile) -> None:
    """Make a file of the same text the one that a document was read from."""
    given = sa.update(documents).where(documents.c.id == document_id)
    named = {"origin": seen.origin, "source": seen.source, "sha256": seen.sha256}
    connection.execute(given.values(**named, digest=""))
    log(connection, document_id, "put", same_texts=True)  # citations show the source


def displace(connection: sa.Connection, document_id: str, taken: Taken) -> None:
    """Let a better file's document take the place of another, with all files that stood for that."""
    moved = sa.update(files).where(files.c.document_id == document_id)
    link = {"link": Link.NEAR_DUPLICATE.value, "similarity": taken.similarity}
    connection.execute(moved.values(document_id=taken.document_id, **link))
    archive(connection, document_id, taken.document_id, Reason.BETTER_FILE)
    remove(connection, document_id)


def archive(connection: sa.Connection, document_id: str, successor: str, reason: Reason) -> None:
    """Keep what a document says as a version."""
    columns = ("id", "origin", "source", "sha256", "title", "label", "header", "text")
    query = sa.select(*(documents.c[name] for name in columns)).where(documents.c.id == document_id)
    row = connection.execute(query).first()
    if row is None:
        return
    kept = dict(row._mapping)
    kept["document_id"] = kept.pop("id")
    kept |= {"replaced_by": successor, "reason": reason.value, "replaced_at": now()}
    connection.execute(versions.insert().values(kept))


def remove(connection: sa.Connection, document_id: str) -> bool:
    """Remove a document with all its parts and links; tell whether it was there."""
    if not connection.execute(sa.delete(documents).where(documents.c.id == document_id)).rowcount:
        return False
    log(connection, document_id, "delete")
    return True


def forget(connection: sa.Connection, document_id: str) -> bool:
    """Remove a document for good: also its earlier versions, and what says that its containers are known.

    Of all of it only labels stay, see `bygone`.
    """
    bygone.remember_document(connection, document_id)
    _reopen_containers(connection, document_id)
    if not remove(connection, document_id):
        return False
    wanted = {document_id}
    while wanted:
        query = sa.select(versions.c.document_id).where(versions.c.replaced_by.in_(wanted))
        earlier = set(connection.scalars(query))
        bygone.remember_versions(connection, wanted)
        connection.execute(sa.delete(versions).where(versions.c.replaced_by.in_(wanted)))
        living = sa.select(documents.c.id).where(documents.c.id.in_(earlier))
        wanted = earlier - set(connection.scalars(living))  # those have a history of their own
    return True


def forget_file(connection: sa.Connection, origin: str) -> tuple[str, ...]:
    """Remove a file and those inside it; return the documents that leave because nothing else holds them."""
    gone = sa.or_(files.c.origin == origin, begins_with(origin + SEPARATOR))
    held = sorted({key for key in connection.scalars(sa.select(files.c.document_id).where(gone)) if key})
    bygone.remember(connection, gone)
    connection.execute(sa.delete(files).where(gone))
    return tuple(key for key in held if not lives_on(connection, key) and forget(connection, key))


def _reopen_containers(connection: sa.Connection, document_id: str) -> None:
    """Drop the rows of the containers of a document's files, so that they are read again when met."""
    for origin in connection.scalars(sa.select(files.c.origin).where(files.c.document_id == document_id)):
        parts = origin.split(SEPARATOR)
        outer = [SEPARATOR.join(parts[:i]) for i in range(1, len(parts))]
        if outer:
            holding = sa.and_(files.c.origin.in_(outer), files.c.link == Link.CONTAINER.value)
            connection.execute(sa.delete(files).where(holding))
