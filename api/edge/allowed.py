"""Which methods a path answers: the framework fills the header Allow from one of its routes alone."""

from starlette.requests import Request
from starlette.routing import Match

_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def allowed_methods(request: Request) -> tuple[str, ...]:
    """Return the methods that some route takes at the path of a request; none where nothing is there."""
    routes = request.app.routes
    return tuple(
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    )
