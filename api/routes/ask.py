"""`POST /v1/ask`: the typed answer, whole or as a stream of events."""

from collections.abc import Iterator

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.routes.context import RuntimeIn, server_timing, weak_etag
from api.wire.schemas import AskRequest, AskResponse

router = APIRouter(tags=["ask"])

_STREAM = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "description": "With stream: true. Events in order: query, answer (one for each), hits, done. "
            "Their data are the members of the JSON response; done carries the rest of them.",
            "required": ["event", "data"],
            "properties": {
                "event": {"enum": ["query", "answer", "hits", "done"]},
                "data": {"type": "string", "contentMediaType": "application/json"},
            },
        }
    }
}


@router.post("/v1/ask", response_model=AskResponse, responses={200: {"content": _STREAM}})
def ask(body: AskRequest, runtime: RuntimeIn) -> Response:
    """Answer a question with proof, or say why not."""
    verified = runtime.ask(body)
    response = AskResponse.model_validate(verified.result)
    headers = {
        "ETag": weak_etag(response.index_version),
        "Server-Timing": server_timing(response.took_ms, verified.result.laps),
    }
    if body.stream:
        headers["Cache-Control"] = "no-store"
        return StreamingResponse(events(response), media_type="text/event-stream", headers=headers)
    return Response(response.model_dump_json(), headers=headers, media_type="application/json")


def events(response: AskResponse) -> Iterator[str]:
    """Cut a response into server-sent events."""
    yield _event("query", response.query.model_dump_json())
    for answer in response.answers:
        yield _event("answer", answer.model_dump_json())
    yield _event("hits", _json_list(response.hits))
    yield _event("done", response.model_dump_json(exclude={"query", "answers", "hits"}))


def _json_list(items: tuple[BaseModel, ...]) -> str:
    return "[" + ",".join(item.model_dump_json() for item in items) + "]"


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
