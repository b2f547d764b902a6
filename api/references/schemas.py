"""The shapes of `/v1/documents/{id}/references`, as clients see them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import SpanOut
from corpus.types import Relation


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class ReferenceOut(_Response):
    """One citation of another document."""

    id: str
    relation: Relation
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    span: Annotated[SpanOut, Field(description="The citation itself.")]
    clause: Annotated[SpanOut, Field(description="The clause in which it stands.")]
    work: Annotated[str | None, Field(description="As in `/v1/genealogy`; null where it is not told apart.")]
    documents: Annotated[tuple[str, ...], Field(description="Ids of what it means; [] where not held here.")]


class ReferenceList(_Response):
    """The citations of a document, in the order of its text."""

    references: tuple[ReferenceOut, ...]
