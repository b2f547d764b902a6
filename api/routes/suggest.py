"""`/v1/suggest`: names that go on from what is being typed."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.routes.context import RuntimeIn
from api.suggest import NameKind

router = APIRouter(tags=["search"])

MAX_LIMIT = 20
_TYPED_CHARS = 2000


class SuggestionOut(BaseModel):
    """One name."""

    model_config = ConfigDict(frozen=True)

    kind: NameKind
    text: str
    detail: Annotated[str, Field(description="Date and issuer, or number; empty where there is none.")]
    document_id: str | None
    start: Annotated[int, Field(description="The text takes the place of `q` from this code point on.")]


class SuggestionList(BaseModel):
    """The best first."""

    model_config = ConfigDict(frozen=True)

    suggestions: tuple[SuggestionOut, ...]


@router.get("/v1/suggest", response_model=SuggestionList)
def suggest(
    runtime: RuntimeIn,
    q: Annotated[
        str,
        Query(min_length=1, max_length=_TYPED_CHARS, description="What has been typed; diacritics may lack."),
    ],
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 8,
) -> Response:
    """Offer numbers, titles and agencies of which the last words of a question are the beginning."""
    found = runtime.names().find(q, limit)
    shown = SuggestionList(
        suggestions=tuple(
            SuggestionOut(
                kind=one.name.kind,
                text=one.name.text,
                detail=one.name.detail,
                document_id=one.name.document_id,
                start=one.start,
            )
            for one in found
        )
    )
    return Response(shown.model_dump_json(), media_type="application/json")
