"""Files into the catalog: what a file is to the documents that are there, and what that changes.

`plan` and `plan_known` only look; `carry_out` writes. All run inside a transaction of the caller.

A file that was read in another way than today's is read again. Mostly its text is the same: then what was
read of it is exchanged, and no version is made. Only the file that gave the document, or one of the same
bytes, may do that; others hold the same words in other places.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import sqlalchemy as sa

from corpus.catalog import bygone, labelling, leaving, rows
from corpus.catalog.codec import digest
from corpus.catalog.duplicates import find_duplicate, store_fingerprint
from corpus.catalog.files import Link, Outcome, SeenFile, StoredFile, Taken, check_origin, now, stored_file
from corpus.catalog.log import log
from corpus.catalog.schema import documents, files, vectors
from corpus.duplicates import Fingerprint
from corpus.extraction import EXTRACTION
from corpus.labels import Label, mark_in, strongest
from corpus.types import Record


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was read, and all that goes with it."""

    record: Record
    offsets: bytes
    print: Fingerprint
    seen: SeenFile
    label: Label = Label.PUBLIC  # asked for; a stamp may be stronger

    @property
    def mark(self) -> Label:
        """Return the label that the file asks for and bears."""
        document = self.record.document
        return strongest(self.label, mark_in(document.text, document.header))


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a file in would change.

    Attributes:
        taken: what the caller is told.
        enters: what becomes a document; None where the file is linked to one.
        displaced: the document whose place it takes as the better file of the two.
        released: the document that the file stood for until now.
        renewed: what takes the place of all that was read of the same text before.
        label: the least that the document must bear.
    """

    taken: Taken
    enters: Arrival | None = None
    displaced: str | None = None
    released: str | None = None
    renewed: Arrival | None = None
    label: Label = Label.PUBLIC


def plan(connection: sa.Connection, arrival: Arrival, may_replace: bool) -> Plan:
    """Find out what a file is to the documents that are there."""
    return replace(_plan(connection, arrival, may_replace), label=arrival.mark)


def _plan(connection: sa.Connection, arrival: Arrival, may_replace: bool) -> Plan:
    new = arrival.record.document.id
    before = known_file(connection, arrival.seen.origin)
    old = before.document_id if before else None
    stored = rows.record(connection, new)
    if before is not None and stored is not None and old == new:
        fresh = _renewing(connection, stored, arrival) if before.is_stale else None
        outcome = Outcome.REREAD if fresh else Outcome.UNCHANGED
        if before.link is Link.NEAR_DUPLICATE:  # it says word by word today what the document says
            return Plan(Taken(outcome, new, _link_of_same_text(connection, new)), renewed=fresh)
        return Plan(Taken(outcome, new, before.link, before.similarity), renewed=fresh)
    same_bytes = before is not None and before.sha256 == arrival.seen.sha256 != ""
    if old is not None and not may_replace and not same_bytes:
        return Plan(Taken(Outcome.KEPT, old, before.link if before else Link.DOCUMENT))
    if stored is not None:
        fresh = _renewing(connection, stored, arrival)
        same = Taken(Outcome.SAME_TEXT, new, _link_of_same_text(connection, new))
        return Plan(same, released=old, renewed=fresh)
    # Who edits a file means the new text, however near it is to the old one.
    edited = before is not None and (
        before.link is Link.DOCUMENT or (before.link is Link.SAME_TEXT and not same_bytes)
    )
    found = find_duplicate(connection, arrival.record.document, arrival.print, old if edited else None)
    if found is None:
        outcome = Outcome.NEW if old is None else Outcome.REPLACED
        return Plan(Taken(outcome, new, Link.DOCUMENT), enters=arrival, released=old)
    as_before = same_bytes and old == found.document_id
    if old == found.document_id:
        old = None  # displaced, or still stood for
    if not found.match.new_is_better:
        outcome = Outcome.UNCHANGED if as_before else Outcome.NEAR_DUPLICATE
        linked = Taken(outcome, found.document_id, Link.NEAR_DUPLICATE, found.match.similarity)
        return Plan(linked, released=old)
    kept = Taken(Outcome.NEAR_DUPLICATE, new, Link.DOCUMENT, found.match.similarity)
    return Plan(kept, enters=arrival, displaced=found.document_id, released=old)


def _link_of_same_text(connection: sa.Connection, document_id: str) -> Link:
    return Link.SAME_TEXT if leaving.has_giver(connection, document_id) else Link.DOCUMENT


def _renewing(connection: sa.Connection, stored: Record, arrival: Arrival) -> Arrival | None:
    """Return what takes the place of a record of the same text; None where it stays as it is."""
    givers = sa.select(files.c.origin, files.c.sha256).where(
        files.c.document_id == stored.document.id, files.c.link == Link.DOCUMENT.value
    )
    given = {row.origin: row.sha256 for row in connection.execute(givers)}
    read, kept = arrival.record.document, stored.document
    if arrival.seen.origin not in given:
        if given and read.sha256 not in (kept.sha256, *given.values()):
            return None  # other bytes than those that the document was read from
        read = replace(read, source=kept.source, origin=kept.origin, sha256=kept.sha256)
    fresh = replace(arrival, record=replace(arrival.record, document=read))
    offsets = connection.scalar(sa.select(documents.c.offsets).where(documents.c.id == kept.id))
    return None if (stored, offsets) == (fresh.record, fresh.offsets) else fresh


def plan_known(connection: sa.Connection, seen: SeenFile, may_replace: bool) -> Plan | None:
    """Find out what a file is whose bytes are known; None where they must be read."""
    query = sa.select(files).where(
        files.c.sha256 == seen.sha256, files.c.document_id.is_not(None), files.c.extraction == EXTRACTION
    )
    same = [stored_file(row) for row in connection.execute(query.order_by(files.c.origin))]
    own = next((one for one in same if one.origin == seen.origin), None)
    if own is not None and own.document_id is not None:
        return Plan(Taken(Outcome.UNCHANGED, own.document_id, own.link, own.similarity))
    twin = next(iter(same), None)
    if twin is None or twin.document_id is None:
        return None
    before = known_file(connection, seen.origin)
    old = before.document_id if before else None
    similarity = twin.similarity if twin.link is Link.NEAR_DUPLICATE else None
    if before is not None and old == twin.document_id:
        if twin.link is Link.NEAR_DUPLICATE is not before.link:
            return None  # its own text is gone, that of the twin is not stored
        link = before.link if before.link is not Link.NEAR_DUPLICATE else _as_copy(twin.link)
        return Plan(Taken(Outcome.UNCHANGED, old, link, similarity))
    if before is not None and old is not None and not may_replace and before.sha256 != seen.sha256:
        return Plan(Taken(Outcome.KEPT, old, before.link))
    outcome = Outcome.NEAR_DUPLICATE if twin.link is Link.NEAR_DUPLICATE else Outcome.SAME_TEXT
    linked = Taken(outcome, twin.document_id, _as_copy(twin.link), similarity)
    return Plan(linked, released=old)


def _as_copy(link: Link) -> Link:
    """Return what a file is to a document for which another of the same bytes stands like this."""
    return link if link is Link.NEAR_DUPLICATE else Link.SAME_TEXT


def carry_out(
    connection: sa.Connection, seen: SeenFile, planned: Plan, may_raise: Collection[Label] | None = None
) -> Taken:
    """Write what was planned for a file; return what became of it.

    A document that was there gets a stronger label only where its own is in `may_raise`, None for any.
    """
    taken = planned.taken
    if taken.outcome is Outcome.KEPT:
        return taken
    kept = bygone.label_kept(connection, taken.document_id, seen.origin, seen.sha256)
    least = strongest(planned.label, kept)
    left: list[str] = []
    old = planned.released
    inherited = [labelling.label_of(connection, one) for one in (old, planned.displaced)]
    if old is not None and leaving.release(connection, seen.origin, old, taken.document_id):
        left.append(old)
    if planned.enters is not None:
        arrived = planned.enters
        before = labelling.label_before(connection, taken.document_id)
        label = strongest(least, *inherited, before)
        enter(connection, arrived.record, arrived.offsets, arrived.print, label)
    if planned.renewed is not None:
        renew(connection, planned.renewed)
    if planned.displaced is not None:
        leaving.displace(connection, planned.displaced, taken)
        left.append(planned.displaced)
    gives = taken.link is Link.DOCUMENT and not leaving.has_giver(connection, taken.document_id)
    write_file(connection, seen, taken.document_id, taken.link, taken.similarity)
    if gives and planned.enters is None:
        leaving.give(connection, taken.document_id, seen)
    labelling.raise_to(connection, taken.document_id, least, may_raise)
    label = labelling.label_of(connection, taken.document_id) or least
    return replace(taken, left=tuple(left), label=label)


def enter(connection: sa.Connection, record: Record, offsets: bytes, found: Fingerprint, label: Label) -> int:
    """Insert a document with its fingerprint; return the change number."""
    rows.insert(connection, record, offsets, digest(record, offsets), label)
    store_fingerprint(connection, record.document.id, found)
    labelling.entered(connection, record.document.id, label)
    return log(connection, record.document.id, "put")


def enter_again(
    connection: sa.Connection, record: Record, offsets: bytes, found: Fingerprint, label: Label
) -> None:
    """Insert a document in the place of what is stored under its id; links, and vectors that hold, stay.

    A label that is stored and forbids more stays, too, also that of a text that left and comes back.
    """
    document = record.document
    label = strongest(label, labelling.label_before(connection, document.id))
    stored = rows.record(connection, document.id)
    if stored is None:
        enter(connection, record, offsets, found, label)
    else:
        _exchange(connection, stored, record, offsets, found, label)
        labelling.entered(connection, document.id, label)
    seen = SeenFile(document.origin, document.source, document.sha256)
    write_file(connection, seen, document.id, Link.DOCUMENT, None)


def renew(connection: sa.Connection, arrival: Arrival) -> None:
    """Exchange all that was read of a text by what is read of it today; label, links and age stay."""
    key = arrival.record.document.id
    stored, label = rows.record(connection, key), labelling.label_of(connection, key)
    assert stored is not None
    assert label is not None
    _exchange(connection, stored, arrival.record, arrival.offsets, arrival.print, label)


def _exchange(
    connection: sa.Connection,
    stored: Record,
    record: Record,
    offsets: bytes,
    found: Fingerprint,
    label: Label,
) -> None:
    """Put a record in the place of the one that is stored of the same text; vectors that hold stay."""
    same = documents.c.id == record.document.id
    vectors_kept = rows.unchanged_vectors(connection, stored, record)
    linked = connection.execute(sa.select(files).where(files.c.document_id == record.document.id)).all()
    created_at = connection.scalar(sa.select(documents.c.created_at).where(same))
    connection.execute(sa.delete(documents).where(same))
    rows.insert(connection, record, offsets, digest(record, offsets), label)
    connection.execute(sa.update(documents).where(same).values(created_at=created_at))
    store_fingerprint(connection, record.document.id, found)
    if vectors_kept:
        connection.execute(vectors.insert(), vectors_kept)
    if linked:
        connection.execute(files.insert(), [dict(row._mapping) for row in linked])
    before, after = (stored.document.title, stored.passages), (record.document.title, record.passages)
    log(connection, record.document.id, "put", same_texts=before == after)


def write_file(
    connection: sa.Connection, seen: SeenFile, document_id: str | None, link: Link, similarity: float | None
) -> None:
    """Store what is known of a file, in the place of what was; raises PathTooLong."""
    check_origin(connection, seen)
    connection.execute(sa.delete(files).where(files.c.origin == seen.origin))
    connection.execute(
        files.insert().values(
            origin=seen.origin,
            source=seen.source,
            sha256=seen.sha256,
            size=seen.size,
            mtime_ns=seen.mtime_ns,
            document_id=document_id,
            link=link.value,
            similarity=similarity,
            seen_at=now(),
            extraction=EXTRACTION,
        )
    )


def known_file(connection: sa.Connection, origin: str) -> StoredFile | None:
    """Return what is stored of a file."""
    row = connection.execute(sa.select(files).where(files.c.origin == origin)).first()
    return stored_file(row) if row else None
