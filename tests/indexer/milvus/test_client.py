"""The library of the engine is optional: without it, that is what is told."""

import sys

import pytest

from api.rules import vietnamese
from indexer.errors import ClientMissing
from indexer.milvus.connection import Connection
from indexer.milvus.target import parse_target


def test_without_the_client_the_extra_is_named_at_once(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    connection = Connection(parse_target("http://127.0.0.1:1", "", ""))
    with pytest.raises(ClientMissing, match=r"pip install 'chidao\[milvus\]'") as caught:
        connection.version()
    assert "pip install 'chidao[milvus]'" in vietnamese(caught.value)
    with pytest.raises(ClientMissing):
        connection.write(lambda client, left: client)
