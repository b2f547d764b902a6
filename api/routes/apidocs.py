"""`GET /docs`: a page about this interface, without scripts and from this server alone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.apidocs.page import render

router = APIRouter()


@router.get("/docs", include_in_schema=False)
def show_docs(request: Request) -> HTMLResponse:
    """Return the routes with their parameters, limits and shapes."""
    return HTMLResponse(render(request.app.openapi()), headers={"Cache-Control": "no-cache"})
