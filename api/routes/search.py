"""`POST /v1/search` and `GET /v1/search?q=`: ranked passages."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.routes.context import IfNoneMatch, RuntimeIn, matches, weak_etag
from api.schemas import MAX_K, Question, SearchRequest, SearchResponse
from search.types import Mode

router = APIRouter(tags=["search"])


@router.post("/v1/search", response_model=SearchResponse)
def search(body: SearchRequest, runtime: RuntimeIn) -> Response:
    """Return the best passages for a query."""
    return _respond(SearchResponse.model_validate(runtime.search(body)))


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
    response = SearchResponse.model_validate(runtime.search(SearchRequest(query=q, k=k, mode=mode)))
    if matches(if_none_match, weak_etag(response.index_version)):
        return Response(status_code=304, headers={"ETag": weak_etag(response.index_version)})
    return _respond(response)


def _respond(response: SearchResponse) -> Response:
    headers = {
        "ETag": weak_etag(response.index_version),
        "Server-Timing": f"engine;dur={response.took_ms:.1f}",
    }
    return Response(response.model_dump_json(), headers=headers, media_type="application/json")
