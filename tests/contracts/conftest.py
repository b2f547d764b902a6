"""Engines that are started once for all tests that need them."""

import os
from contextlib import ExitStack

import pytest

from tests.contracts.engines import Engine


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory):
    """Return the address of an engine of a kind, starting it when it is first asked for."""
    running: dict[str, Engine] = {}

    def find(kind: str) -> str:
        if kind == "given":
            return os.environ.get("MILVUS_URI") or pytest.skip("MILVUS_URI names no engine")
        if kind not in running:
            running[kind] = Engine(kind, tmp_path_factory.mktemp("engines") / kind).start()
        return running[kind].url

    yield find
    for engine in running.values():
        engine.kill()


@pytest.fixture(scope="module")
def stack():
    """Keep what is opened until the tests of a file are over."""
    with ExitStack() as opened:
        yield opened
