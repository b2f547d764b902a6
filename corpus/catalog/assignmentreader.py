"""The read side of assignments: one row for each agency in each task, filtered and paged by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from corpus.catalog.codec import from_json
from corpus.catalog.filereader import FileReader
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


@dataclass(frozen=True, slots=True)
class AssignedParty:
    """One agency in one task."""

    assignment: Assignment
    party: Party


class AssignmentReader(FileReader):
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
        conditions = list(_conditions(wanted))
        counted = sa.select(sa.func.count()).select_from(_joined()).where(*conditions)
        query = (
            sa.select(assignments.c.payload, parties.c.ordinal)
            .select_from(_joined())
            .where(*conditions)
            .order_by(
                assignments.c.due.is_(None),
                assignments.c.due,
                documents.c.issued_on.is_(None),
                documents.c.issued_on.desc(),
                assignments.c.document_id,
                assignments.c.ordinal,
                parties.c.ordinal,
            )
            .limit(limit)
            .offset(offset)
        )
        with self._db.read() as connection:
            total = connection.scalar(counted) or 0
            found = tuple(_assigned_party(*row) for row in connection.execute(query))
        return found, total


def _joined() -> sa.Join:
    same = sa.and_(
        parties.c.document_id == assignments.c.document_id, parties.c.assignment == assignments.c.ordinal
    )
    owner = documents.c.id == assignments.c.document_id
    return parties.join(assignments, same).join(documents, owner)


def _assigned_party(payload: str, ordinal: int) -> AssignedParty:
    assignment = from_json(Assignment, payload)
    return AssignedParty(assignment, assignment.parties[ordinal])


def _conditions(wanted: PartyFilter) -> list[sa.ColumnElement[bool]]:
    due, issued = assignments.c.due, documents.c.issued_on
    bounds = (
        (wanted.due_from, due.__ge__),
        (wanted.due_to, due.__le__),
        (wanted.issued_from, issued.__ge__),
        (wanted.issued_to, issued.__le__),
    )
    conditions: list[sa.ColumnElement[bool]] = [compare(day) for day, compare in bounds if day is not None]
    if wanted.scopes is not None:
        conditions.append(sa.or_(sa.false(), *map(_in_scope, wanted.scopes)))
    if wanted.roles is not None:
        conditions.append(parties.c.role.in_([role.value for role in wanted.roles]))
    if wanted.number is not None:
        conditions.append(documents.c.number_key == number_key(wanted.number))
    if wanted.document_ids is not None:
        conditions.append(_among(parties.c.document_id, wanted.document_ids))
    if wanted.led is not None:
        conditions.append(_is_led() if wanted.led else ~_is_led())
    return conditions


def _is_led() -> sa.ColumnElement[bool]:
    """Tell the tasks of which any party leads or carries out."""
    leader = parties.alias("leader")
    return sa.exists().where(
        leader.c.document_id == assignments.c.document_id,
        leader.c.assignment == assignments.c.ordinal,
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
