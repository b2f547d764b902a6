"""A live server with a slow engine: nothing hangs, nothing is lost, and it stops when it is told to."""

import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx
import pytest

from api.app import create_app
from api.host.server import build_server
from api.settings import Settings

ASK = {"question": "ai ký"}


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def slow(backend, catalog):
    """Hold every answer back until the event is set."""
    release = threading.Event()

    def wait(result):
        release.wait(10)
        return result

    yield release, wait
    release.set()


@pytest.fixture
def serve(settings, runtime, backend, slow):
    """Serve on a free port under some settings: (client, address, the engine's release)."""

    @contextmanager
    def served(**limits):
        wanted = Settings(data_dir=settings.data_dir, uploads="off", **limits)
        app = create_app(wanted, runtime)
        release, wait = slow
        engine = runtime.engine()
        engine.ask = (lambda ask: lambda *args: wait(ask(*args)))(engine.ask)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            server = build_server(app, wanted)
            thread = threading.Thread(target=server.run, args=([listener],))
            thread.start()
            until(lambda: server.started)
            address = listener.getsockname()
            with httpx.Client(base_url=f"http://127.0.0.1:{address[1]}", timeout=15) as client:
                yield client, address, release
            release.set()
            server.should_exit = True
            thread.join(10)
            assert not thread.is_alive()

    return served


def check_refused(response, status, slug):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:chidao:problem:{slug}"
    assert int(response.headers["retry-after"]) >= 1
    assert response.json()["request_id"] == response.headers["x-request-id"]


def gauge(client, name):
    lines = client.get("/metrics").text.splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith(f"chidao_http_requests_{name} ")))


def test_beyond_places_and_queue_requests_are_refused_at_once_and_probes_answer(serve):
    with serve(max_requests=2, max_waiting=3) as (client, _, release), ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(client.post, "/v1/ask", json=ASK) for _ in range(5)]
        until(lambda: (gauge(client, "at_work"), gauge(client, "waiting")) == (2, 3))
        for _ in range(4):
            check_refused(client.post("/v1/ask", json=ASK), 503, "overloaded")
            check_refused(client.get("/v1/documents"), 503, "overloaded")
        assert client.get("/livez").status_code == client.get("/readyz").status_code == 200
        release.set()
        assert [each.result().status_code for each in asked] == [200] * 5
        until(lambda: gauge(client, "at_work") == 0)
        assert 'refused_total{reason="busy"} 8.0' in client.get("/metrics").text


def test_a_response_that_does_not_begin_in_time_is_refused_and_keeps_its_place(serve):
    with serve(max_requests=1, max_waiting=1, request_timeout=0.3) as (client, _, release):
        check_refused(client.post("/v1/ask", json=ASK), 503, "request-timeout")
        assert gauge(client, "at_work") == 1  # the engine is still at it
        check_refused(client.get("/v1/documents"), 503, "overloaded")  # waited in the queue
        release.set()
        until(lambda: gauge(client, "at_work") == 0)
        assert client.post("/v1/ask", json=ASK).status_code == 200
        text = client.get("/metrics").text
        assert 'refused_total{reason="timeout"} 1.0' in text
        assert 'refused_total{reason="waited"} 1.0' in text


def read_all(connection):
    connection.settimeout(5)
    received = b""
    while part := connection.recv(4096):
        received += part
    return received


def test_a_body_that_does_not_come_takes_no_place_and_is_ended(serve):
    head = (
        b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    with serve(max_requests=1, max_waiting=0, body_timeout=0.6) as (client, address, release):
        release.set()
        with socket.create_connection(address) as first, socket.create_connection(address) as second:
            first.sendall(head)
            second.sendall(head)
            assert client.post("/v1/ask", json=ASK).status_code == 200
            for connection in (first, second):
                told = read_all(connection)
                assert told.startswith(b"HTTP/1.1 408 ")
                assert b"urn:chidao:problem:slow-body" in told
        assert 'refused_total{reason="slow_body"} 2.0' in client.get("/metrics").text


@pytest.mark.parametrize("begun", [b"", b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_a_connection_without_a_whole_request_is_closed(serve, begun):
    with serve(body_timeout=0.4) as (client, address, _), socket.create_connection(address) as connection:
        connection.sendall(begun)
        with suppress(ConnectionResetError):
            assert read_all(connection) == b""
        assert client.get("/livez").status_code == 200


def test_a_connection_that_is_used_again_gets_its_time_anew(serve):
    with serve(body_timeout=0.4) as (client, _, _):
        for _ in range(3):
            assert client.get("/livez").status_code == 200
            time.sleep(0.25)


def test_a_client_that_goes_away_leaves_the_queue(serve):
    body = b'{"question": "ai"}'
    head = (
        f"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    )
    with serve(max_requests=1, max_waiting=2) as (client, address, release), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.post, "/v1/ask", json=ASK)
        until(lambda: gauge(client, "at_work") == 1)
        with socket.create_connection(address) as connection:
            connection.sendall(f"{head}\r\n\r\n".encode() + body)
            until(lambda: gauge(client, "waiting") == 1)
        until(lambda: gauge(client, "waiting") == 0)
        assert gauge(client, "at_work") == 1
        assert 'status="499"' in client.get("/metrics").text
        assert not asked.done()
        release.set()


def test_a_client_that_does_not_read_frees_its_place(serve, runtime, monkeypatch):
    monkeypatch.setattr(type(runtime.catalog), "text", lambda self, document_id: "a" * 50_000_000)
    document_id = runtime.catalog.all_headers()[0].id
    request = f"GET /v1/documents/{document_id}/text HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with serve(max_requests=1, max_waiting=1) as (client, address, _), socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(address)
        connection.sendall(request)
        assert connection.recv(16)
        assert client.get("/v1/documents").status_code == 200


SERVER = """
import sys, threading, time
from pathlib import Path
import api.host.server
from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import FakeBackend, make_record
import socket

folder, seconds, shutdown = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
api.host.server._CLOSING_S = 1
settings = Settings(data_dir=folder, shutdown_timeout=shutdown)
catalog = Catalog.open(folder)
catalog.put(make_record())
backend = FakeBackend(catalog)
def slow(result):
    print("asked", flush=True)
    time.sleep(seconds)
    return result
runtime = Runtime(settings, catalog, backend)
runtime.engine()
runtime.start_warming()
engine = runtime.engine()
engine.ask = (lambda ask: lambda *args: slow(ask(*args)))(engine.ask)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
with api.host.server.stopping_quietly():
    api.host.server.build_server(create_app(settings, runtime), settings).run(sockets=[listener])
runtime.close()
print("closed", flush=True)
"""


@contextmanager
def process(folder, seconds, shutdown):
    started = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder / "data"), str(seconds), str(shutdown)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield started, f"http://127.0.0.1:{int(started.stdout.readline())}"
    finally:
        started.kill()
        started.wait()
        started.stdout.close()


def test_told_to_stop_it_ends_what_is_at_work_and_takes_nothing_new(tmp_path):
    with process(tmp_path, 1.0, 20) as (server, url), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, f"{url}/v1/ask", json=ASK, timeout=15)
        assert server.stdout.readline() == "asked\n"
        server.send_signal(signal.SIGTERM)
        until(lambda: refused(url))
        assert asked.result().status_code == 200
        assert server.wait(15) == 0
        assert server.stdout.readline() == "closed\n"


def test_told_to_stop_it_ends_even_if_a_request_never_does(tmp_path):
    with process(tmp_path, 60.0, 0) as (server, url), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, f"{url}/v1/ask", json=ASK, timeout=15)
        assert server.stdout.readline() == "asked\n"
        server.send_signal(signal.SIGTERM)
        assert server.wait(15) == 0
        check_refused(asked.result(), 503, "stopping")


def refused(url):
    try:
        httpx.get(f"{url}/livez", timeout=1)
    except httpx.ConnectError:
        return True
    return False
