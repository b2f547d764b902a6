"""Lines of `/v1/batch`: questions and searches, each with an id; and lines that have no answer."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictInt, StrictStr, StringConstraints
from pydantic_core import from_json

from api.wire.problemshapes import Problem
from api.wire.schemas import AskRequest, SearchRequest

MAX_ID_CHARS = 200

ItemId = Annotated[
    Annotated[StrictStr, StringConstraints(min_length=1, max_length=MAX_ID_CHARS, pattern=r"^\S+$")]
    | StrictInt,
    Field(description="Comes back with the answer; without white space."),
]


class AskItem(AskRequest):
    """A question of a batch."""

    id: ItemId
    task: Literal["ask"] = "ask"
    stream: Literal[False] = False


class SearchItem(SearchRequest):
    """A search of a batch."""

    id: ItemId
    task: Literal["search"]


Item = AskItem | SearchItem


class BatchFailure(BaseModel):
    """A line that has no answer."""

    id: Annotated[str | int | None, Field(description="Null where the line has none that can be used.")]
    line: Annotated[int, Field(description="Of the request, from 1, blank ones counted.")]
    error: Problem


class NotJson(ValueError):
    """A line that is no JSON object in UTF-8."""


def read_line(line: bytes) -> dict[str, object]:
    """Return the object of a line; raises NotJson."""
    try:
        value = from_json(line)
    except ValueError as error:
        raise NotJson from error
    if not isinstance(value, dict):
        raise NotJson
    return value


def item_of(value: dict[str, object]) -> Item:
    """Return what is asked for; raises pydantic's ValidationError."""
    return (SearchItem if value.get("task") == "search" else AskItem).model_validate(value)
