"""How calls become requests: addresses, keys, bodies; shared by both clients."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
from pydantic import BaseModel

from api.client.calls import Call, Part, T
from api.client.errors import problem_of
from api.client.wanted import Params, Value
from api.settings import CLIENT_KEY

LOCAL = "http://127.0.0.1:8000"
TIMEOUT_S = 60.0
POLL_S = 0.5
PAGE = 100

File = Path | str | tuple[str, bytes]  # a path, or a name and what it holds


def address_of(url: str) -> str:
    """Return where a server is; raises ValueError where it is not said how to speak to it."""
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"{url!r} lacks its beginning: http:// or https://")
    return url


def headers_of(key: str | None) -> dict[str, str]:
    """Return what goes with every request; without a key, that of the environment is taken."""
    found = key or os.environ.get(CLIENT_KEY)
    return {"Authorization": f"Bearer {found}"} if found else {}


def request_of(http: httpx2.Client | httpx2.AsyncClient, call: Call[T]) -> httpx2.Request:
    """Return the request of a call."""
    content, kind = call.body, "application/x-ndjson"
    if isinstance(content, BaseModel):
        content, kind = content.model_dump_json(exclude_none=True).encode(), "application/json"
    return http.build_request(
        call.method,
        call.path,
        params=_query(call.params or {}),
        content=content,
        files=call.files,
        headers={"Content-Type": kind} if content is not None else None,
    )


def result_of(call: Call[T], response: httpx2.Response) -> T:
    """Read a response whose body has come; raises Problematic or Unexpected."""
    if not response.is_success:
        problem = problem_of(response)
        if call.absent is not None and problem.slug == call.absent[0]:
            return call.absent[1]
        raise problem
    return call.read(response)


def told(error: httpx2.TransportError) -> str:
    """Say what stopped a request; timeouts have no words of their own."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")


@contextmanager
def open_parts(files: Sequence[File]) -> Iterator[list[Part]]:
    """Open the files of an upload, and close them."""
    with ExitStack() as opened:
        parts: list[Part] = []
        for file in files:
            if isinstance(file, tuple):
                parts.append(("files", file))
            else:
                path = Path(file)
                parts.append(("files", (path.name, opened.enter_context(path.open("rb")))))
        yield parts


def _query(params: Params) -> httpx2.QueryParams:
    return httpx2.QueryParams(
        [
            (name, _text(value))
            for name, given in params.items()
            for value in (given if isinstance(given, Sequence) and not isinstance(given, str) else (given,))
            if value is not None
        ]
    )


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
