"""The HTTP server: stops in bounded time, and closes connections that send nothing."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

import h11
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.settings import Settings
from api.wire.problemshapes import MEDIA_TYPE, TYPE_PREFIX, Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOG = logging.getLogger("api.host.server")
_UNREADABLE = Problem(
    type=TYPE_PREFIX + "unreadable-request",
    title="Bad Request",
    status=400,
    detail="The request could not be read as HTTP. Spaces and letters with diacritics must be "
    "percent-encoded in an address; curl -G --data-urlencode 'q=...' does so.",
    instance="",
    request_id="",
)
_CLOSING_S = 10  # for the upload under way and the catalog, once the requests have ended


class PatientProtocol(H11Protocol):
    """Closes a connection whose request line and headers do not come in time, and tells what is no HTTP."""

    patience_s = 20.0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.patience_s, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Stop the clock where the headers are there; between requests start it with the first byte."""
        super().data_received(data)
        if not self._waits_for_headers():
            self._stop_clock()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.patience_s, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Tell that the bytes are no HTTP request, and close the connection."""
        body = _UNREADABLE.model_dump_json(exclude_none=True).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        response = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (response, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _waits_for_headers(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _give_up(self) -> None:
        self._timer = None
        if self._waits_for_headers():
            self.transport.abort()

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class BoundedServer(Server):
    """Ends `seconds` after it was told to stop, with whatever is not done by then cut off."""

    def __init__(self, config: Config, seconds: int) -> None:
        super().__init__(config)
        self._seconds = seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop taking requests, let those at work end, and see to it that this does not last for ever."""
        if not self.should_exit:
            last = threading.Timer(self._seconds + _CLOSING_S, _end_now)
            last.daemon = True
            last.start()
        super().handle_exit(sig, frame)


def build_server(app: "FastAPI", settings: Settings) -> Server:
    """Return a server for `app`; it takes its sockets when it is run."""
    protocol = type("Protocol", (PatientProtocol,), {"patience_s": settings.body_timeout})
    config = Config(
        app,
        http=protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_timeout,
    )
    return BoundedServer(config, settings.shutdown_timeout)


@contextmanager
def stopping_quietly() -> Iterator[None]:
    """Make a stop by signal an end like any other: the server raises the signal again when it is done."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end_now() -> None:
    _LOG.warning("what had not ended by the end of CHIDAO_SHUTDOWN_TIMEOUT was cut off")
    sys.stderr.flush()
    os._exit(0)
