import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wire.bodies import MAX_JSON_BYTES

JSON = {"Content-Type": "application/json"}
NO_DOCUMENT = "/v1/documents/0000000000000000"


def post(client, body, path="/v1/ask", headers=JSON):
    return client.post(path, content=body, headers=headers)


def check_problem(response, status):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:chidao:problem:")
    assert body["title"]
    assert body["detail"].endswith(".")
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["instance"].startswith("/")
    return body


REQUESTS = [
    (400, "POST", "/v1/ask", b"{", JSON),
    (400, "POST", "/v1/ask", b'{"question": "\xff"}', JSON),
    (400, "POST", "/v1/ask", b"[" * 100_000, JSON),
    (404, "GET", "/nowhere", None, {}),
    (404, "GET", "/v1/ask/", None, {}),
    (404, "GET", NO_DOCUMENT, None, {}),
    (404, "GET", NO_DOCUMENT + "/text", None, {}),
    (404, "DELETE", NO_DOCUMENT, None, {}),
    (404, "GET", "/v1/documents/%00%ff", None, {}),
    (405, "GET", "/v1/ask", None, {}),
    (405, "DELETE", "/v1/documents", None, {}),
    (405, "POST", "/livez", b"{}", JSON),
    (413, "POST", "/v1/ask", b" " * (MAX_JSON_BYTES + 1), JSON),
    (415, "POST", "/v1/ask", b"question=x", {"Content-Type": "application/x-www-form-urlencoded"}),
    (415, "POST", "/v1/search", b"{}", {"Content-Type": "text/plain"}),
    (422, "POST", "/v1/ask", b"{}", JSON),
    (422, "POST", "/v1/ask", b"[]", JSON),
    (422, "POST", "/v1/ask", b"", JSON),
    (422, "POST", "/v1/search", b'{"query": "a", "mode": "magic"}', JSON),
    (422, "GET", "/v1/search", None, {}),
    (422, "GET", "/v1/search?q=%20", None, {}),
    (422, "GET", "/v1/documents?limit=0", None, {}),
    (422, "GET", "/v1/documents?offset=-1", None, {}),
    (422, "GET", "/v1/documents?offset=99999999999999999999", None, {}),
    (500, "POST", "/v1/ask", b'{"question": "crash"}', JSON),
]


@pytest.mark.parametrize(("status", "method", "path", "body", "headers"), REQUESTS)
def test_every_error_has_the_same_shape(client, status, method, path, body, headers):
    check_problem(client.request(method, path, content=body, headers=headers), status)


def test_every_route_answers_a_bad_request_with_a_problem(app, client):
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            response = client.request(method, path, content=b"{", headers=JSON)
            if response.status_code >= 400:
                check_problem(response, response.status_code)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "question_empty"),
        (" \n\t", "question_empty"),
        ("a" * 10_000, "question_too_long"),
        ("?!… “”", "question_without_words"),
        ("a\x00b", "question_control_characters"),
        ("a\x1b[31mb", "question_control_characters"),
    ],
)
def test_bad_questions_are_told_by_field(client, question, code):
    for path, name in (("/v1/ask", "question"), ("/v1/search", "query")):
        body = check_problem(client.post(path, json={name: question}), 422)
        assert [(each["pointer"], each["code"]) for each in body["errors"]] == [(f"/{name}", code)]
        assert body["errors"][0]["detail"] in body["detail"]


def test_half_a_surrogate_pair_is_refused(client):
    body = check_problem(post(client, rb'{"question": "a\ud800"}'), 422)
    assert body["errors"][0]["pointer"] == "/question"
    check_problem(post(client, rb'{"question": "a", "filters": {"numbers": ["\udfff"]}}'), 422)


def test_tabs_and_line_breaks_are_allowed(client):
    assert client.post("/v1/ask", json={"question": "ai\tký\r\nvăn bản"}).status_code == 200


def test_several_faults_are_all_named(client):
    body = check_problem(client.post("/v1/ask", json={"question": "", "k": 0, "kk": 1}), 422)
    assert {each["pointer"] for each in body["errors"]} == {"/question", "/k", "/kk"}


@pytest.mark.parametrize(
    "extra",
    [
        {"k": 101},
        {"k": "many"},
        {"filters": {"number": ["1"]}},
        {"filters": {"issued_from": "2024-13-01"}},
        {"as_of": "yesterday"},
        {"history": [{"role": "system", "content": "x"}]},
        {"history": [{"role": "user", "content": "x"}] * 21},
        {"filters": {"numbers": ["1"] * 101}},
    ],
)
def test_values_out_of_range_are_refused(client, extra):
    check_problem(client.post("/v1/ask", json={"question": "ai ký"} | extra), 422)


def test_nothing_that_was_sent_is_echoed(client):
    response = client.post("/v1/ask", json={"question": "ai", "k": "SENTINEL"})
    assert "SENTINEL" not in response.text


def test_a_crash_tells_nothing_and_is_logged(client, caplog):
    response = client.post("/v1/ask", json={"question": "crash"})
    assert "secret" not in response.text
    assert "secret detail" in caplog.text


def test_a_body_without_length_is_cut_off_too(client):
    def chunks():
        for _ in range(MAX_JSON_BYTES // 1024 + 2):
            yield b" " * 1024

    check_problem(client.post("/v1/ask", content=chunks(), headers=JSON), 413)


def test_405_names_what_is_allowed(client):
    assert client.get("/v1/ask").headers["allow"] == "POST"
    assert client.put("/v1/search", json={}).headers["allow"] == "GET, POST"
    assert client.put("/v1/documents", content=b"x").headers["allow"] == "GET, POST"  # before its type
    check_problem(client.put("/nowhere", content=b"x"), 415)


@pytest.mark.parametrize("day", [0, 1.5, "0", "2024", "1700000000", "2024-04-03T00:00:00"])
def test_days_are_not_guessed(client, day):
    check_problem(client.post("/v1/ask", json={"question": "ai", "as_of": day}), 422)
    check_problem(client.post("/v1/search", json={"query": "ai", "filters": {"issued_to": day}}), 422)
    check_problem(client.get("/v1/assignments", params={"due_to": day}), 422)


def test_other_origins_are_let_in_only_when_named(settings, runtime):
    origin = {"Origin": "https://example.org"}
    with TestClient(create_app(settings, runtime)) as client:
        assert "access-control-allow-origin" not in client.get("/livez", headers=origin).headers
    open_to = Settings(data_dir=settings.data_dir, cors_origins=("https://example.org",))
    with TestClient(create_app(open_to, runtime)) as client:
        allowed = client.get("/livez", headers=origin).headers["access-control-allow-origin"]
        assert allowed == "https://example.org"
        asked = origin | {"Access-Control-Request-Method": "DELETE"}
        assert client.options("/v1/documents/x", headers=asked).status_code == 200
        refused = client.post("/v1/ask", content="x", headers=origin | {"Content-Type": "text/plain"})
        assert refused.status_code == 415
        assert refused.headers["access-control-allow-origin"] == "https://example.org"


def test_openapi_describes_contract_limits_and_problems(client):
    schema = client.get("/openapi.json").json()
    assert set(schema["paths"]) == {
        "/v1/ask", "/v1/search", "/v1/documents", "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/text", "/v1/documents/{document_id}/versions",
        "/v1/documents/{document_id}/versions/{version}/text", "/livez", "/readyz", "/metrics",
        "/v1/batch", "/v1/verify", "/v1/citations/verify", "/v1/feedback",
        "/v1/tasks", "/v1/tasks/{task_id}", "/v1/tasks/{task_id}/cancel",
        "/v1/suggest", "/v1/facets", "/v1/documents/{document_id}/file",
        "/v1/documents/{document_id}/references",
        "/v1/figures", "/v1/genealogy", "/v1/genealogy.svg",
        "/v1/models", "/v1/models/{model}", "/v1/chat/completions", "/v1/embeddings",
        "/v1/vector_stores/{store_id}/search", "/retrieval",
        "/v1/assignments", "/v1/assignments.csv", "/v1/assignments.ics",
        "/v1/me", "/login", "/logout", "/v1/keys", "/v1/keys/{key_id}", "/v1/keys/{key_id}/rotate",
        "/v1/audit",
    }  # fmt: skip
    models = schema["components"]["schemas"]
    assert models["AskRequest"]["properties"]["question"]["maxLength"] == 2000
    assert models["AskRequest"]["properties"]["k"]["maximum"] == 100
    assert set(models["CitationOut"]["required"]) == {
        "document", "passage_id", "section", "page", "quote", "start", "end", "value_start",
        "value_end", "sha256",
    }  # fmt: skip
    assert "HTTPValidationError" not in models
    responses = schema["paths"]["/v1/ask"]["post"]["responses"]
    assert {"200", "400", "401", "403", "408", "413", "415", "422", "429", "500", "503"} == set(responses)
    assert responses["503"]["headers"]["Retry-After"]["required"] is True
    assert set(responses["422"]["content"]) == {"application/problem+json"}
    assert set(responses["200"]["content"]) == {"application/json", "text/event-stream"}
    assert {"403", "413", "507"} < set(schema["paths"]["/v1/documents"]["post"]["responses"])
    assert {"403", "404", "409"} < set(schema["paths"]["/v1/tasks/{task_id}/cancel"]["post"]["responses"])
    assert "HTTPValidationError" not in json.dumps(schema)
