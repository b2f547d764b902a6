"""The shapes of `/v1/documents`, as clients see them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.wire.schemas import FromRecord, SpanOut
from corpus.catalog import Link
from corpus.labels import Label
from corpus.types import Relation, Remark


class HeaderSpans(FromRecord):
    """Where each fact of the header was read; null or empty where the text does not say it."""

    kind: SpanOut | None = None
    number: SpanOut | None = None
    issuer: SpanOut | None = None
    place: SpanOut | None = None
    issued_on: SpanOut | None = None
    effective_on: SpanOut | None = None
    subject: SpanOut | None = None
    signer: SpanOut | None = None
    signer_post: SpanOut | None = None
    addressees: tuple[SpanOut, ...] = ()
    recipients: tuple[SpanOut, ...] = ()
    body: SpanOut | None = None


class ProvenanceOut(FromRecord):
    """How the text was come by."""

    reader: Annotated[str, Field(description="The format that was read: text, docx, pdf ...")]
    remarks: tuple[Remark, ...]
    ocr_pages: Annotated[tuple[int, ...], Field(description="Pages recognised from images, from 1.")]
    ocr_confidence: Annotated[float | None, Field(description="Mean of the recognised words, 0 to 1.")]


class FileOut(FromRecord):
    """A file that stands for a document."""

    source: str
    link: Annotated[Link, Field(description="`document`: the document was read from it.")]
    similarity: Annotated[float | None, Field(description="Of a near-duplicate: share of common words.")]


class DocumentOut(FromRecord):
    """The whole header of a document."""

    id: str
    label: Annotated[Label, Field(description="Who may see it.")]
    source: str
    sha256: str
    form: str
    number: str | None
    kind: str | None
    issuer: str | None
    issuers: Annotated[tuple[str, ...], Field(description="Each body of a joint issuer; else the one.")] = ()
    place: str | None
    issued_on: date | None
    effective_on: date | None
    subject: str | None
    title: str
    signer: str | None
    signer_post: str | None
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    pages: int | None
    page_starts: Annotated[
        tuple[int, ...], Field(description="The offset at which each page begins; empty without pages.")
    ]
    provenance: ProvenanceOut
    passages: Annotated[int, Field(description="How many passages the document has.")]
    files: Annotated[tuple[FileOut, ...], Field(description="The one it was read from first.")]
    spans: HeaderSpans


class DocumentList(FromRecord):
    """One page of documents."""

    documents: tuple[DocumentOut, ...]
    total: int
    next: Annotated[str | None, Field(description="Where the next page is; null on the last.")]


class ReferenceOut(FromRecord):
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


class ReferenceList(FromRecord):
    """The citations of a document, in the order of its text."""

    references: tuple[ReferenceOut, ...]
