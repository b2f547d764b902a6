"""Bytes that are no HTTP: told as problems like everything else."""

import json
import socket
import threading
import time

import pytest

from api.app import create_app
from api.host.server import build_server
from api.settings import Settings


@pytest.fixture
def address(settings, runtime):
    wanted = Settings(data_dir=settings.data_dir, uploads="off")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = build_server(create_app(wanted, runtime), wanted)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield listener.getsockname()
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def exchange(address, sent):
    """Send bytes; return the headers and the body of what comes back until the end."""
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(sent)
        with connection.makefile("rb") as stream:
            head, body = stream.read().split(b"\r\n\r\n", 1)
    return head.decode().lower().splitlines(), body


@pytest.mark.parametrize(
    "line", ["GET /v1/search?q=giải+ngân HTTP/1.1", "GET /v1/documents/văn-bản HTTP/1.1", "xin chào"]
)
def test_letters_typed_raw_in_an_address_are_told_to_be_encoded(address, line):
    head, body = exchange(address, line.encode() + b"\r\nHost: localhost\r\n\r\n")
    assert head[0].startswith("http/1.1 400 ")
    assert "content-type: application/problem+json" in head
    assert "connection: close" in head
    told = json.loads(body)
    assert told["type"] == "urn:chidao:problem:unreadable-request"
    assert told["status"] == 400
    assert "percent-encoded" in told["detail"]
    assert "curl -G --data-urlencode" in told["detail"]


def test_an_encoded_address_is_served_as_before(address):
    head, _ = exchange(
        address,
        b"GET /v1/documents?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    assert head[0].startswith("http/1.1 200 ")
