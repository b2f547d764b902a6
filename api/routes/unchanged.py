"""Responses that clients keep: a tag on each, and 304 where theirs is still right."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from fastapi.routing import APIRoute

from api.routes.context import matches, strong_etag

UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "What If-None-Match names is still right."}
}


class TaggedRoute(APIRoute):
    """A route whose answers to GET bear a digest of themselves as their ETag.

    The bytes alone make the tag: it changes with what this caller may see, and with nothing else.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the framework, with tags."""
        answer = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            return _tagged(request, await answer(request))

        return tagged


def _tagged(request: Request, response: Response) -> Response:
    whole = not isinstance(response, FileResponse | StreamingResponse)
    if request.method != "GET" or response.status_code != 200 or not whole or "etag" in response.headers:
        return response
    etag = strong_etag(hashlib.sha256(response.body).hexdigest()[:32])
    # Kept for this caller only, and asked about each time: a deletion shows at once.
    headers = {"ETag": etag, "Cache-Control": response.headers.get("cache-control", "private, no-cache")}
    if matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
