"""The read side of assignments: one row for each agency in each task, filtered and paged by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from corpus.catalog.chronology import in_time
from corpus.catalog.codec import from_json
from corpus.catalog.figurereader import FigureReader
from corpus.catalog.rows import chunks
from corpus.catalog.schema import assignments, documents, parties
from corpus.numbers import number_key
from corpus.types import LEADING, Assignment, Party, Role


@dataclass(frozen=True, slots=True)
class PartyScope:
    """Parties by agency id; where `issuers` is given, only in documents of these issuers."""

    agency_ids: tuple[str, ...]
    issuers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """Which parties are asked for; None restricts nothing.

    Attributes:
        scopes: the agencies; a party fits when it fits one of them, so () fits none.
        due_from: first day on which the task may be due; tasks without a day of their own do not fit.
        due_to: last day on which the task may be due.
        issued_from: first day on which the document may have been issued.
        issued_to: last day on which it may have been issued.
        number: of the document, in any of its spellings.
        document_ids: the documents; () fits none.
        led: whether somebody is named who leads the task or carries it out.
    """

    scopes: tuple[PartyScope, ...] | None = None
    roles: tuple[Role, ...] | None = None
    due_from: date | None = None
    due_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    number: str | None = None
    document_ids: tuple[str, ...] | None = None
    led: bool | None = None

    @property
    def is_narrow(self) -> bool:
        """Tell whether few documents or agencies fit, so that all that does can be sorted."""
        return not (self.scopes is None and self.number is None and self.document_ids is None)


@dataclass(frozen=True, slots=True)
class AssignedParty:
    """One agency in one task."""

    assignment: Assignment
    party: Party


class AssignmentReader(FigureReader):
    """Who was told to do what, across all documents."""

    def agency_ids(self) -> frozenset[str]:
        """Return the ids of all agencies that have a part in a task."""
        query = sa.select(parties.c.agency_id).where(parties.c.agency_id.is_not(None)).distinct()
        with self._db.read() as connection:
            return frozenset(connection.scalars(query))

    def agency_spellings(self) -> tuple[tuple[str, str, int], ...]:
        """Return (id, name as it is written, how often) of all agencies that have a part in a task."""
        query = (
            sa.select(parties.c.agency_id, parties.c.name, sa.func.count())
            .where(parties.c.agency_id.is_not(None))
            .group_by(parties.c.agency_id, parties.c.name)
        )
        with self._db.read() as connection:
            found = connection.execute(query).all()
        return tuple(sorted((agency_id, name, count) for agency_id, name, count in found))

    def issuers(self) -> frozenset[str]:
        """Return the issuers of all documents, as they are stored."""
        query = sa.select(documents.c.issuer).where(documents.c.issuer.is_not(None)).distinct()
        with self._db.read() as connection:
            return frozenset(connection.scalars(query))

    def assigned_parties(
        self, wanted: PartyFilter, limit: int | None = None, offset: int = 0
    ) -> tuple[tuple[AssignedParty, ...], int]:
        """Return a page of what fits, and how much fits in all.

        What is due comes first, the earliest first; then the rest, by the document's date, the latest first.
        """
        with self._db.read() as connection:
            counted = sa.select(sa.func.count()).select_from(_joined(wanted)).where(*_conditions(wanted))
            total = connection.scalar(counted) or 0
            if offset >= total:
                return (), total
            stop = None if limit is None else offset + limit
            if stop is None or wanted.is_narrow:
                keys = _sorted(connection, wanted, stop)
            else:
                keys = _sorted(connection, wanted, stop, due=True)
                keys += _undated(connection, wanted, stop - len(keys))
            return tuple(_parties(connection, keys[offset:stop])), total


_Key = tuple[str, int, int]  # document, assignment, party
_SAME = sa.and_(
    parties.c.document_id == assignments.c.document_id, parties.c.assignment == assignments.c.ordinal
)
_OWNER = documents.c.id == assignments.c.document_id


def _joined(wanted: PartyFilter) -> sa.Join | sa.Table:
    """Return the tables that conditions are about: to count, the others need not be read."""
    found: sa.Join | sa.Table = parties
    if wanted.due_from is not None or wanted.due_to is not None:
        found = found.join(assignments, _SAME)
    issued = wanted.issued_from is not None or wanted.issued_to is not None
    placed = any(scope.issuers is not None for scope in wanted.scopes or ())
    if issued or placed or wanted.number is not None:
        found = found.join(documents, documents.c.id == parties.c.document_id)
    return found


def _sorted(
    connection: sa.Connection, wanted: PartyFilter, limit: int | None, due: bool = False
) -> list[_Key]:
    """Return the first parties that fit, in the order of the pages.

    With `due` only those of tasks that are due on some day: they are read in the order of that column's
    index, no more of them than are asked for.
    """
    day = assignments.c.due
    query = (
        sa.select(assignments.c.document_id, assignments.c.ordinal, parties.c.ordinal)
        .select_from(parties.join(assignments, _SAME).join(documents, _OWNER))
        .where(*_conditions(wanted), *([day >= date.min] if due else []))
        .order_by(
            *([] if due else [day.is_(None)]),
            day,
            documents.c.issued_on.is_(None),
            documents.c.issued_on.desc(),
            assignments.c.document_id,
            assignments.c.ordinal,
            parties.c.ordinal,
        )
        .limit(limit)
    )
    return [(owner, at, party) for owner, at, party in connection.execute(query)]


def _undated(connection: sa.Connection, wanted: PartyFilter, limit: int) -> list[_Key]:
    """Return the first parties of tasks that are due on no day, in the order of the pages.

    They follow the days of their documents. To sort all of them takes seconds where there are hundreds of
    thousands, so documents are gone through in their order until there are enough.
    """
    found: list[_Key] = []
    if limit <= 0 or wanted.due_from is not None or wanted.due_to is not None:
        return found
    inner = replace(wanted, issued_from=None, issued_to=None)
    for portion in in_time(connection, latest_first=True, conditions=list(_issued(wanted))):
        places = {document_id: i for i, (document_id, _) in enumerate(portion)}
        # Whether a task is due is looked at here: the database would begin with all that are not.
        query = (
            sa.select(parties.c.document_id, parties.c.assignment, parties.c.ordinal, assignments.c.due)
            .select_from(parties.join(assignments, _SAME))
            .where(parties.c.document_id.in_(list(places)), *_conditions(inner))
        )
        keys = [(owner, at, party) for owner, at, party, due in connection.execute(query) if due is None]
        found += sorted(keys, key=lambda key: (places[key[0]], *key[1:]))
        if len(found) >= limit:
            break
    return found[:limit]


def _parties(connection: sa.Connection, keys: Sequence[_Key]) -> Iterator[AssignedParty]:
    read: dict[tuple[str, int], Assignment] = {}
    wanted = {key[:2] for key in keys}
    for part in chunks({document_id for document_id, _ in wanted}):
        query = sa.select(assignments.c.document_id, assignments.c.ordinal, assignments.c.payload)
        for owner, at, payload in connection.execute(query.where(assignments.c.document_id.in_(part))):
            if (owner, at) in wanted:
                read[owner, at] = from_json(Assignment, payload)
    for owner, at, party in keys:
        yield AssignedParty(read[owner, at], read[owner, at].parties[party])


def _issued(wanted: PartyFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.issued_from is not None:
        yield documents.c.issued_on >= wanted.issued_from
    if wanted.issued_to is not None:
        yield documents.c.issued_on <= wanted.issued_to


def _conditions(wanted: PartyFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.due_from is not None:
        yield assignments.c.due >= wanted.due_from
    if wanted.due_to is not None:
        yield assignments.c.due <= wanted.due_to
    yield from _issued(wanted)
    if wanted.scopes is not None:
        yield sa.or_(sa.false(), *map(_in_scope, wanted.scopes))
    if wanted.roles is not None:
        yield parties.c.role.in_([role.value for role in wanted.roles])
    if wanted.number is not None:
        yield documents.c.number_key == number_key(wanted.number)
    if wanted.document_ids is not None:
        yield _among(parties.c.document_id, wanted.document_ids)
    if wanted.led is not None:
        yield _is_led() if wanted.led else ~_is_led()


def _is_led() -> sa.ColumnElement[bool]:
    """Tell the tasks of which any party leads or carries out."""
    leader = parties.alias("leader")
    return sa.exists().where(
        leader.c.document_id == parties.c.document_id,
        leader.c.assignment == parties.c.assignment,
        leader.c.role.in_(sorted(LEADING)),
    )


def _in_scope(scope: PartyScope) -> sa.ColumnElement[bool]:
    agencies = _among(parties.c.agency_id, scope.agency_ids)
    if scope.issuers is None:
        return agencies
    return sa.and_(agencies, _among(documents.c.issuer, scope.issuers))


def _among(column: sa.Column[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    """Compare with any number of values, in lists that databases take."""
    return sa.or_(sa.false(), *(column.in_(part) for part in chunks(values)))
