"""The shapes of `/v1/facets`, as clients see them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class FacetOut(_Response):
    """A value, and how many documents have it."""

    value: str
    count: int


class FacetsOut(_Response):
    """Counts of documents; each facet disregards what is chosen of itself, so that it can be changed."""

    total: Annotated[int, Field(description="Documents that fit all that is chosen.")]
    kinds: Annotated[tuple[FacetOut, ...], Field(description="Most documents first.")]
    issuers: Annotated[tuple[FacetOut, ...], Field(description="Most documents first.")]
    validity: Annotated[tuple[FacetOut, ...], Field(description="How documents stand today.")]
    years: Annotated[tuple[FacetOut, ...], Field(description="Of issue; the latest first.")]
