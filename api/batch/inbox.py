"""A request body as lines, taken as they come."""

import math
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

import anyio
from starlette.exceptions import HTTPException
from starlette.types import Receive

MAX_LINES = 10_000
MAX_LINE_BYTES = 256 * 1024


class Fault(StrEnum):
    """Why a line cannot be worked on."""

    TOO_LONG = "line_too_long"
    TOO_MANY = "too_many_lines"
    BODY_TOO_LARGE = "body_too_large"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `content` is empty where there is a fault, and the last two faults end the body."""

    number: int
    content: bytes = b""
    fault: Fault | None = None


class Inbox:
    """Lines that wait for their turn.

    The body is read on while earlier lines are answered: a client that sends everything before it reads
    anything would otherwise wait for us as we wait for it. The limit on bodies bounds what waits here.
    """

    def __init__(self) -> None:
        self._put, self._lines = anyio.create_memory_object_stream[Line](math.inf)
        self._number = self._taken = 0
        self._begun = bytearray()
        self._skipping = False  # the rest of a line that was too long

    async def fill(self, receive: Receive, on_disconnect: Callable[[], None]) -> None:
        """Read the body to its end, then wait for the client to go away."""
        try:
            while (message := await receive())["type"] == "http.request":
                self._add(message.get("body", b""))
                if not message.get("more_body", False):
                    self._end()
        except HTTPException:  # over the limit, noticed while it came
            self._refuse(Fault.BODY_TOO_LARGE)
            return
        on_disconnect()

    async def lines(self) -> AsyncIterator[Line]:
        """Yield the lines with content in their order."""
        async for line in self._lines:
            yield line

    def close(self) -> None:
        """Let go of what still waits."""
        self._put.close()
        self._lines.close()

    def _add(self, chunk: bytes) -> None:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            self._grow(piece)
            self._complete()
        self._grow(rest)

    def _grow(self, piece: bytes) -> None:
        if self._skipping:
            return
        self._begun += piece
        if len(self._begun) > MAX_LINE_BYTES:
            self._begun.clear()
            self._skipping = True

    def _complete(self) -> None:
        self._number += 1
        content, too_long = bytes(self._begun.strip()), self._skipping
        self._begun.clear()
        self._skipping = False
        if not content and not too_long:
            return
        self._taken += 1
        if self._taken > MAX_LINES:
            self._refuse(Fault.TOO_MANY)
        else:
            self._send(Line(self._number, content, Fault.TOO_LONG if too_long else None))

    def _end(self) -> None:
        self._complete()
        self._put.close()

    def _refuse(self, fault: Fault) -> None:
        self._send(Line(max(self._number, 1), fault=fault))
        self._put.close()

    def _send(self, line: Line) -> None:
        try:
            self._put.send_nowait(line)
        except (anyio.ClosedResourceError, anyio.BrokenResourceError):
            return  # after a refusal the rest is read and let go
