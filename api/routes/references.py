"""`/v1/documents/{id}/references`: what a document cites."""

from fastapi import APIRouter, Response

from api.references import ReferenceList, references_of
from api.routes.context import RuntimeIn
from api.routes.documents import DocumentId
from api.routes.unchanged import UNCHANGED, TaggedRoute
from corpus.errors import DocumentNotFound

router = APIRouter(tags=["genealogy"], route_class=TaggedRoute, responses=UNCHANGED)


@router.get("/v1/documents/{document_id}/references", response_model=ReferenceList)
def list_references(document_id: DocumentId, runtime: RuntimeIn) -> Response:
    """List the documents that a document cites, where, and which of them are here."""
    if document_id not in runtime.catalog.cards([document_id]):
        raise DocumentNotFound(document_id)
    found = references_of(document_id, runtime.catalog, runtime.storyteller())
    return Response(found.model_dump_json(), media_type="application/json")
