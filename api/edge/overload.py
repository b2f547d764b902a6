"""What keeps the server answering under too much load: a queue with an end, and limits on time.

A request takes a place only once its body is there, so clients that send slowly hold none; a place is given
back when the work on it has really ended, also where its client was told earlier that it took too long.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.caller import Scope as Permission
from api.access.door import admission_of
from api.edge.gate import Gate, GateFull, WaitedTooLong
from api.edge.problems import on_error
from api.errors import ApiError, BodyTooSlow, Overloaded, RequestTooLong, Stopping
from api.errors.access import AccessError
from api.telemetry.metrics import Metrics, Refusal
from api.wire.bodies import BATCH_PATH, UPLOAD_PATH

_LOG = logging.getLogger("api.edge.overload")
_FREE = frozenset({"/livez", "/readyz", "/healthz", "/metrics", "/openapi.json"})
_FREE_BELOW = "/static/"
_STREAM_PATH = "/mcp"  # GET keeps a connection open for what the server may want to say
_LEAST_RATE = 1024  # bytes a second that a client must send, on average
_MOST_BATCHES, _BATCHES_WAITING = 2, 8  # they work for minutes: questions of people do not queue behind them
_MOST_UPLOADS = 8  # at a time; they are bounded by the disk rather than the processor


@dataclass(frozen=True, slots=True)
class Patience:
    """How long requests may take, in seconds.

    Attributes:
        response: until a response must begin, the queue included.
        client: that a client may pause, sending or receiving.
    """

    response: float
    client: float


class OverloadMiddleware:
    """Let requests in by the gate; health probes and static files pass by it."""

    def __init__(self, app: ASGIApp, places: int, waiting: int, patience: Patience, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._patience = patience
        self._gate = Gate(places, waiting, metrics.note_load)
        self._batches = Gate(_MOST_BATCHES, _BATCHES_WAITING, lambda *_: None)
        self._uploads = Gate(_MOST_UPLOADS, 0, lambda *_: None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with a problem that says when to come again."""
        if scope["type"] != "http" or _is_free(scope):
            await self._app(scope, receive, send)
            return
        try:
            await self._serve(scope, _Paced(receive, self._patience.client), _patient(send, self._patience))
        except AccessError as error:
            response = await on_error(Request(scope), error)
            response.headers["Connection"] = "close"  # what is still on its way is not read
            await response(scope, receive, send)
        except _Refused as refused:
            self._metrics.refuse(refused.reason)
            response = await on_error(Request(scope), refused.error)
            response.headers["Retry-After"] = str(self._gate.advice_s)
            if refused.reason is Refusal.SLOW_BODY:
                response.headers["Connection"] = "close"
            await response(scope, receive, send)

    async def _serve(self, scope: Scope, body: "_Paced", send: Send) -> None:
        if scope["path"] == BATCH_PATH:  # who has no key sends small bodies only
            admission_of(Request(scope)).caller.require(Permission.ASK)
        is_upload = (scope["method"], scope["path"]) == ("POST", UPLOAD_PATH)
        gate = self._batches if scope["path"] == BATCH_PATH else self._gate
        gate = self._uploads if is_upload else gate
        if not is_upload:
            await body.read_ahead()
        deadline = time.monotonic() + self._patience.response
        try:
            await _enter(gate, body, deadline - time.monotonic())
        except GateFull as error:
            raise _Refused(Refusal.BUSY, Overloaded()) from error
        except WaitedTooLong as error:
            raise _Refused(Refusal.WAITED, Overloaded()) from error
        work = _Work(self._app, scope, body, send, gate)
        await work.run(None if is_upload else deadline)


async def _enter(gate: Gate, body: "_Paced", seconds: float) -> None:
    """Take a place; leave the queue with a client that goes away."""
    if gate.take():
        return
    turn, gone = asyncio.create_task(gate.enter(seconds)), asyncio.create_task(body.disconnected())
    try:
        await asyncio.wait((turn, gone), return_when=asyncio.FIRST_COMPLETED)
        if not turn.done():
            raise ClientDisconnect
        await turn
    finally:
        turn.cancel()
        gone.cancel()


class _Refused(Exception):
    """A request that is not served; nothing of a response has left."""

    def __init__(self, reason: Refusal, error: ApiError) -> None:
        super().__init__(reason)
        self.reason, self.error = reason, error


class _Work:
    """One request that holds a place; works in a task of its own, so that its client can be told to go."""

    def __init__(self, app: ASGIApp, scope: Scope, body: "_Paced", send: Send, gate: Gate) -> None:
        self._app, self._scope, self._body, self._send, self._gate = app, scope, body, send, gate
        self._begun = asyncio.Event()
        self._given_up = False
        self._entered: float | None = time.monotonic()

    async def run(self, deadline: float | None) -> None:
        """Work to the end; raises _Refused where no response has begun by `deadline`."""
        work = asyncio.create_task(self._work())
        try:
            if deadline is not None:
                begun = asyncio.create_task(self._begun.wait())
                limit = max(deadline - time.monotonic(), 0)
                await asyncio.wait((work, begun), timeout=limit, return_when=asyncio.FIRST_COMPLETED)
                begun.cancel()
                if not work.done() and not self._begun.is_set():
                    self._given_up = True
                    raise _Refused(Refusal.TIMEOUT, RequestTooLong())
            await work
        except asyncio.CancelledError as error:  # the server stops, and this was given its time
            if self._begun.is_set():
                raise
            raise _Refused(Refusal.STOPPED, Stopping()) from error
        finally:
            if self._given_up:  # what runs in a thread ends when it ends, and keeps its place until then
                work.add_done_callback(_look_at)
            elif not work.done():
                work.cancel()

    async def _work(self) -> None:
        try:
            await self._app(self._scope, self._body.receive, self._sent)
        finally:
            self._leave()

    async def _sent(self, message: Message) -> None:
        if self._given_up:
            raise ClientDisconnect
        self._begun.set()
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self._leave()  # what remains is the client's reading
        await self._send(message)

    def _leave(self) -> None:
        if self._entered is not None:
            self._gate.leave(time.monotonic() - self._entered)
            self._entered = None


class _Paced:
    """The body of a request; a client that sends too slowly is told so."""

    def __init__(self, receive: Receive, grace: float) -> None:
        self._receive = receive
        self._grace = grace
        self._started = time.monotonic()
        self._received = 0
        self._ended = False
        self._ahead: list[Message] = []

    async def read_ahead(self) -> None:
        """Take in the whole body; its size is limited further out."""
        while not self._ended:
            self._ahead.append(await self._next())

    async def receive(self) -> Message:
        """Return the next message."""
        if self._ahead:
            return self._ahead.pop(0)
        return await (self._receive() if self._ended else self._next())

    async def disconnected(self) -> None:
        """Return when the client has gone; for a body that was taken in whole, or whose client must wait."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _next(self) -> Message:
        left = self._started + self._grace + self._received / _LEAST_RATE - time.monotonic()
        try:
            async with asyncio.timeout(max(left, 0.01)):
                message = await self._receive()
        except TimeoutError as error:
            raise _Refused(Refusal.SLOW_BODY, BodyTooSlow()) from error
        self._received += len(message.get("body", b""))
        self._ended = message["type"] == "http.disconnect" or not message.get("more_body")
        return message


def _patient(send: Send, patience: Patience) -> Callable[[Message], Awaitable[None]]:
    """Give up on a client that does not read what it asked for."""

    async def sent(message: Message) -> None:
        try:
            async with asyncio.timeout(patience.client):
                await send(message)
        except TimeoutError as error:
            raise ClientDisconnect from error

    return sent


def _is_free(scope: Scope) -> bool:
    path: str = scope["path"]
    stays_open = path.rstrip("/") == _STREAM_PATH and scope["method"] == "GET"
    return path in _FREE or path.startswith(_FREE_BELOW) or stays_open


def _look_at(work: "asyncio.Task[None]") -> None:
    """Log what became of work whose client was told that it took too long."""
    error = None if work.cancelled() else work.exception()
    if error is not None and not isinstance(error, ClientDisconnect):
        _LOG.error("failed after its time was over", exc_info=error)
