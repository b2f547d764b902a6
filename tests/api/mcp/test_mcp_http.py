"""`/mcp` of a live server, spoken to by the protocol's own client."""

import json
from dataclasses import replace

import anyio
import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

import api.routes.mcp
from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.app import create_app
from api.engine.runtime import Runtime
from api.errors import NotReady
from api.routes.context import view_of
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.labels import Label
from corpus.types import AgencyMention, Assignment, Party, Role
from tests.api.fakes import TEXT, FakeBackend, make_record
from tests.api.live import served

OTHER = make_record(TEXT.replace("Tài chính", "Y tế"), "cv12b.txt")
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def url(app):
    with served(app) as url:
        yield url + "/mcp"


def call(url, name, arguments, mode="auto", key=None):
    async def talk():
        http = httpx2.AsyncClient(headers={"X-API-Key": key} if key else {})
        async with http, Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(talk)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_answers_are_those_of_the_http_interface(url, mode):
    question = {"question": "Sở Tài chính chủ trì việc gì?"}
    told = call(url, "ask_directive", question, mode).structured_content
    plain = httpx2.post(url.replace("/mcp", "/v1/ask"), json=question).json()
    assert told == plain
    assert told["status"] == "answered"


def test_an_abstention_is_told_as_one(url):
    told = call(url, "ask_directive", {"question": "vắng"})
    assert not told.is_error
    assert told.structured_content["status"] == "abstained"
    assert "KHÔNG TRẢ LỜI (abstained, slot_not_stated)" in told.content[0].text
    assert "không tự suy đoán" in told.content[0].text


def test_a_document_is_read_by_id_by_number_and_in_parts(url):
    whole = call(url, "get_document", {"document": "12-CV/TU"}).structured_content
    assert (whole["text"], whole["next_start"]) == (TEXT, None)
    part = call(url, "get_document", {"document": whole["document"]["id"], "start": 4, "end": 12})
    assert part.structured_content["text"] == TEXT[4:12]
    assert part.structured_content["next_start"] == 12
    assert "còn tiếp: start=12" in part.content[0].text


def test_assignments_and_families_have_their_shapes(url):
    rows = call(url, "list_assignments", {}).structured_content
    assert rows == {"assignments": [], "total": 0, "next_offset": None}
    (family,) = call(url, "genealogy", {"number": "12-CV/TU"}).structured_content["families"]
    assert family["works"][0]["number"] == "12-CV/TU"


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("ask_directive", {"question": " "}, "The question is empty"),
        ("search_directives", {"query": "a", "k": 999}, "k: Input should be less than or equal to 20"),
        ("list_assignments", {"due_before": "2024-12-31"}, "due_before: Extra inputs are not permitted"),
        ("list_assignments", {"due_before": "2024-12-31"}, "roles, due_from, due_to, number"),
        ("ask_directive", {"question": "a", "top": 3}, "The arguments of ask_directive: question, "),
        ("list_assignments", {"due_to": "31/12/2024"}, "due_to: write days as YYYY-MM-DD"),
        ("genealogy", {"number": "12-CV/TU", "as_of": "2024"}, "as_of: write days as YYYY-MM-DD"),
        ("get_document", {"document": "99-CV/TU"}, "no document has the id"),
        ("get_document", {"document": "12-CV/TU", "page": 3}, "page 3 is not in"),
        ("get_document", {"document": "12-CV/TU", "start": 9999}, "is no part of a text"),
        ("genealogy", {"number": "99-CV/TU"}, "no document bears or cites"),
        ("ask_directive", {"question": "crash"}, "Error executing tool ask_directive"),
    ],
)
def test_errors_say_what_to_do_and_nothing_of_the_inside(url, name, arguments, told):
    result = call(url, name, arguments)
    assert result.is_error
    assert told in result.content[0].text
    assert "secret" not in result.content[0].text


def test_a_number_of_two_documents_is_asked_back(url, catalog):
    catalog.put(OTHER)
    result = call(url, "get_document", {"document": "12-CV/TU"})
    assert result.is_error
    assert OTHER.document.id in result.content[0].text


def test_tools_see_what_the_request_may_see(app, settings, tmp_path):
    """The route's own dependency decides, so what guards the other routes guards the tools."""

    def refuse():
        raise NotReady

    with Catalog.open(tmp_path / "empty") as nothing, served(app) as root:
        url = root + "/mcp"
        assert not call(url, "get_document", {"document": "12-CV/TU"}).is_error
        app.dependency_overrides[view_of] = lambda: Runtime(settings, nothing, FakeBackend(nothing))
        assert call(url, "get_document", {"document": "12-CV/TU"}).is_error
        assert call(url, "ask_directive", {"question": "Ai chủ trì?"}).structured_content["hits"] == []
        app.dependency_overrides[view_of] = refuse
        refused = httpx2.post(url, json=LIST, headers=HEADERS)
        assert refused.status_code == 503
        assert refused.headers["content-type"] == "application/problem+json"


def test_a_key_opens_what_it_is_cleared_for(app, catalog):
    catalog.put(OTHER, label=Label.INTERNAL)
    wanted = {"document": OTHER.document.id}

    def key(*labels, scopes=(Scope.SEARCH, Scope.ASK)):
        made = issue(Grant("k", frozenset(scopes), frozenset(labels)))
        app.state.door.store.put(made.key)
        return made.token

    with served(app) as root:
        url = root + "/mcp"
        low, high = key(Label.PUBLIC), key(Label.PUBLIC, Label.INTERNAL)
        assert not call(url, "get_document", wanted, key=high).is_error
        refused = call(url, "get_document", wanted, key=low)
        assert refused.is_error
        assert OTHER.document.title not in refused.content[0].text
        # The number of two documents is that of one for who sees one.
        assert call(url, "get_document", {"document": "12-CV/TU"}, key=high).is_error
        assert not call(url, "get_document", {"document": "12-CV/TU"}, key=low).is_error
        assert httpx2.post(url, json=LIST, headers=HEADERS).status_code == 401
        searching = {"X-API-Key": key(Label.PUBLIC, scopes=(Scope.SEARCH,))}
        assert httpx2.post(url, json=LIST, headers=HEADERS | searching).status_code == 403


def post(client, headers):
    return client.post("/mcp", json=LIST, headers=HEADERS | headers)


def test_web_pages_that_nobody_named_are_refused(settings, runtime):
    known = Settings(data_dir=settings.data_dir, cors_origins="https://chat.example.org", access="open")
    with TestClient(create_app(known, runtime)) as client:
        assert post(client, {}).status_code == 200
        assert post(client, {"Origin": "https://chat.example.org"}).status_code == 200
        # The second is what a page sees as its own server after its name was pointed at this machine.
        for foreign in (
            {"Origin": "https://evil.example"},
            {"Origin": "http://evil.example", "Host": "evil.example"},
        ):
            refused = post(client, foreign)
            assert refused.status_code == 403
            assert "CHIDAO_CORS_ORIGINS" in refused.json()["detail"]
    with TestClient(create_app(known.model_copy(update={"access": "auto"}), runtime)) as client:
        rebound = post(client, {"Origin": "http://evil.example", "Host": "evil.example"})
        assert (rebound.status_code, rebound.json()["type"]) == (403, "urn:chidao:problem:host-refused")


def test_the_body_has_the_limits_of_every_body(client):
    assert client.post("/mcp", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    large = json.dumps(LIST | {"params": {"x": "a" * 300_000}})
    headers = HEADERS | {"Content-Type": "application/json"}
    assert client.post("/mcp", content=large, headers=headers).status_code == 413
    assert client.get("/mcp").status_code == 405


def test_without_the_extra_the_server_says_so(client, monkeypatch):
    def missing():
        raise ModuleNotFoundError("mcp")

    monkeypatch.setattr(api.routes.mcp, "_server", missing)
    refused = post(client, {})
    assert refused.status_code == 501
    assert "chidao[mcp]" in refused.json()["detail"]


def test_a_body_that_no_task_names_is_told_to_the_model(url, catalog):
    record = make_record(TEXT, "due.txt", "12-CV/TU")
    document, passages = record.document, record.passages
    party = Party(Role.LEAD, AgencyMention("các sở", passages[0].span, "cac-so"))
    task = Assignment(
        f"{document.id}-a0000", document.id, passages[0].id, "1", passages[0].span, passages[0].span, (party,)
    )
    catalog.put(replace(record, assignments=(task,)))
    told = call(url, "list_assignments", {"agency": "Sở Không Có"})
    assert told.structured_content["total"] == 1
    assert told.content[0].text.startswith("Không nhiệm vụ nào nêu đích danh “Sở Không Có”")
