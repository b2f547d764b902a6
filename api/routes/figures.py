"""`/v1/figures`: what documents count and measure, in the order of time."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.figures.schemas import FigureList, FigureOut
from api.routes.context import RuntimeIn
from api.routes.documents import MAX_LIMIT, MAX_OFFSET
from api.routes.paging import page_at
from api.routes.unchanged import UNCHANGED, TaggedRoute
from search.figurebook import find_in_figures

router = APIRouter(tags=["figures"], route_class=TaggedRoute, responses=UNCHANGED)

_TEXT_CHARS = 300


@router.get("/v1/figures", response_model=FigureList)
def list_figures(
    request: Request,
    runtime: RuntimeIn,
    indicator: Annotated[
        str | None,
        Query(min_length=1, max_length=_TEXT_CHARS, description="Words of what is counted, or of its unit."),
    ] = None,
    number: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Of the document, in any spelling.")
    ] = None,
    document: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Id of the document.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """List figures as a series over time; totals tell whether their parts sum to them."""
    page = find_in_figures(runtime.catalog, indicator, number, limit, offset, document)
    after = offset + limit
    more = after < page.total and after <= MAX_OFFSET
    shown = FigureList(
        figures=tuple(map(FigureOut.model_validate, page.rows)),
        total=page.total,
        next=page_at(request, limit, after) if more else None,
    )
    return Response(shown.model_dump_json(), media_type="application/json")
