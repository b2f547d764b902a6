import asyncio
import json

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.batch.answerer import Answerer
from api.batch.inbox import MAX_LINE_BYTES, MAX_LINES
from api.batch.stream import LineStream
from api.errors.access import KeyRefused
from api.wire.bodies import MAX_BATCH_BYTES
from api.wire.schemas import AskResponse, SearchResponse
from tests.api.fakes import FakeEngine

NDJSON = {"Content-Type": "application/x-ndjson"}


def post(client, *lines, headers=NDJSON, path="/v1/batch"):
    body = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return client.post(path, content=body, headers=headers)


def told(response):
    assert response.status_code == 200
    return [json.loads(line) for line in response.text.splitlines()]


def test_answers_come_in_order_and_are_what_single_requests_give(client):
    questions = ["Sở nào chủ trì?", "quý vắng", "báo cáo ai"]
    response = post(client, *({"id": i, "question": q, "k": 2} for i, q in enumerate(questions)))
    assert response.headers["content-type"] == "application/x-ndjson"
    for i, (line, question) in enumerate(zip(response.text.splitlines(), questions, strict=True)):
        single = client.post("/v1/ask", json={"question": question, "k": 2}).text
        assert line == f'{{"id":{i},{single[1:]}'
        AskResponse.model_validate_json(single)


def test_searches_and_questions_may_be_mixed(client):
    first, second = told(
        post(client, {"id": "s", "task": "search", "query": "quý", "k": 1}, {"id": "a", "question": "ai ký"})
    )
    assert (first.pop("id"), second.pop("id")) == ("s", "a")
    assert len(SearchResponse.model_validate(first).hits) == 1
    assert AskResponse.model_validate(second).answers


def test_what_is_wrong_with_a_line_stays_in_its_line(client):
    lines = (
        {"id": "a", "question": "ai ký"},
        b"not json",
        b"",
        b"[1]",
        b'{"id": "\xff", "question": "x"}',
        {"id": "b", "question": ""},
        {"id": "c", "question": "ai", "k": 0, "kk": 1},
        {"id": "two words", "question": "ai"},
        {"question": "ai"},
        {"id": True, "question": "ai"},
        {"id": "d", "task": "search", "question": "ai"},
        {"id": "e", "task": "dance", "question": "ai"},
        {"id": "f", "question": "ai", "stream": True},
        {"id": "g", "question": "crash"},
        {"id": "h", "question": "quý nào"},
    )
    response = post(client, *lines)
    found = told(response)
    assert [(each["id"], each["error"]["status"] if "error" in each else 200) for each in found] == [
        ("a", 200), (None, 400), (None, 400), (None, 400), ("b", 422), ("c", 422), ("two words", 422),
        (None, 422), (None, 422), ("d", 422), ("e", 422), ("f", 422), ("g", 500), ("h", 200),
    ]  # fmt: skip
    wrong = found[5]
    assert wrong["line"] == 7
    assert {each["pointer"] for each in wrong["error"]["errors"]} == {"/k", "/kk"}
    assert wrong["error"]["request_id"] == response.headers["x-request-id"]
    assert "secret" not in response.text


def test_a_run_in_the_form_of_trec(client, catalog):
    headers = NDJSON | {"Accept": "text/plain; format=trec"}
    lines = ({"id": "q1", "task": "search", "query": "quý", "k": 2}, b"no json", {"id": 2, "question": "ai"})
    response = post(client, *lines, headers=headers, path="/v1/batch?tag=mine")
    assert response.headers["content-type"].startswith("text/plain")
    rows = [line.split() for line in response.text.splitlines()]
    assert [(row[0], row[1], row[3], row[5]) for row in rows[:2]] == [
        ("q1", "Q0", "1", "mine"), ("q1", "Q0", "2", "mine"),
    ]  # fmt: skip
    assert {row[0] for row in rows} == {"q1", "2"}
    assert rows[0][2].startswith(next(iter(catalog.all_headers())).id)
    assert post(client, path="/v1/batch?tag=a%20b").status_code == 422


def test_plain_text_without_the_form_is_lines_of_json(client):
    response = post(client, {"id": 1, "question": "ai"}, headers=NDJSON | {"Accept": "text/plain"})
    assert told(response)[0]["id"] == 1


def test_no_lines_no_answers(client):
    for body in (b"", b"\n \r\n\n"):
        assert post(client, body).text == ""


def test_a_line_that_is_too_long_is_named_and_the_others_done(client):
    huge = b'{"id": 1, "question": "' + b"a" * MAX_LINE_BYTES + b'"}'
    found = told(post(client, {"id": 0, "question": "ai"}, huge, {"id": 2, "question": "ai"}))
    assert [each["id"] for each in found] == [0, None, 2]
    assert (found[1]["error"]["status"], found[1]["line"]) == (413, 2)


def test_one_line_too_many_ends_the_batch(client, monkeypatch):
    monkeypatch.setattr("api.batch.inbox.MAX_LINES", 3)
    found = told(post(client, *({"id": i, "question": "ai"} for i in range(9))))
    assert [each["id"] for each in found] == [0, 1, 2, None]
    assert found[3]["error"]["status"] == 413
    assert str(MAX_LINES) in found[3]["error"]["detail"]


def test_a_body_too_large_is_refused(client):
    assert post(client, b" " * (MAX_BATCH_BYTES + 1)).status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_forms_of_foreign_pages_are_refused(client, kind):
    assert post(client, {"id": 1, "question": "ai"}, headers={"Content-Type": kind}).status_code == 415


def test_lines_are_for_batches_only(client):
    assert client.post("/v1/ask", content=b"{}", headers=NDJSON).status_code == 415


def test_what_stops_every_line_is_told_once(app, client, backend):
    app.state.runtime._state = "loading"
    assert post(client, {"id": 1, "question": "ai"}).status_code == 503


class Caller:
    """Speaks ASGI to the application a message at a time."""

    def __init__(self, app):
        self.sent, self.coming = [], asyncio.Queue()
        self.changed = asyncio.Event()
        headers = [(b"content-type", b"application/x-ndjson")]
        scope = {
            "type": "http", "method": "POST", "path": "/v1/batch", "raw_path": b"/v1/batch",
            "query_string": b"", "headers": headers, "server": ("test", 80), "client": ("test", 1),
            "scheme": "http", "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self):
        message = await self.coming.get()
        if isinstance(message, Exception):
            raise message
        return message

    async def _send(self, message):
        self.sent.append(message)
        self.changed.set()

    def put(self, body, more=True):
        self.coming.put_nowait({"type": "http.request", "body": body, "more_body": more})

    async def lines(self, count):
        while len(self._lines()) < count:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 10)
        return self._lines()

    def _lines(self):
        return b"".join(message.get("body", b"") for message in self.sent).splitlines()


@pytest.fixture
def lines(runtime):
    """What answers a batch, without the layers before it, which wait for the whole request."""
    return LineStream(Answerer(runtime, "r", None), "application/x-ndjson")


def test_answers_leave_before_the_request_has_ended(lines):
    async def talk():
        caller = Caller(lines)
        caller.put(b'{"id": 1, "question": "ai"}\n{"id": 2, "que')
        assert json.loads((await caller.lines(1))[0])["id"] == 1
        caller.put(b'stion": "ai"}\n')
        assert json.loads((await caller.lines(2))[1])["id"] == 2
        caller.put(b'{"id": 3, "question": "ai"}', more=False)  # the last line needs no line break
        assert json.loads((await caller.lines(3))[2])["id"] == 3
        await asyncio.wait_for(caller.task, 10)
        assert caller.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}

    asyncio.run(talk())


def test_a_body_that_grows_too_large_is_cut_off(lines):
    async def talk():
        caller = Caller(lines)
        caller.put(b'{"id": 1, "question": "ai"}\n')
        await caller.lines(1)
        caller.coming.put_nowait(HTTPException(413))
        told = json.loads((await caller.lines(2))[1])
        assert (told["id"], told["error"]["status"]) == (None, 413)
        await asyncio.wait_for(caller.task, 10)

    asyncio.run(talk())


def test_nothing_is_asked_for_a_client_that_has_gone(app, client, monkeypatch):
    asked = []
    ask = FakeEngine.ask

    async def talk():
        caller = Caller(app)
        loop = asyncio.get_running_loop()

        def gone(self, question, *rest):
            asked.append(question)
            loop.call_soon_threadsafe(caller.coming.put_nowait, {"type": "http.disconnect"})
            return ask(self, question, *rest)

        monkeypatch.setattr(FakeEngine, "ask", gone)
        caller.put(b"".join(b'{"id": %d, "question": "ai"}\n' % i for i in range(500)), more=False)
        await asyncio.wait_for(caller.task, 10)
        assert len(caller.sent) < 500

    asyncio.run(talk())
    assert 1 <= len(asked) < 500


def test_the_schema_of_a_line_refers_to_what_the_document_has(app):
    schema = app.openapi()
    found = json.dumps(schema["paths"]["/v1/batch"])
    assert str(MAX_LINES) in found
    assert "AskItem" in found
    for name in set(found.split('"#/components/schemas/')[1:]):
        assert name.split('"')[0] in schema["components"]["schemas"]


def test_what_stops_the_sending_is_told_as_what_it_is(lines):
    async def talk():
        caller = Caller(lines)

        async def gone(message):
            raise ClientDisconnect

        caller._send = gone
        task = asyncio.ensure_future(lines({}, caller._receive, gone))
        caller.put(b'{"id": 1, "question": "ai"}', more=False)
        with pytest.raises(ClientDisconnect):
            await asyncio.wait_for(task, 10)
        caller.task.cancel()

    asyncio.run(talk())


def test_a_key_with_a_rate_gets_lines_no_faster_and_a_revoked_one_gets_no_more(runtime):
    async def talk():
        waits, slept = [None, 3, None, KeyRefused()], []

        def admit():
            wait = waits.pop(0)
            if isinstance(wait, Exception):
                raise wait
            return wait

        async def sleep(seconds):
            slept.append(seconds)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("api.batch.stream.anyio.sleep", sleep)
            caller = Caller(LineStream(Answerer(runtime, "r", None), "application/x-ndjson", admit))
            caller.put(b"".join(b'{"id": %d, "question": "ai"}\n' % i for i in range(9)), more=False)
            await asyncio.wait_for(caller.task, 10)
        found = [json.loads(line) for line in caller._lines()]
        assert [each["id"] for each in found] == [0, 1, 2, None]
        assert found[3]["error"]["status"] == 401
        assert slept == [3]

    asyncio.run(talk())


def test_the_first_line_is_metered_with_the_request_and_each_other_for_itself(app, client, monkeypatch):
    admitted = []
    admit = type(app.state.door).admit
    monkeypatch.setattr(
        type(app.state.door), "admit", lambda self, request: admitted.append(1) or admit(self, request)
    )
    post(client, {"id": 1, "question": "ai"})
    once = len(admitted)
    post(client, *({"id": i, "question": "ai"} for i in range(5)))
    assert len(admitted) == 2 * once + 4
