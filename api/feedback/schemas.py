"""The shapes of feedback."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from search.types import AnswerType

_TEXT_CHARS = 2000
_Id = Annotated[str | None, Field(min_length=1, max_length=100)]
_Text = Annotated[str | None, Field(min_length=1, max_length=_TEXT_CHARS)]


class Thumb(StrEnum):
    """Which way the thumb points."""

    UP = "up"
    DOWN = "down"


class FeedbackIn(BaseModel):
    """What somebody thinks of an answer or a passage; only what is sent is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Thumb
    request_id: Annotated[
        str | None, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="X-Request-ID of the answer.")
    ] = None
    question: Annotated[_Text, Field(description="Leave it out to keep it off the disk.")] = None
    type: AnswerType | None = None
    value: Annotated[_Text, Field(description="Of the answer that is judged.")] = None
    document_id: _Id = None
    passage_id: _Id = None
    comment: _Text = None

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        if self.request_id is None and self.question is None:
            raise PydanticCustomError("about_nothing", "give request_id, question or both")
        return self


class Feedback(FeedbackIn):
    """A piece of feedback as it is kept."""

    id: str
    received_at: datetime


class FeedbackReceipt(BaseModel):
    """What was taken; it is on disk."""

    id: str
    received_at: datetime


class Judgement(BaseModel):
    """What readers think of a passage or document as an answer to a question."""

    query_id: Annotated[str, Field(description="The same for the same question.")]
    query: str
    doc_id: Annotated[str, Field(description="Of the passage, else of the document.")]
    relevance: Annotated[int, Field(description="1 where more thumbs point up than down, else 0.")]
    up: int
    down: int
    type: AnswerType | None
    values: Annotated[tuple[str, ...], Field(description="Answers that were judged with it.")]
