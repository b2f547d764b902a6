"""`/v1/documents/{id}/references`: what a document cites."""

from fastapi import APIRouter, Response

from api.documents.references import references_of
from api.documents.schemas import ReferenceList
from api.routes.context import RuntimeIn
from api.routes.documents import HeldDocument
from api.routes.unchanged import UNCHANGED, TaggedRoute

router = APIRouter(tags=["genealogy"], route_class=TaggedRoute, responses=UNCHANGED)


@router.get("/v1/documents/{document_id}/references", response_model=ReferenceList)
def list_references(card: HeldDocument, runtime: RuntimeIn) -> Response:
    """List the documents that a document cites, where, and which of them are here."""
    found = references_of(card.id, runtime.catalog, runtime.storyteller())
    return Response(found.model_dump_json(), media_type="application/json")
