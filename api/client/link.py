"""The way to a server and back: sends calls, waits where it is put off, reads pages one after the other."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

import anyio
import httpx2

from api.client.calls import Call, T
from api.client.errors import Unreachable, problem_of
from api.client.retries import NEVER, Retries
from api.client.streams import LineCutter
from api.client.wire import request_of, result_of, told


class Page(Protocol):
    """A part of a list; `total` counts the whole list."""

    @property
    def total(self) -> int:
        """Return how many there are."""
        ...


P = TypeVar("P", bound=Page)
R = TypeVar("R")


class Link:
    """The way to a server for one thread after the other."""

    def __init__(self, http: httpx2.Client, retries: Retries) -> None:
        self._http = http
        self._retries = retries

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def run(self, call: Call[T]) -> T:
        """Return the result of a call."""
        with self.sent(call) as response:
            response.read()
            return result_of(call, response)

    def lines(self, response: httpx2.Response) -> Iterator[str]:
        """Yield the lines of a response as they come; raises Problematic."""
        if not response.is_success:
            response.read()
            raise problem_of(response)
        cutter = LineCutter()
        for piece in response.iter_text():
            yield from cutter.take(piece)

    def paged(self, call_at: Callable[[int], Call[P]], rows_of: Callable[[P], Sequence[R]]) -> Iterator[R]:
        """Yield the rows of a list, page by page."""
        offset = 0
        while True:
            page = self.run(call_at(offset))
            rows = rows_of(page)
            yield from rows
            offset += len(rows)
            if not rows or offset >= page.total:
                return

    @contextmanager
    def sent(self, call: Call[T], retries: Retries | None = None) -> Iterator[httpx2.Response]:
        """Send a call, and again where the server puts it off; raises Unreachable."""
        retries = retries or (self._retries if call.repeatable else NEVER)
        tried = 0
        try:
            while True:
                tried += 1
                response = self._http.send(request_of(self._http, call), stream=True)
                pause = retries.pause(response, tried)
                if pause is None:
                    break
                response.close()
                time.sleep(pause)
            try:
                yield response
            finally:
                response.close()
        except httpx2.TransportError as error:
            raise Unreachable(told(error)) from error


class AsyncLink:
    """The way to a server for the tasks of one event loop."""

    def __init__(self, http: httpx2.AsyncClient, retries: Retries) -> None:
        self._http = http
        self._retries = retries

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def run(self, call: Call[T]) -> T:
        """Return the result of a call."""
        async with self.sent(call) as response:
            await response.aread()
            return result_of(call, response)

    async def lines(self, response: httpx2.Response) -> AsyncIterator[str]:
        """Yield the lines of a response as they come; raises Problematic."""
        if not response.is_success:
            await response.aread()
            raise problem_of(response)
        cutter = LineCutter()
        async for piece in response.aiter_text():
            for line in cutter.take(piece):
                yield line

    async def paged(
        self, call_at: Callable[[int], Call[P]], rows_of: Callable[[P], Sequence[R]]
    ) -> AsyncIterator[R]:
        """Yield the rows of a list, page by page."""
        offset = 0
        while True:
            page = await self.run(call_at(offset))
            rows = rows_of(page)
            for row in rows:
                yield row
            offset += len(rows)
            if not rows or offset >= page.total:
                return

    @asynccontextmanager
    async def sent(self, call: Call[T], retries: Retries | None = None) -> AsyncIterator[httpx2.Response]:
        """Send a call, and again where the server puts it off; raises Unreachable."""
        retries = retries or (self._retries if call.repeatable else NEVER)
        tried = 0
        try:
            while True:
                tried += 1
                response = await self._http.send(request_of(self._http, call), stream=True)
                pause = retries.pause(response, tried)
                if pause is None:
                    break
                await response.aclose()
                await anyio.sleep(pause)
            try:
                yield response
            finally:
                await response.aclose()
        except httpx2.TransportError as error:
            raise Unreachable(told(error)) from error
