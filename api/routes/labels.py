"""`PATCH /v1/documents/{id}` sets a document's label; `/v1/audit` tells who did what."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access.guard import AdmissionIn, CallerIn
from api.access.schemas import AuditEntries, LabelRequest
from api.documents.headers import document_out
from api.documents.schemas import DocumentOut
from api.errors.access import LabelWithheld
from api.routes.context import RuntimeIn, ServerIn
from api.routes.documents import DocumentId
from corpus.errors import DocumentNotFound
from corpus.labels import Label

router = APIRouter(tags=["access"])

_MOST_ENTRIES = 1000


@router.patch("/v1/documents/{document_id}", response_model=DocumentOut)
def label_document(
    document_id: DocumentId,
    body: LabelRequest,
    caller: CallerIn,
    admission: AdmissionIn,
    runtime: RuntimeIn,
    server: ServerIn,
) -> Response:
    """Give a document another label; the next answer goes by it."""
    if document_id not in runtime.catalog.cards([document_id]):
        raise DocumentNotFound(document_id)
    if not caller.sees_all_of(frozenset({body.label})):
        raise LabelWithheld(body.label)
    server.catalog.set_label(document_id, body.label, body.below_stamp)
    admission.touched.append(f"{document_id}={body.label}")
    card = server.catalog.cards([document_id])[document_id]
    files = server.catalog.files_of([document_id]).get(document_id, ())
    return Response(document_out(card, files).model_dump_json(), media_type="application/json")


@router.get("/v1/audit", response_model=AuditEntries)
def read_audit(
    caller: CallerIn, admission: AdmissionIn, limit: Annotated[int, Query(ge=1, le=_MOST_ENTRIES)] = 100
) -> AuditEntries:
    """Return the latest entries of the audit log; it names documents, so only who sees all may read it."""
    if not caller.sees_all_of(None):
        raise LabelWithheld(next(label for label in Label if label not in (caller.clearance or ())))
    return AuditEntries(entries=admission.audit.latest(limit))
