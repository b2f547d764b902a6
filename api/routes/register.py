"""`/v1/assignments`: who was told to do what by when, across all documents."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.register.calendar import calendar_of
from api.register.schemas import AssignmentList, assignments_out
from api.register.sheet import sheet_of
from api.routes.context import RuntimeIn
from api.routes.documents import MAX_LIMIT, MAX_OFFSET
from api.routes.paging import page_at
from api.routes.unchanged import UNCHANGED, TaggedRoute
from api.wire.days import Day
from corpus.types import Role
from search.register import RegisterFilter

router = APIRouter(tags=["register"], route_class=TaggedRoute, responses=UNCHANGED)

MAX_EXPORTED = 50_000
_TEXT_CHARS = 300

Words = Annotated[str | None, Query(min_length=1, max_length=_TEXT_CHARS)]


def _filter(
    agency: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=_TEXT_CHARS,
            description="Name, alias or abbreviation; with a province, documents of others are left out.",
        ),
    ] = None,
    groups: Annotated[bool, Query(description="Count groups that the agency belongs to.")] = True,
    role: Annotated[list[Role] | None, Query(description="May be given several times.")] = None,
    led: Annotated[
        bool | None, Query(description="Whether somebody is named who leads the task or carries it out.")
    ] = None,
    due_from: Annotated[Day | None, Query(description="Due on this day or later.")] = None,
    due_to: Annotated[Day | None, Query(description="Due on this day or earlier.")] = None,
    number: Annotated[Words, Query(description="Of the document, in any spelling.")] = None,
    document: Annotated[Words, Query(description="Id of the document.")] = None,
    year: Annotated[int | None, Query(ge=1900, le=9998, description="In which it was issued.")] = None,
    q: Annotated[Words, Query(description="Words of the task, with or without diacritics.")] = None,
) -> RegisterFilter:
    return RegisterFilter(
        agency=agency,
        groups=groups,
        roles=tuple(role) if role else None,
        due_from=due_from,
        due_to=due_to,
        issued_from=date(year, 1, 1) if year else None,
        issued_to=date(year, 12, 31) if year else None,
        number=number,
        document_ids=(document,) if document else None,
        led=led,
        words=q,
    )


Wanted = Annotated[RegisterFilter, Depends(_filter)]


@router.get("/v1/assignments", response_model=AssignmentList)
def list_assignments(
    request: Request,
    runtime: RuntimeIn,
    wanted: Wanted,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """List assignments: what is due first, then the tasks of the latest documents."""
    page = runtime.registrar().page(wanted, limit, offset)
    after = offset + limit
    following = page_at(request, limit, after) if after < page.total else None
    return Response(assignments_out(page, following).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/assignments.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def get_sheet(runtime: RuntimeIn, wanted: Wanted) -> Response:
    """Return the assignments that fit as a sheet with Vietnamese headings."""
    page = runtime.registrar().page(wanted, MAX_EXPORTED)
    return Response(sheet_of(page.rows), media_type="text/csv", headers=_named("register.csv"))


@router.get(
    "/v1/assignments.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def get_calendar(runtime: RuntimeIn, wanted: Wanted) -> Response:
    """Return the deadlines that fit as a calendar."""
    page = runtime.registrar().page(wanted, MAX_EXPORTED)
    return Response(calendar_of(page.rows), media_type="text/calendar", headers=_named("deadlines.ics"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
