"""A response whose lines leave while the request is still coming in."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.batch.inbox import Inbox, Line

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class LineStream(Response):
    """Answers each line of the body; ends early where the client goes away.

    Args:
        answer: what a line adds to the output; called in a thread, for one line at a time.
        media_type: of the output.
    """

    def __init__(self, answer: Callable[[Line], bytes], media_type: str) -> None:
        super().__init__(media_type=media_type, headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._answer = answer

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
            async for line in inbox.lines():
                if body := await run_in_threadpool(self._answer, line):
                    await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            group.cancel_scope.cancel()
