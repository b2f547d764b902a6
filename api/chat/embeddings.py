"""Embeddings in OpenAI's shape, from the model that the index is made with."""

import base64
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from api.chat.tokens import count_tokens
from api.errors.chat import ModelNotFound
from models.protocols import Embedder, Vectors

MAX_TEXTS = 256
MAX_CHARS = 20_000
QUERY, PASSAGE = "-query", "-passage"

Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]


class EmbeddingRequest(BaseModel):
    """Texts to be turned into vectors; arrays of token numbers are refused."""

    model_config = ConfigDict(frozen=True)

    model: Annotated[str, Field(max_length=200)]
    input: Text | Annotated[list[Text], Field(min_length=1, max_length=MAX_TEXTS)]
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: Annotated[
        StrictInt | None, Field(description="Must be the model's own; vectors are not cut.")
    ] = None
    input_type: Annotated[
        Literal["query", "passage"] | None,
        Field(
            description="Ours: what the texts are. A model name ending in -query or -passage says the same; "
            "unsaid, they are passages."
        ),
    ] = None


class EmbeddingOut(BaseModel):
    """The vector of one text."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: Annotated[
        list[float] | str,
        Field(description="Unit vector; in base64 of little-endian float32 where asked so."),
    ]


class EmbeddingUsage(BaseModel):
    """Words and punctuation marks of the texts."""

    prompt_tokens: int
    total_tokens: int


class EmbeddingList(BaseModel):
    """The vectors, in the order of the texts."""

    object: Literal["list"] = "list"
    data: tuple[EmbeddingOut, ...]
    model: str
    usage: EmbeddingUsage


def model_names(setting: str) -> tuple[str, ...]:
    """Return the names of the encoder: of a folder, only its last part is told."""
    name = PurePath(setting).name
    return name, name + QUERY, name + PASSAGE


def is_query(request: EmbeddingRequest, setting: str) -> bool:
    """Tell whether the texts are queries; raises ModelNotFound for another model."""
    plain, query, passage = model_names(setting)
    if request.model not in (plain, query, passage):
        raise ModelNotFound(request.model)
    if request.model == plain:
        return request.input_type == "query"
    return request.model == query


def embed(request: EmbeddingRequest, embedder: Embedder, *, as_query: bool) -> EmbeddingList:
    """Return the vectors of the texts."""
    texts = [request.input] if isinstance(request.input, str) else list(request.input)
    vectors = embedder.embed_queries(texts) if as_query else embedder.embed_passages(texts)
    tokens = sum(map(count_tokens, texts))
    told = _base64(vectors) if request.encoding_format == "base64" else vectors.tolist()
    return EmbeddingList(
        data=tuple(EmbeddingOut(index=i, embedding=vector) for i, vector in enumerate(told)),
        model=request.model,
        usage=EmbeddingUsage(prompt_tokens=tokens, total_tokens=tokens),
    )


def _base64(vectors: Vectors) -> list[str]:
    return [base64.b64encode(vector.astype("<f4").tobytes()).decode() for vector in vectors]
