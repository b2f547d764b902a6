"""`POST /mcp`: the Model Context Protocol over streamable HTTP, each request with what its caller may see."""

from functools import cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api.routes.context import RuntimeIn
from api.settings import Settings

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

    from api.engine.view import View
    from api.mcp.server import Server

router = APIRouter(tags=["mcp"])

_MISSING = "This server lacks the optional extra mcp: pip install 'chidao[mcp]'."


@router.post("/mcp", include_in_schema=False)
def mcp(request: Request, view: RuntimeIn) -> Response:
    """Answer one message of the protocol; sessions and streams of the server's own are not offered."""
    _refuse_pages(request)
    try:
        server = _server()
    except ModuleNotFoundError as error:
        raise HTTPException(501, _MISSING) from error
    request.state.view = view
    return _Exchange(server)


def _refuse_pages(request: Request) -> None:
    """Refuse web pages that nobody named: a browser says with every POST which page sends it.

    That covers a page whose name was pointed at this machine, too (DNS rebinding).
    """
    settings: Settings = request.app.state.settings
    origin = request.headers.get("origin")
    if origin is not None and origin not in settings.cors_origins:
        raise HTTPException(403, "This page may not call tools; CHIDAO_CORS_ORIGINS names those that may.")


@cache
def _server() -> "Server":
    """Return the one server of this process; importing it takes a second, so the first request does."""
    from api.mcp.server import build_server

    return build_server(_view_of)


def _view_of(context: "Context") -> "View":
    """Return what the route has found that the caller of this request may see."""
    request = context.request_context.request
    assert isinstance(request, Request)
    view: View = request.state.view
    return view


class _Exchange(Response):
    """Hands the request on to the protocol's own application."""

    def __init__(self, server: "Server") -> None:
        super().__init__()
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        exchange = self._server.exchange()
        async with exchange.run():
            await exchange.handle_request(scope, receive, send)
