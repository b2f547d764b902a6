"""`POST /retrieval`: Dify's external knowledge."""

from fastapi import APIRouter

from api.chat.dify import RetrievalRequest, RetrievalResponse, record
from api.chat.responses import not_found
from api.chat.retrieval import STORE, retrieve
from api.errors.chat import StoreNotFound
from api.routes.context import RuntimeIn

router = APIRouter(tags=["dify"])


@router.post("/retrieval", responses=not_found("There is no such knowledge; error_code is 2001."))
def retrieval(body: RetrievalRequest, runtime: RuntimeIn) -> RetrievalResponse:
    """Return passages for a Dify application; without any, the list is empty."""
    if body.knowledge_id != STORE:
        raise StoreNotFound(body.knowledge_id, STORE)
    setting = body.retrieval_setting
    test = body.metadata_condition.test if body.metadata_condition else None
    found = retrieve(runtime, body.query, setting.top_k, setting.score_threshold or 0.0, test)
    return RetrievalResponse(records=[record(each) for each in found])
