"""`POST /v1/batch`: many questions and searches in one request, a line each, answered in their order."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel

from api.batch.answerer import Answerer
from api.batch.inbox import MAX_LINE_BYTES, MAX_LINES
from api.batch.items import AskItem, BatchFailure, SearchItem
from api.batch.options import DEFAULT_TAG
from api.batch.stream import LineStream
from api.errors.access import RateExceeded
from api.routes.context import RuntimeIn
from api.wire.bodies import MAX_BATCH_BYTES

router = APIRouter(tags=["batch"])

NDJSON = "application/x-ndjson"
_REF = "#/components/schemas/{model}"
_LIMITS = (
    f"{MAX_LINES} lines, {MAX_LINE_BYTES} bytes a line and {MAX_BATCH_BYTES} bytes in all at most. "
    "Lines beyond come back as problems of status 413. Where a key has a rate, each line "
    "counts as a request of its own, and answers come no faster."
)


def _schema(model: type[BaseModel]) -> dict[str, object]:
    """Return the schema of a line; what it refers to is in the document through other routes."""
    found = model.model_json_schema(ref_template=_REF)
    found.pop("$defs", None)
    return found


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            NDJSON: {
                "schema": {
                    "type": "string",
                    "maxLength": MAX_BATCH_BYTES,
                    "description": "One JSON object a line, as `x-itemSchema` says; blank lines are skipped. "
                    + _LIMITS,
                },
                "x-itemSchema": {"oneOf": [_schema(AskItem), _schema(SearchItem)]},
            }
        },
    }
}
_ANSWERS = {
    NDJSON: {
        "schema": {
            "type": "string",
            "description": "A line for each line of the request, in its order and as soon as it is ready: "
            "the response of /v1/ask or /v1/search with the id first, or {id, line, error} with a problem.",
        },
        "x-itemSchema": {
            "oneOf": [
                {"$ref": _REF.format(model="AskResponse")},
                {"$ref": _REF.format(model="SearchResponse")},
                _schema(BatchFailure),
            ]
        },
    },
    "text/plain": {
        "schema": {
            "type": "string",
            "description": "With Accept: text/plain; format=trec. The hits as a TREC run; lines that failed "
            "are missing in it.",
        }
    },
}


@router.post(
    "/v1/batch",
    response_class=Response,
    responses={200: {"description": "Lines.", "content": _ANSWERS}},
    openapi_extra=_BODY,
)
async def batch(
    request: Request,
    runtime: RuntimeIn,
    accept: Annotated[
        str, Header(description="text/plain; format=trec gives a TREC run, all else JSON lines.")
    ] = NDJSON,
    tag: Annotated[
        str, Query(pattern=r"^\S{1,64}$", description="Name of the run, in the TREC form.")
    ] = DEFAULT_TAG,
) -> Response:
    """Answer many questions and searches; ends where the client goes away."""
    runtime.require_ready()  # what would stop every line is told once
    as_run = _wants_run(accept)
    answerer = Answerer(runtime, request.state.request_id, tag if as_run else None)
    media_type = "text/plain; charset=utf-8" if as_run else NDJSON
    return LineStream(answerer, media_type, lambda: _seconds_to_wait(request))


def _seconds_to_wait(request: Request) -> int | None:
    """Meter a line like a request of its own; raises AccessError where the key opens nothing any more."""
    try:
        request.app.state.door.admit(request)
    except RateExceeded as error:
        return error.seconds
    return None


def _wants_run(accept: str) -> bool:
    wanted = (part.replace(" ", "").lower().split(";") for part in accept.split(","))
    return any(kind == "text/plain" and "format=trec" in parameters for kind, *parameters in wanted)
