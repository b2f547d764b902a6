"""`/v1/documents`: the documents, their headers and their texts."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.errors import PageNotInDocument, RangeNotInText, VersionNotFound
from api.headers import document_out
from api.routes.context import IfNoneMatch, RuntimeIn, matches, strong_etag
from api.routes.unchanged import UNCHANGED, TaggedRoute
from api.schemas import DocumentList, DocumentOut
from api.versions import VersionList, VersionOut
from corpus.errors import DocumentNotFound
from corpus.pages import page_span

router = APIRouter(tags=["documents"], route_class=TaggedRoute, responses=UNCHANGED)

MAX_LIMIT = 500
MAX_OFFSET = 2**31 - 1

DocumentId = Annotated[str, Path(description="As `document.id` in answers and hits.")]


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
def get_document(document_id: DocumentId, runtime: RuntimeIn) -> Response:
    """Return the whole header of a document, each fact with its span."""
    card = runtime.catalog.cards([document_id]).get(document_id)
    if card is None:
        raise DocumentNotFound(document_id)
    files = runtime.catalog.files_of([document_id]).get(document_id, ())
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
    document_id: DocumentId,
    runtime: RuntimeIn,
    start: Annotated[int, Query(ge=0, description="First code point.")] = 0,
    end: Annotated[int | None, Query(ge=0, description="After the last code point.")] = None,
    page: Annotated[int | None, Query(ge=1, description="One page instead, from 1.")] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return a document's text, or a part of it; every offset of this interface counts in it."""
    text = runtime.catalog.text(document_id)
    if page is not None:
        start, end = _page(runtime, document_id, page, len(text))
    stop = len(text) if end is None else end
    if not start <= stop <= len(text):
        raise RangeNotInText(start, stop, len(text))
    # The id is a digest of the text, so it names these bytes for ever.
    etag = strong_etag(f"{document_id}-{start}-{stop}")
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(text[start:stop].encode(), headers=headers, media_type="text/plain; charset=utf-8")


def _page(runtime: RuntimeIn, document_id: str, page: int, length: int) -> tuple[int, int]:
    card = runtime.catalog.cards([document_id])[document_id]
    span = page_span(card.page_starts, page, length)
    if span is None:
        raise PageNotInDocument(page, card.pages or 0)
    return span.start, span.end


@router.get("/v1/documents/{document_id}/versions", response_model=VersionList)
def list_versions(document_id: DocumentId, runtime: RuntimeIn) -> Response:
    """List what a document said before its file changed, or before a better file of it came."""
    if document_id not in runtime.catalog.cards([document_id]):
        raise DocumentNotFound(document_id)
    found = runtime.catalog.versions(document_id)
    response = VersionList(versions=tuple(map(VersionOut.of, found)))
    return Response(response.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/documents/{document_id}/versions/{version}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_version_text(
    document_id: DocumentId,
    version: Annotated[int, Path(ge=1, le=MAX_OFFSET, description="As `version` in the list.")],
    runtime: RuntimeIn,
) -> Response:
    """Return the text of an earlier version of a document."""
    if document_id not in runtime.catalog.cards([document_id]):
        raise DocumentNotFound(document_id)
    text = runtime.catalog.version_text(version)
    known = {one.number for one in runtime.catalog.versions(document_id)}
    if text is None or version not in known:
        raise VersionNotFound(document_id, version)
    return Response(text.encode(), media_type="text/plain; charset=utf-8")
