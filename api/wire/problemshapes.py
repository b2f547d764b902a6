"""The shape of every HTTP error, after RFC 9457: what servers send and clients read."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from api.wire.dialects import OpenAIError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:chidao:problem:"
CRASH = "Something went wrong on the server; the log has the details under this request id."


class FieldProblem(BaseModel):
    """What is wrong with one part of the request."""

    where: Annotated[str, Field(description="body, query, path or header.")]
    pointer: Annotated[str, Field(description="JSON pointer to the part: /question.")]
    code: str
    detail: str


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: Annotated[str, Field(description="Path of the request.")]
    request_id: str
    errors: Annotated[list[FieldProblem] | None, Field(description="Only where fields are wrong.")] = None
    error: Annotated[OpenAIError | None, Field(description="Only where OpenAI's clients look for it.")] = None
    error_code: Annotated[int | None, Field(description="Only where Dify looks for it.")] = None
    error_msg: Annotated[str | None, Field(description="Beside error_code.")] = None


def field_problem(location: Sequence[str | int], code: str, message: str) -> FieldProblem:
    """Name a part of the request by its place, which begins with what holds it: body, query ..."""
    where, *path = location or ("body",)
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return FieldProblem(where=str(where), pointer=pointer, code=code, detail=message)


def detail_of(fields: Iterable[FieldProblem]) -> str:
    """Say what is wrong with fields, each thing once."""
    return " ".join(dict.fromkeys(sentence(field.detail) for field in fields))


def sentence(text: str) -> str:
    """Begin a text with a capital and end it with a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
