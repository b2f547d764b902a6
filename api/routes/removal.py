"""`DELETE /v1/documents/{id}`: a document leaves."""

from fastapi import APIRouter, Response

from api.access.guard import AdmissionIn
from api.routes.context import RuntimeIn
from api.routes.documents import DocumentId

router = APIRouter(tags=["documents"])


@router.delete("/v1/documents/{document_id}", status_code=204, response_class=Response)
def delete_document(document_id: DocumentId, runtime: RuntimeIn, admission: AdmissionIn) -> Response:
    """Delete a document; the next answer knows nothing of it any more."""
    runtime.delete(document_id)
    admission.touched.append(document_id)
    return Response(status_code=204)
