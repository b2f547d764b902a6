"""What routes ask of the door: who the caller is, and that they may do what they want to."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from api.access.caller import Caller, Scope
from api.access.door import Admission, Door, admission_of


class AccessMiddleware:
    """Lets each request find its admission; who calls is found out when a route asks."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            Admission(self._door, Request(scope)).keep(scope)
        await self._app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Need:
    """The dependency of routes that are not for every key."""

    scope: Scope

    def __call__(self, request: Request) -> None:
        """Raise AccessError unless the caller may do this."""
        admission_of(request).caller.require(self.scope)


def needs(scope: Scope) -> Dependency:
    """Return what makes a router or a route ask for a scope."""
    dependency: Dependency = Depends(Need(scope))
    return dependency


def caller_of(request: Request) -> Caller:
    """Return who sent a request; raises AccessError."""
    return admission_of(request).caller


def _admission(request: Request) -> Admission:
    return admission_of(request)


CallerIn = Annotated[Caller, Depends(caller_of)]
AdmissionIn = Annotated[Admission, Depends(_admission)]
