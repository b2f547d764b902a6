"""What routes ask of the door: who the caller is, and that they may do what they want to."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from api.access.audit import AuditLog, Entry
from api.access.caller import EVERYBODY, Caller, Scope
from api.access.door import Admission, Door, admission_of

_TOO_MANY = 429
_ID_CHARS = 40  # of ours; what strangers ask for may be as long as an address


class AccessMiddleware:
    """Lets each request find its admission, and writes down who did what.

    Who calls is found out when a route asks; what no route asks it for, like probes, is not written down.
    """

    def __init__(self, app: ASGIApp, door: Door, audit: AuditLog) -> None:
        self._app = app
        self._door = door
        self._audit = audit

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        admission = Admission(self._door, request, self._audit)
        admission.keep(scope)
        statuses: list[int] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if admission.known is not None:
                    _keep_private(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            entry = _entry(request, admission, statuses[0] if statuses else 499)
            if entry is not None:
                self._audit.write(entry, only_read=_only_read(admission))


def _keep_private(headers: MutableHeaders) -> None:
    """Tell caches between us and the caller that the response is for nobody else."""
    headers.setdefault("Cache-Control", "private, no-cache")
    headers.add_vary_header("Authorization, X-API-Key, Cookie")


def _entry(request: Request, admission: Admission, status: int) -> Entry | None:
    """Return what is to be written down; while no keys are asked for, only what was changed."""
    caller = admission.known
    if caller is None and (not admission.refused or status == _TOO_MANY):
        return None  # whoever has no key must not push the record of others out
    if caller is EVERYBODY and not admission.touched:
        return None
    route = getattr(request.scope.get("route"), "path", request.url.path[:200])
    named = [v[:_ID_CHARS] for name, v in request.path_params.items() if name in ("document_id", "task_id")]
    return Entry(
        by=caller.key_id if caller else None,
        name=caller.name if caller else None,
        action=f"{request.method} {route}",
        status=status,
        touched=tuple(dict.fromkeys((*named, *admission.touched))),
        address=request.client.host if request.client else None,
        request_id=getattr(request.state, "request_id", None),
    )


def _only_read(admission: Admission) -> bool:
    """Tell whether nothing was changed; coming in counts as a change, being turned away does not."""
    return not (admission.touched or admission.logged_in)


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
