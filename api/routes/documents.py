"""`/v1/documents`: the documents, their headers and their texts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.documents.headers import document_out
from api.documents.parts import part_in
from api.documents.schemas import DocumentList, DocumentOut
from api.documents.versions import VersionList, VersionOut
from api.errors import VersionNotFound
from api.routes.context import IfNoneMatch, RuntimeIn, matches, strong_etag
from api.routes.unchanged import UNCHANGED, TaggedRoute
from corpus.catalog import Card
from corpus.errors import DocumentNotFound

router = APIRouter(tags=["documents"], route_class=TaggedRoute, responses=UNCHANGED)

MAX_LIMIT = 500
MAX_OFFSET = 2**31 - 1

DocumentId = Annotated[str, Path(description="As `document.id` in answers and hits.")]


def _held(document_id: DocumentId, runtime: RuntimeIn) -> Card:
    card = runtime.catalog.cards([document_id]).get(document_id)
    if card is None:
        raise DocumentNotFound(document_id)
    return card


HeldDocument = Annotated[Card, Depends(_held)]


@router.get("/v1/documents", response_model=DocumentList)
def list_documents(
    runtime: RuntimeIn,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """List the documents by source."""
    page = runtime.catalog.documents(limit, offset)
    files = runtime.catalog.files_of(card.id for card in page.cards)
    after = offset + len(page.cards)
    more = page.cards and after < page.total
    response = DocumentList(
        documents=tuple(document_out(card, files.get(card.id, ())) for card in page.cards),
        total=page.total,
        next=f"/v1/documents?limit={limit}&offset={after}" if more else None,
    )
    return Response(response.model_dump_json(), media_type="application/json")


@router.get("/v1/documents/{document_id}", response_model=DocumentOut)
def get_document(card: HeldDocument, runtime: RuntimeIn) -> Response:
    """Return the whole header of a document, each fact with its span."""
    files = runtime.catalog.files_of([card.id]).get(card.id, ())
    return Response(document_out(card, files).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/documents/{document_id}/text",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        304: {"description": "The text is as it was."},
    },
)
def get_text(
    card: HeldDocument,
    runtime: RuntimeIn,
    start: Annotated[int, Query(ge=0, description="First code point.")] = 0,
    end: Annotated[int | None, Query(ge=0, description="After the last code point.")] = None,
    page: Annotated[int | None, Query(ge=1, description="One page instead, from 1.")] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return a document's text, or a part of it; every offset of this interface counts in it."""
    text = runtime.catalog.text(card.id)
    part = part_in(card, len(text), page, start, end)
    # The id is a digest of the text, so it names these bytes for ever.
    etag = strong_etag(f"{card.id}-{part.start}-{part.end}")
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(
        text[part.start : part.end].encode(), headers=headers, media_type="text/plain; charset=utf-8"
    )


@router.get("/v1/documents/{document_id}/versions", response_model=VersionList)
def list_versions(card: HeldDocument, runtime: RuntimeIn) -> Response:
    """List what a document said before its file changed, or before a better file of it came."""
    found = runtime.catalog.versions(card.id)
    response = VersionList(versions=tuple(map(VersionOut.of, found)))
    return Response(response.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/documents/{document_id}/versions/{version}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_version_text(
    card: HeldDocument,
    version: Annotated[int, Path(ge=1, le=MAX_OFFSET, description="As `version` in the list.")],
    runtime: RuntimeIn,
) -> Response:
    """Return the text of an earlier version of a document."""
    text = runtime.catalog.version_text(version)
    known = {one.number for one in runtime.catalog.versions(card.id)}
    if text is None or version not in known:
        raise VersionNotFound(card.id, version)
    return Response(text.encode(), media_type="text/plain; charset=utf-8")
