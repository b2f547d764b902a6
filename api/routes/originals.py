"""`/v1/documents/{id}/file`: the file that a document was read from."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.documents.originals import original_of
from api.errors import OriginalNotKept
from api.routes.context import RuntimeIn
from api.routes.documents import HeldDocument

router = APIRouter(tags=["documents"])


@router.get(
    "/v1/documents/{document_id}/file",
    response_class=FileResponse,
    responses={
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def get_file(card: HeldDocument, runtime: RuntimeIn) -> FileResponse:
    """Return the file as it came; 404 where its bytes are not here any more."""
    original = original_of(card.id, runtime.catalog, runtime.settings.data_dir)
    if original is None:
        raise OriginalNotKept(card.id)
    # As bytes to be saved: what a stranger wrote must not run as a page of this server.
    return FileResponse(original.path, media_type="application/octet-stream", filename=original.name)
