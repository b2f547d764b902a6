"""Both clients with one face, so that every test asks both."""

import anyio.from_thread
import pytest

from api.client import AsyncClient, Client


class Awaited:
    """An `AsyncClient` whose methods are waited for; what it yields comes as a list."""

    def __init__(self, portal, client):
        self._portal = portal
        self._client = client

    def __getattr__(self, name):
        async def run(args, kwargs):
            result = getattr(self._client, name)(*args, **kwargs)
            return [item async for item in result] if hasattr(result, "__aiter__") else await result

        return lambda *args, **kwargs: self._portal.call(run, args, kwargs)


@pytest.fixture(params=["sync", "async"])
def connect(request):
    """Return what opens a client; it is closed after the test."""
    opened = []
    with anyio.from_thread.start_blocking_portal() as portal:

        def open_client(*args, **kwargs):
            if request.param == "sync":
                opened.append(Client(*args, **kwargs))
            else:
                opened.append(Awaited(portal, portal.call(lambda: AsyncClient(*args, **kwargs))))
            return opened[-1]

        # A coroutine function for the portal, so that the client is made inside the loop.
        yield open_client
        for client in opened:
            client.close()
