"""A response whose lines leave while the request is still coming in."""

from collections.abc import AsyncIterator, Callable
from contextlib import closing
from typing import TYPE_CHECKING

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.batch.answerer import Answerer
from api.batch.inbox import Inbox
from api.errors import ApiError

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class LineStream(Response):
    """Answers each line of the body; ends early where the client goes away.

    Args:
        answerer: tells what a line adds to the output; works in a thread, on one line at a time.
        media_type: of the output.
        admit: called in a thread before each line but the first, which came with the request; returns for how
            many seconds the line must wait, or None where it may go on; raises ApiError to end the batch.
    """

    def __init__(
        self,
        answerer: Answerer,
        media_type: str,
        admit: Callable[[], int | None] = lambda: None,
    ) -> None:
        super().__init__(media_type=media_type, headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._answerer = answerer
        self._admit = admit

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve the request."""
        try:
            await self._serve(receive, send)
        except BaseExceptionGroup as errors:  # what the tasks met is told as what it is
            if len(errors.exceptions) == 1:
                raise errors.exceptions[0] from None
            raise

    async def _serve(self, receive: "Receive", send: "Send") -> None:
        with closing(Inbox()) as inbox:
            await self._exchange(inbox, receive, send)

    async def _exchange(self, inbox: Inbox, receive: "Receive", send: "Send") -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(inbox.fill, receive, group.cancel_scope.cancel)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for body in self._bodies(inbox):
                await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            group.cancel_scope.cancel()

    async def _bodies(self, inbox: Inbox) -> AsyncIterator[bytes]:
        is_first = True
        async for line in inbox.lines():
            try:
                while not is_first and (seconds := await run_in_threadpool(self._admit)):
                    await anyio.sleep(seconds)
            except ApiError as error:
                yield self._answerer.refuse(line, error)
                return
            is_first = False
            if body := await run_in_threadpool(self._answerer.answer, line):
                yield body
