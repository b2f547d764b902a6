"""`/v1/documents/{id}/file`: the file that a document was read from."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.errors import OriginalNotKept
from api.originals import original_of
from api.routes.context import RuntimeIn
from api.routes.documents import DocumentId
from corpus.errors import DocumentNotFound

router = APIRouter(tags=["documents"])


@router.get(
    "/v1/documents/{document_id}/file",
    response_class=FileResponse,
    responses={
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def get_file(document_id: DocumentId, runtime: RuntimeIn) -> FileResponse:
    """Return the file as it came; 404 where its bytes are not here any more."""
    if document_id not in runtime.catalog.cards([document_id]):
        raise DocumentNotFound(document_id)
    original = original_of(document_id, runtime.catalog, runtime.settings.data_dir)
    if original is None:
        raise OriginalNotKept(document_id)
    # As bytes to be saved: what a stranger wrote must not run as a page of this server.
    return FileResponse(original.path, media_type="application/octet-stream", filename=original.name)
