"""What is sent, and how patiently, against answers made up here."""

import inspect
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from api.client import (
    AsyncClient,
    Client,
    Conflict,
    Problematic,
    Retries,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unexpected,
    Unreachable,
)
from api.settings import Settings

TASKS = {"tasks": []}
PROBLEM = {
    "type": "urn:chidao:problem:not-ready", "title": "t", "status": 503, "detail": "Later.",
    "instance": "/v1/tasks", "request_id": "r1",
}  # fmt: skip


class Script:
    """Answers with what it was given, one after the other, and notes what came."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = answer
        return httpx2.Response(status, headers=headers, json=body)


@pytest.fixture
def pauses(monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr("api.client.link.time.sleep", waited.append)
    monkeypatch.setattr("api.client.link.anyio.sleep", sleep)
    monkeypatch.setattr("api.client.retries.random.random", lambda: 1.0)
    return waited


def opened(connect, *answers, **options):
    script = Script(*answers)
    return connect("http://test", transport=httpx2.MockTransport(script), **options), script


def test_what_a_server_puts_off_is_sent_again(connect, pauses):
    later = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    client, script = opened(
        connect,
        (503, {"Retry-After": "2"}, PROBLEM),
        (429, {}, PROBLEM),
        (503, {"Retry-After": later}, PROBLEM),
        (200, {}, TASKS),
    )
    assert client.tasks() == ()
    assert pauses == [2.0, 1.0, 0.0]
    assert len(script.requests) == 4


def test_patience_ends(connect, pauses):
    client, script = opened(connect, *[(503, {}, PROBLEM)] * 3, retries=Retries(2))
    with pytest.raises(Unavailable, match=r"503 not-ready: Later\. \(request r1\)"):
        client.tasks()
    assert pauses == [0.5, 1.0]
    client, script = opened(connect, (429, {"Retry-After": "3600"}, {**PROBLEM, "status": 429}))
    with pytest.raises(TooManyRequests):
        client.tasks()
    assert len(script.requests) == 1


def test_what_may_not_be_done_twice_is_sent_once(connect, pauses):
    client, script = opened(connect, (503, {"Retry-After": "0"}, PROBLEM))
    with pytest.raises(Unavailable):
        client.upload([("a.txt", b"a")])
    assert len(script.requests) == 1
    client, script = opened(connect, (503, {"Retry-After": "0"}, PROBLEM))
    assert not client.is_ready()
    assert pauses == []


def test_a_question_is_repeated_with_its_body(connect, pauses):
    client, script = opened(connect, (503, {}, PROBLEM), (409, {}, {**PROBLEM, "status": 409}))
    with pytest.raises(Conflict):
        client.ask("ai ký")
    first, second = (json.loads(request.content) for request in script.requests)
    assert first == second
    assert first["question"] == "ai ký"


def test_answers_of_others_are_no_answers(connect):
    client, _ = opened(connect, (200, {}, {"hello": 1}), (404, {}, ["nothing"]), (299, {}, TASKS))
    with pytest.raises(Unexpected, match="TaskList"):
        client.tasks()
    with pytest.raises(Problematic, match="404 not-found"):
        client.tasks()
    assert client.tasks() == ()


def test_a_stream_that_breaks_off_is_told(connect):
    class Broken(httpx2.SyncByteStream, httpx2.AsyncByteStream):
        def __iter__(self):
            yield b"event: later\ndata: {}\n\n"
            raise httpx2.ReadError("gone")

        async def __aiter__(self):
            for part in self:
                yield part

    for stream, told in ((Broken(), Unreachable), (None, Unexpected)):
        answer = httpx2.Response(200, stream=stream) if stream else httpx2.Response(200, content=b"")
        client = connect("http://test", transport=httpx2.MockTransport(lambda _, answer=answer: answer))
        with pytest.raises(told):
            list(client.ask_stream("ai ký"))


def test_keys_come_by_argument_or_from_the_environment(connect, monkeypatch):
    def sent(**options):
        client, script = opened(connect, (401, {}, {**PROBLEM, "status": 401}), **options)
        with pytest.raises(Unauthorized):
            client.tasks()
        return script.requests[0].headers.get("authorization")

    assert sent() is None
    monkeypatch.setenv("CHIDAO_API_KEY", "of-the-environment")
    assert sent() == "Bearer of-the-environment"
    assert sent(key="given") == "Bearer given"
    Settings.load()  # the server takes it for no mistake


def test_both_clients_have_the_same_methods():
    def methods(kind):
        found = inspect.getmembers(kind, inspect.isfunction)
        return {name: list(inspect.signature(f).parameters.values()) for name, f in found if name[0] != "_"}

    assert methods(Client) == methods(AsyncClient)


def test_importing_the_client_brings_no_server_and_no_model_in():
    heavy = ["torch", "faiss", "tantivy", "underthesea", "fastapi", "starlette", "uvicorn", "onnxruntime"]
    code = f"import sys, api.client; print(sorted(set({heavy}) & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
