"""What the register is asked for, and the rows that it shows."""

from dataclasses import dataclass
from datetime import date

from corpus.types import Role, Span
from search.register.bodies import Via
from search.types import Citation


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which rows are asked for; None restricts nothing.

    Attributes:
        agency: a name, an alias or an abbreviation; "Sở Y tế Cần Thơ" leaves other provinces out.
        groups: whether groups that the agency belongs to count as well.
        roles: what the agency has to do with the task.
        due_from: first day on which the task may be due; tasks without a day of their own do not fit.
        due_to: last day on which the task may be due.
        issued_from: first day on which the document may have been issued.
        issued_to: last day on which it may have been issued.
        number: of the document, in any of its spellings.
        document_ids: the documents.
        led: whether somebody is named who leads the task or carries it out.
        words: all of them, with or without diacritics, must stand in the clause or its headings.
    """

    agency: str | None = None
    groups: bool = True
    roles: tuple[Role, ...] | None = None
    due_from: date | None = None
    due_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    number: str | None = None
    document_ids: tuple[str, ...] | None = None
    led: bool | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One agency in one task; the spans are offsets into the document's text.

    Attributes:
        agency: as it stands in the text.
        agency_name: the name that all spellings share; None where the agency is not known by it.
        via: how the row answers to the agency asked for; None where none was asked for.
        led: whether somebody is named who leads the task or carries it out.
        due: the last day, None where the text gives none or it cannot be told.
        recurrence: ISO 8601 repeating interval.
        rule: how a relative deadline was resolved.
    """

    assignment_id: str
    agency_id: str | None
    agency: str
    agency_span: Span
    agency_name: str | None
    via: Via | None
    role: Role
    led: bool
    task: str
    task_span: Span
    due: date | None
    recurrence: str | None
    deadline: str | None
    deadline_span: Span | None
    rule: str | None
    product: str | None
    headings: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A part of the register; `total` counts all rows that fit."""

    rows: tuple[RegisterRow, ...]
    total: int
