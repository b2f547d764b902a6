"""`POST /v1/vector_stores/{id}/search`: OpenAI's retrieval."""

from itertools import chain

from fastapi import APIRouter

from api.chat.responses import not_found
from api.chat.retrieval import STORE, retrieve
from api.chat.vector_stores import StorePage, StoreSearchRequest, best_of, store_hit
from api.errors.chat import StoreNotFound
from api.routes.context import RuntimeIn

router = APIRouter(tags=["vector stores"])


@router.post("/v1/vector_stores/{store_id}/search", responses=not_found("There is no such store."))
def search_store(store_id: str, body: StoreSearchRequest, runtime: RuntimeIn) -> StorePage:
    """Return the best passages; the one store is named chidao."""
    if store_id != STORE:
        raise StoreNotFound(store_id, STORE)
    most, test = body.max_num_results, body.filters.test if body.filters else None
    found = chain.from_iterable(retrieve(runtime, each, most, body.least, test) for each in body.queries)
    return StorePage(search_query=body.queries, data=[store_hit(each) for each in best_of(found, most)])
