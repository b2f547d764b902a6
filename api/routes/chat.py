"""OpenAI's `/v1/models`, `/v1/chat/completions` and `/v1/embeddings`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.chat.completions import MODEL, completion, events
from api.chat.embeddings import EmbeddingList, EmbeddingRequest, embed, is_query, model_names
from api.chat.phrasing import Outcome
from api.chat.responses import not_found
from api.chat.schemas import ChatCompletion, ChatRequest, ModelCard, ModelList
from api.chat.wording import put_in_words
from api.errors.chat import DimensionsFixed, ModelNotFound
from api.routes.context import MetricsIn, RuntimeIn, ServerIn, server_timing

router = APIRouter(tags=["chat"])

_OWNER = "chidao"
_STREAM = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "required": ["data"],
            "properties": {"data": {"type": "string"}},
            "description": "With stream: true. Chunks as OpenAI's, all of one id; the one that ends the "
            "answer carries citations, chidao and delta.annotations; then usage where asked for; [DONE].",
        }
    }
}
_NO_MODEL = not_found("There is no such model.")


@router.get("/v1/models")
def models(runtime: RuntimeIn) -> ModelList:
    """List what answers chats and what makes embeddings."""
    return ModelList(data=_cards(runtime.settings.model))


@router.get("/v1/models/{model}", responses=_NO_MODEL)
def model_by_name(model: str, runtime: RuntimeIn) -> ModelCard:
    """Return one model."""
    found = next((card for card in _cards(runtime.settings.model) if card.id == model), None)
    if found is None:
        raise ModelNotFound(model)
    return found


@router.post(
    "/v1/chat/completions", response_model=ChatCompletion, responses={200: {"content": _STREAM}, **_NO_MODEL}
)
def chat(body: ChatRequest, request: Request, runtime: RuntimeIn, metrics: MetricsIn) -> Response:
    """Answer the last user message with proof, or say why not."""
    if body.model != MODEL:
        raise ModelNotFound(body.model)
    result = runtime.ask(body.asked).result
    composed, outcome = put_in_words(runtime, result)
    if outcome is not None:
        metrics.phrased(outcome)
    whole = completion(
        body,
        result,
        composed,
        request_id=request.state.request_id,
        base_url=str(request.base_url),
        phrased=outcome is Outcome.PHRASED,
    )
    headers = {"Cache-Control": "no-store", "Server-Timing": server_timing(result.took_ms, result.laps)}
    if body.stream:
        with_usage = bool(body.stream_options and body.stream_options.include_usage)
        return StreamingResponse(
            events(whole, with_usage=with_usage), media_type="text/event-stream", headers=headers
        )
    return Response(whole.model_dump_json(), headers=headers, media_type="application/json")


@router.post("/v1/embeddings", responses=_NO_MODEL)
def embeddings(body: EmbeddingRequest, server: ServerIn) -> EmbeddingList:
    """Turn texts into vectors with the model of the index; no document is read for it."""
    as_query = is_query(body, server.settings.model)
    embedder = server.embedder()
    if body.dimensions not in (None, embedder.spec.dim):
        raise DimensionsFixed(body.dimensions, embedder.spec.dim)
    return embed(body, embedder, as_query=as_query)


def _cards(setting: str) -> tuple[ModelCard, ...]:
    return tuple(ModelCard(id=name, created=0, owned_by=_OWNER) for name in (MODEL, *model_names(setting)))
