"""`POST /v1/search` and `GET /v1/search?q=`: ranked passages."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.routes.context import IfNoneMatch, RuntimeIn, matches, server_timing, weak_etag
from api.schemas import MAX_K, Question, SearchRequest, SearchResponse
from search.types import Mode, SearchResult

router = APIRouter(tags=["search"])


@router.post("/v1/search", response_model=SearchResponse)
def search(body: SearchRequest, runtime: RuntimeIn) -> Response:
    """Return the best passages for a query."""
    return _respond(runtime.search(body))


@router.get(
    "/v1/search", response_model=SearchResponse, responses={304: {"description": "The index is as it was."}}
)
def search_by_url(
    runtime: RuntimeIn,
    q: Annotated[Question, Query()],
    k: Annotated[int, Query(ge=1, le=MAX_K)] = 10,
    mode: Mode = Mode.HYBRID,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return the best passages for a query; without filters, and good for a link."""
    found = runtime.search(SearchRequest(query=q, k=k, mode=mode))
    if matches(if_none_match, weak_etag(found.index_version)):
        return Response(status_code=304, headers={"ETag": weak_etag(found.index_version)})
    return _respond(found)


def _respond(found: SearchResult) -> Response:
    response = SearchResponse.model_validate(found)
    headers = {
        "ETag": weak_etag(response.index_version),
        "Server-Timing": server_timing(found.took_ms, found.laps),
    }
    return Response(response.model_dump_json(), headers=headers, media_type="application/json")
