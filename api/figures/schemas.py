"""The shapes of `/v1/figures`, as clients see them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.wire.schemas import CitationOut


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
    next: Annotated[str | None, Field(description="Where the next page is; null on the last.")]
