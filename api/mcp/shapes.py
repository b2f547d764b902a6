"""What only the tools return; the rest are the shapes of `/v1`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.documents.schemas import DocumentOut
from api.genealogy.schemas import GenealogyOut
from api.register.schemas import AssignmentOut


class DocumentPart(BaseModel):
    """A document's header and a part of its text."""

    model_config = ConfigDict(frozen=True)

    document: DocumentOut
    start: Annotated[int, Field(description="First code point of `text` within the whole text.")]
    end: Annotated[int, Field(description="After its last code point.")]
    length: Annotated[int, Field(description="Code points of the whole text.")]
    page: Annotated[int | None, Field(description="The page asked for; null for a range.")]
    next_start: Annotated[int | None, Field(description="`start` of the next part; null at the end.")]
    text: str


class AssignmentPage(BaseModel):
    """One page of the register of assignments."""

    model_config = ConfigDict(frozen=True)

    assignments: tuple[AssignmentOut, ...]
    total: int
    next_offset: Annotated[int | None, Field(description="`offset` of the next page; null on the last.")]


class NearestFamilies(GenealogyOut):
    """One family for each document of the number; of a large one, the nearest relatives."""

    omitted: Annotated[int, Field(description="Documents of these families that are left out.")]
