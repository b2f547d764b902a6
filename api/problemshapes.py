"""The shape of every HTTP error, after RFC 9457: what servers send and clients read."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.dialects import OpenAIError

TYPE_PREFIX = "urn:chidao:problem:"


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
