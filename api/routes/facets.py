"""`/v1/facets`: what documents can be narrowed by, with counts."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.facets import FacetFilter, FacetsOut, facets_of
from api.routes.context import RuntimeIn
from api.routes.unchanged import UNCHANGED, TaggedRoute
from api.wire.schemas import FiltersIn
from search.genealogy import ValidityStatus

router = APIRouter(tags=["search"], route_class=TaggedRoute, responses=UNCHANGED)

MAX_LIMIT = 200
_TEXT_CHARS = 300

Text = Annotated[str | None, Query(min_length=1, max_length=_TEXT_CHARS)]


@router.get("/v1/facets", response_model=FacetsOut)
def get_facets(
    runtime: RuntimeIn,
    kind: Text = None,
    issuer: Text = None,
    year: Annotated[int | None, Query(ge=1900, le=9998)] = None,
    validity: ValidityStatus | None = None,
    agency: Text = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Values of each facet.")] = 50,
) -> Response:
    """Count the documents of each kind, issuer, year and force, under what is chosen of the others.

    With `agency` only documents count that give this body a task.
    """
    narrower = runtime.narrower()
    without = narrower.left_out(FiltersIn(agency=agency), None)
    chosen = FacetFilter(kind, issuer, year, validity)
    counted = facets_of(runtime.shelf(), chosen, limit, narrower.standing(date.today()), without)
    return Response(counted.model_dump_json(), media_type="application/json")
