"""`/v1/figures`: what documents count and measure, in the order of time."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.routes.context import RuntimeIn
from api.routes.documents import MAX_LIMIT, MAX_OFFSET
from api.schemas import CitationOut
from search.figurebook import find_in_figures

router = APIRouter(tags=["figures"])

_TEXT_CHARS = 300


class FigureOut(BaseModel):
    """A figure with its proof."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    id: str
    indicator: Annotated[str, Field(description="What is counted, in the words of the document.")]
    value: float
    unit: str
    status: str | None
    as_of: Annotated[date | None, Field(description="The day of which the document says it.")]
    day: Annotated[date | None, Field(description="As of, else the day of the document.")]
    part_of: Annotated[str | None, Field(description="Id of the figure that it breaks down.")]
    parts: Annotated[tuple[str, ...], Field(description="Ids of the figures that break it down.")]
    rest: Annotated[float | None, Field(description="What the parts leave of it; null without parts.")]
    complete: Annotated[bool | None, Field(description="Whether the parts sum to it; null without parts.")]
    citation: CitationOut


class FigureList(BaseModel):
    """One page of figures, the oldest first."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    figures: tuple[FigureOut, ...]
    total: int


@router.get("/v1/figures", response_model=FigureList)
def list_figures(
    runtime: RuntimeIn,
    indicator: Annotated[
        str | None,
        Query(min_length=1, max_length=_TEXT_CHARS, description="Words of what is counted, or of its unit."),
    ] = None,
    number: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Of the document, in any spelling.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """List figures as a series over time; totals tell whether their parts sum to them."""
    page = find_in_figures(runtime.catalog, indicator, number, limit, offset)
    shown = FigureList(figures=tuple(map(FigureOut.model_validate, page.rows)), total=page.total)
    return Response(shown.model_dump_json(), media_type="application/json")
