"""What happens to every request: an id, a clock, limits, counts, and a net under crashes."""

import logging
import re
import time
import uuid
from collections.abc import Sequence
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.headers import over_tls, safety
from api.edge.problems import on_crash, on_http_error
from api.engine.observer import OBSERVERS, Observer
from api.telemetry.logs import FACTS, REQUEST_ID
from api.telemetry.metrics import Metrics
from api.telemetry.tracing import Tracing, note_response
from api.wire.bodies import BodyLimits

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = logging.getLogger("api.http")
_PROBES = frozenset({"/livez", "/readyz", "/healthz", "/metrics"})  # asked every few seconds, by nobody


class EdgeMiddleware:
    """Wrap the whole application; the outermost layer of ours."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        limits: BodyLimits,
        observers: Sequence[Observer] = (),
        tracing: Tracing | None = None,
        frame_ancestors: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._safety = safety(frame_ancestors)
        self._metrics = metrics
        self._limits = limits
        self._tracing = tracing
        self._observers = (metrics, *observers, *([tracing] if tracing else []))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self._limits, self._safety)
        tokens = REQUEST_ID.set(exchange.request_id), OBSERVERS.set(self._observers)
        self._metrics.begin_request()
        try:
            if self._tracing is None:
                await exchange.run(self._app)
            else:
                await exchange.run_traced(self._app, self._tracing)
        finally:
            exchange.report(self._metrics)
            REQUEST_ID.reset(tokens[0])
            OBSERVERS.reset(tokens[1])


class _Exchange:
    """One request and its response."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, limits: BodyLimits, safety: dict[str, str]
    ) -> None:
        self._limits, self._safety = limits, safety
        self._method: str = scope["method"]
        if self._method == "HEAD":  # answered as GET, without the body
            scope = {**scope, "method": "GET"}
        self._scope, self._receive, self._send = scope, receive, send
        headers = Headers(scope=scope)
        asked = headers.get("x-request-id", "")
        self.request_id = asked if _ID.fullmatch(asked) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._started = time.perf_counter()
        self._status: int | None = None
        self._received = 0

    async def run_traced(self, app: ASGIApp, tracing: Tracing) -> None:
        with tracing.request(self._method, Headers(scope=self._scope)) as span:
            try:
                await self.run(app)
            finally:
                note_response(span, _route(self._scope), self._final_status, self.request_id)

    async def run(self, app: ASGIApp) -> None:
        request = Request(self._scope)
        try:
            self._limits.refuse_unfit(self._scope)
            await app(self._scope, self._limited, self._stamped)
        except HTTPException as error:
            refusal = await on_http_error(request, error)
            await refusal(self._scope, self._receive, self._stamped)
        except ClientDisconnect:
            return  # nobody waits for an answer any more
        except Exception:
            _LOG.exception("unhandled error")
            if self._status is not None:
                raise  # part of the response has left: only breaking the connection tells the client
            await on_crash(request)(self._scope, self._receive, self._stamped)

    def report(self, metrics: Metrics) -> None:
        method, route, status = self._method, _route(self._scope), self._final_status
        path = quote(self._scope["path"], errors="replace")  # one request, one line
        seconds = time.perf_counter() - self._started
        metrics.end_request(method, route, status, seconds)
        facts = {"method": method, "path": path, "route": route, "status": status}
        extra = {FACTS: facts | {"ms": round(seconds * 1000, 1)}}
        level = logging.DEBUG if path in _PROBES and status < 400 else logging.INFO
        _LOG.log(level, "%s %s %d %.1f ms", method, path, status, seconds * 1000, extra=extra)

    @property
    def _final_status(self) -> int:
        return self._status or 499  # the client went away before an answer

    async def _limited(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        self._limits.refuse_more(self._scope, self._received)
        return message

    async def _stamped(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            for name, value in (self._safety | over_tls(self._scope["scheme"])).items():
                headers.setdefault(name, value)
            headers.append("Server-Timing", f"total;dur={(time.perf_counter() - self._started) * 1000:.1f}")
        elif self._method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)


def _route(scope: Scope) -> str:
    """Return the path's template, so that ids do not multiply the series."""
    return str(getattr(scope.get("route"), "path", "unmatched"))
