"""`POST /v1/feedback`: what somebody thinks of an answer, kept for review."""

from fastapi import APIRouter

from api.feedback.schemas import FeedbackIn, FeedbackReceipt
from api.feedback.store import keep
from api.routes.context import RuntimeIn
from api.wire.problemshapes import MEDIA_TYPE

router = APIRouter(tags=["feedback"])

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


@router.post(
    "/v1/feedback",
    status_code=201,
    responses={507: {"description": "The disk did not take it.", "content": {MEDIA_TYPE: _PROBLEM}}},
)
def give_feedback(body: FeedbackIn, runtime: RuntimeIn) -> FeedbackReceipt:
    """Keep feedback in the data directory; `chidao feedback` lists and exports it."""
    taken = keep(runtime.settings.data_dir, body)
    return FeedbackReceipt(id=taken.id, received_at=taken.received_at)
