"""`POST /v1/verify`: whether citations hold in the documents as they are now."""

from fastapi import APIRouter

from api.documents.citations import VerifyRequest, VerifyResponse, check_citations
from api.routes.context import RuntimeIn

router = APIRouter(tags=["documents"])


@router.post("/v1/verify", name="verify")
@router.post("/v1/citations/verify", name="verify_citations")
def verify(body: VerifyRequest, runtime: RuntimeIn) -> VerifyResponse:
    """Check citations: valid, moved, changed or missing, with what stands there."""
    return check_citations(body, runtime.catalog)
