"""What documents said before, as clients see it."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from corpus.catalog import Reason, Version


class VersionOut(BaseModel):
    """What a document said before it was replaced."""

    model_config = ConfigDict(frozen=True)

    version: Annotated[int, Field(description="Names the text: /v1/documents/{id}/versions/{version}/text.")]
    document_id: Annotated[str, Field(description="The id that the document had.")]
    replaced_by: Annotated[str, Field(description="The id of the document that took its place.")]
    reason: Annotated[Reason, Field(description="`changed`: its file has another text now.")]
    replaced_at: datetime
    source: str
    sha256: str
    title: str
    number: str | None
    issued_on: date | None

    @classmethod
    def of(cls, found: Version) -> Self:
        """Return a version of the catalog as clients see it."""
        header = found.header
        return cls(
            version=found.number,
            document_id=found.document_id,
            replaced_by=found.replaced_by,
            reason=found.reason,
            replaced_at=found.replaced_at,
            source=found.source,
            sha256=found.sha256,
            title=found.title,
            number=header.number.value if header.number else None,
            issued_on=header.issued_on.value if header.issued_on else None,
        )


class VersionList(BaseModel):
    """The earlier versions of a document, the latest first."""

    model_config = ConfigDict(frozen=True)

    versions: tuple[VersionOut, ...]
