"""`POST /v1/search` and `GET /v1/search?q=`: ranked passages."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.routes.context import IfNoneMatch, RuntimeIn, matches, server_timing, weak_etag
from api.wire.days import Day
from api.wire.schemas import (
    MAX_FILTER_VALUES,
    MAX_K,
    FiltersIn,
    FilterValue,
    Question,
    SearchRequest,
    SearchResponse,
)
from search.genealogy import ValidityStatus
from search.types import Mode, SearchResult

router = APIRouter(tags=["search"])


Values = Annotated[
    list[FilterValue] | None, Query(max_length=MAX_FILTER_VALUES, description="May be given several times.")
]


def _filters(
    document_id: Values = None,
    number: Values = None,
    kind: Values = None,
    issuer: Values = None,
    issued_from: Day | None = None,
    issued_to: Day | None = None,
    agency: Annotated[FilterValue | None, Query(description="Documents that give this body a task.")] = None,
    validity: Annotated[list[ValidityStatus] | None, Query(max_length=len(ValidityStatus))] = None,
) -> FiltersIn:
    return FiltersIn(
        document_ids=tuple(document_id or ()),
        numbers=tuple(number or ()),
        kinds=tuple(kind or ()),
        issuers=tuple(issuer or ()),
        issued_from=issued_from,
        issued_to=issued_to,
        agency=agency,
        validity=tuple(validity or ()),
    )


@router.post("/v1/search", response_model=SearchResponse)
def search(body: SearchRequest, runtime: RuntimeIn) -> Response:
    """Return the best passages for a query."""
    return _respond(runtime.search(body))


@router.get(
    "/v1/search", response_model=SearchResponse, responses={304: {"description": "The index is as it was."}}
)
def search_by_url(
    runtime: RuntimeIn,
    filters: Annotated[FiltersIn, Depends(_filters)],
    q: Annotated[Question, Query()],
    k: Annotated[int, Query(ge=1, le=MAX_K)] = 10,
    mode: Mode = Mode.HYBRID,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return the best passages for a query; good for a link."""
    found = runtime.search(SearchRequest(query=q, k=k, mode=mode, filters=filters))
    # Which documents are in force is another matter tomorrow.
    state = f"{found.index_version}-{date.today():%Y%m%d}" if filters.validity else found.index_version
    if matches(if_none_match, weak_etag(state)):
        return Response(status_code=304, headers={"ETag": weak_etag(state)})
    return _respond(found, state)


def _respond(found: SearchResult, state: str | None = None) -> Response:
    response = SearchResponse.model_validate(found)
    headers = {
        "ETag": weak_etag(state or response.index_version),
        "Server-Timing": server_timing(found.took_ms, found.laps),
    }
    return Response(response.model_dump_json(), headers=headers, media_type="application/json")
