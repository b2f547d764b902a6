"""The shapes of `/v1/assignments`, as clients see them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.wire.schemas import CitationOut, SpanOut
from corpus.types import Role
from search.register import RegisterPage, Via


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class AssignmentOut(_Response):
    """One agency in one task; a task of three agencies has three rows."""

    assignment_id: Annotated[str, Field(description="Shared by the rows of one task.")]
    agency_id: str | None
    agency: Annotated[str, Field(description="As it stands in the text.")]
    agency_name: Annotated[str | None, Field(description="The name that all its spellings share.")]
    agency_span: SpanOut
    via: Annotated[
        Via | None,
        Field(
            description="How the row answers to the agency asked for: by its name, by the post at its head, "
            "by a group that it belongs to, or by a group of which only those concerned are meant."
        ),
    ]
    role: Role
    led: Annotated[bool, Field(description="Whether somebody is named who leads the task or carries it out.")]
    task: str
    task_span: SpanOut
    due: Annotated[date | None, Field(description="The last day; null where the text gives none.")]
    recurrence: Annotated[str | None, Field(description="ISO 8601 repeating interval: R/P1M is monthly.")]
    deadline: Annotated[str | None, Field(description="As it stands in the text.")]
    deadline_span: SpanOut | None
    rule: Annotated[str | None, Field(description="How a relative deadline was resolved.")]
    product: str | None
    headings: Annotated[tuple[str, ...], Field(description="Above the clause, outermost first.")]
    citation: CitationOut


class AssignmentList(_Response):
    """One page of the register."""

    assignments: tuple[AssignmentOut, ...]
    total: int
    next: Annotated[str | None, Field(description="Where the next page is; null on the last.")]


def assignments_out(page: RegisterPage, following: str | None) -> AssignmentList:
    """Return what clients see of a page."""
    shown = tuple(map(AssignmentOut.model_validate, page.rows))
    return AssignmentList(assignments=shown, total=page.total, next=following)
