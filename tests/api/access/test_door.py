"""Keys, sessions and scopes over HTTP."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Scope
from api.access.door import COOKIE, network_of
from api.access.rates import Rate
from api.app import create_app
from corpus.labels import Label
from tests.api.fakes import TEXT, make_record

QUESTION = {"question": "Sở Tài chính chủ trì việc gì?"}
OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")
# What no scope is asked for: probes without content, and what tells callers about themselves.
OPEN = {"/livez", "/readyz", "/v1/me", "/login", "/logout"}


def problem(response, status, slug):
    assert response.status_code == status, response.text
    assert response.json()["type"] == f"urn:chidao:problem:{slug}"
    return response.headers


def test_every_route_of_the_interface_asks_for_a_scope(client, give):
    """Each is tried with a key that is for nothing; a route of whoever comes next is in by itself."""
    useless = give(frozenset())
    schema = client.get("/openapi.json").json()
    routes = [(method, path) for path, methods in schema["paths"].items() for method in methods]
    assert len(routes) > 40
    for method, path in [*routes, ("post", "/mcp")]:
        if path in OPEN:
            continue
        more = {"files": {"files": ("a.txt", b"a")}} if (method, path) == ("post", "/v1/documents") else {}
        if method in ("post", "patch") and not more:
            kind = "application/x-ndjson" if path == "/v1/batch" else "application/json"
            more = {"content": b"{}", "headers": useless | {"Content-Type": kind}}
        response = client.request(method, re.sub(r"{\w+}", "1", path), **({"headers": useless} | more))
        assert response.status_code == 403, (method, path, response.text)


def test_without_a_key_nothing_is_told(client):
    for path in ("/v1/documents", "/v1/search?q=rà", "/v1/me", "/v1/genealogy?number=1", "/metrics"):
        headers = problem(client.get(path), 401, "key-missing")
        assert headers["www-authenticate"].startswith("Bearer")
    problem(client.post("/v1/ask", json=QUESTION), 401, "key-missing")
    problem(client.post("/v1/ask", json={"question": ""}), 401, "key-missing")
    assert client.get("/livez").status_code == client.get("/readyz").status_code == 200


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_is_sent_in_one_of_two_headers(client, give, header):
    token = give()["Authorization"].removeprefix("Bearer ")
    sent = f"Bearer {token}" if header == "Authorization" else token
    assert client.post("/v1/ask", json=QUESTION, headers={header: sent}).status_code == 200
    problem(client.get("/v1/me", headers={header: sent + "x"}), 401, "key-refused")
    wrong = sent[:-1] + ("a" if sent[-1] != "a" else "b")
    problem(client.get("/v1/me", headers={header: wrong}), 401, "key-refused")


def test_a_key_that_has_expired_or_was_revoked_opens_nothing(client, give, door, everything):
    late = give(lasts=timedelta(microseconds=1))
    assert "error=" in problem(client.get("/v1/me", headers=late), 401, "key-refused")["www-authenticate"]
    key = next(one for one in door.store.all_keys() if one.ends_at is None)
    assert client.delete(f"/v1/keys/{key.id}", headers=everything).status_code == 204
    problem(client.get("/v1/me", headers=everything), 401, "key-refused")


def test_revoking_the_last_key_opens_nothing_to_everybody(settings, runtime):
    app = create_app(settings.model_copy(update={"access": "auto"}), runtime)
    with TestClient(app) as client:
        assert client.get("/v1/me").json()["access"] == "open"
        made = app.state.door.store
        from api.access.keys import Grant, ended, issue

        issued = issue(Grant("x", frozenset(Scope), None))
        made.put(issued.key)
        assert client.get("/v1/me").status_code == 401
        made.put(ended(issued.key))
        assert client.get("/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("evil.example", 403)],
)
def test_an_open_server_answers_to_its_own_machine_only(settings, runtime, host, status):
    """A page can give its own name this machine's address; what it asks for then bears its name."""
    with TestClient(create_app(settings.model_copy(update={"access": "auto"}), runtime)) as client:
        for path in ("/v1/documents", "/v1/search?q=rà", "/v1/keys"):
            response = client.get(path, headers={"Host": host})
            assert response.status_code == status, path
        if status == 403:
            problem(client.post("/v1/ask", json=QUESTION, headers={"Host": host}), 403, "host-refused")
        assert client.get("/livez", headers={"Host": host}).status_code == 200
    with TestClient(create_app(settings.model_copy(update={"access": "open"}), runtime)) as client:
        assert client.get("/v1/documents", headers={"Host": host}).status_code == 200


def test_a_server_for_other_machines_asks_for_keys_and_makes_the_first(settings, runtime):
    app = create_app(settings.model_copy(update={"access": "auto", "host": "0.0.0.0"}), runtime)
    with TestClient(app) as client:
        assert client.get("/v1/documents").status_code == 401
        first = app.state.door.first_key()
        sent = {"X-API-Key": first.token}
        assert set(client.get("/v1/me", headers=sent).json()["scopes"]) == set(Scope)
        assert client.get("/v1/documents", headers=sent).json()["total"] == 1
        assert app.state.door.first_key() is None  # it is the first once


@pytest.mark.parametrize(
    ("scope", "method", "path", "body"),
    [
        (Scope.ASK, "POST", "/v1/ask", QUESTION),
        (Scope.SEARCH, "POST", "/v1/search", {"query": "rà soát"}),
        (Scope.SEARCH, "GET", "/v1/documents", None),
        (Scope.SEARCH, "GET", "/v1/assignments", None),
        (Scope.SEARCH, "GET", "/v1/figures", None),
        (Scope.INGEST, "GET", "/v1/tasks", None),
        (Scope.ADMIN, "GET", "/v1/keys", None),
        (Scope.ADMIN, "GET", "/v1/audit", None),
        (Scope.METRICS, "GET", "/metrics", None),
    ],
)
def test_a_key_is_good_for_its_scopes_alone(client, give, scope, method, path, body):
    assert client.request(method, path, json=body, headers=give({scope})).status_code == 200
    others = frozenset(Scope) - {scope, *([Scope.ADMIN] if scope is Scope.METRICS else [])}
    headers = problem(client.request(method, path, json=body, headers=give(others)), 403, "scope-missing")
    assert f'scope="{scope}"' in headers["www-authenticate"]


def test_deletion_takes_the_scope_for_ingest_and_a_document_that_is_seen(client, give, catalog):
    catalog.put(OTHER, label=Label.SECRET)
    reader = give({Scope.SEARCH})
    some = give({Scope.INGEST}, frozenset({Label.PUBLIC}))
    path = f"/v1/documents/{OTHER.document.id}"
    problem(client.delete(path, headers=reader), 403, "scope-missing")
    hidden = client.delete(path, headers=some)
    missing = client.delete("/v1/documents/" + "0" * 16, headers=some)
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["detail"] == missing.json()["detail"].replace("0" * 16, OTHER.document.id)
    assert client.delete(path, headers=give({Scope.INGEST})).status_code == 204


def test_who_asks_too_often_waits(client, give):
    headers = give(rate=Rate(2, 60))
    assert [client.get("/v1/me", headers=headers).status_code for _ in range(3)] == [200, 200, 429]
    told = problem(client.get("/v1/me", headers=headers), 429, "rate-exceeded")
    assert 1 <= int(told["retry-after"]) <= 30
    assert client.get("/v1/me", headers=give()).status_code == 200


def test_who_has_no_key_waits_too_and_guessing_is_metered(settings, runtime):
    app = create_app(settings.model_copy(update={"anonymous_rate": "2/h"}), runtime)
    with TestClient(app) as client:
        codes = [client.get("/v1/me").status_code for _ in range(3)]
        assert codes == [401, 401, 429]
        assert client.post("/login", json={"key": "chidao_x"}).status_code == 429


def test_what_needs_no_key_is_what_the_setting_names(settings, runtime, catalog):
    catalog.put(OTHER, label=Label.INTERNAL)
    app = create_app(settings.model_copy(update={"anonymous_labels": (Label.PUBLIC,)}), runtime)
    with TestClient(app) as client:
        me = client.get("/v1/me").json()
        assert me == {"name": None, "scopes": ["search", "ask"], "labels": ["public"], "access": "keys"}
        assert client.get("/v1/documents").json()["total"] == 1
        assert client.get(f"/v1/documents/{OTHER.document.id}").status_code == 404
        assert client.get("/v1/keys").status_code == 403
        assert client.get("/", follow_redirects=False).status_code == 200


def test_while_no_keys_are_asked_for_everybody_may_do_everything_but_make_the_first(open_client):
    me = open_client.get("/v1/me").json()
    assert (me["access"], set(me["scopes"]), me["labels"]) == (
        "open",
        set(Scope),
        [str(one) for one in Label],
    )
    problem(open_client.post("/v1/keys", json={"name": "x", "scopes": ["admin"]}), 409, "keys-by-command")
    problem(open_client.post("/v1/keys/x/rotate", json={}), 409, "keys-by-command")


def test_keys_are_made_listed_replaced_and_revoked(client, everything):
    wanted = {"name": "Phòng A", "scopes": ["ask"], "labels": ["public"], "expires_in_days": 3, "rate": "9/m"}
    made = client.post("/v1/keys", json=wanted, headers=everything)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    key_id = made.json()["details"]["id"]
    sent = {"X-API-Key": made.json()["key"]}
    assert client.get("/v1/me", headers=sent).json() == {
        "name": "Phòng A", "scopes": ["ask"], "labels": ["public"], "access": "keys",
    }  # fmt: skip
    fresh = client.post(f"/v1/keys/{key_id}/rotate", json={"grace_hours": 1}, headers=everything).json()
    again = client.post(f"/v1/keys/{key_id}/rotate", json={}, headers=everything)
    problem(again, 404, "key-not-found")  # what was replaced or revoked brings forth no more keys
    assert client.get("/v1/me", headers=sent).status_code == 200  # the old one goes on for an hour
    assert client.get("/v1/me", headers={"X-API-Key": fresh["key"]}).json()["name"] == "Phòng A"
    listed = {key["id"]: key for key in client.get("/v1/keys", headers=everything).json()["keys"]}
    assert listed[key_id]["successor"] == fresh["details"]["id"]
    assert made.json()["key"] not in client.get("/v1/keys", headers=everything).text
    client.delete(f"/v1/keys/{fresh['details']['id']}", headers=everything)
    assert client.get("/v1/me", headers={"X-API-Key": fresh["key"]}).status_code == 401
    for path in ("/v1/keys/none", "/v1/keys/none/rotate"):
        method = "POST" if path.endswith("rotate") else "DELETE"
        problem(
            client.request(method, path, json={} if method == "POST" else None, headers=everything),
            404,
            "key-not-found",
        )


def test_nobody_gives_a_key_that_sees_more_than_their_own(client, give, door, everything):
    some = give(clearance=frozenset({Label.PUBLIC, Label.INTERNAL}))
    wanted = {"name": "x", "scopes": ["search"], "labels": ["public", "mat"]}
    assert "mat" in client.post("/v1/keys", json=wanted, headers=some).json()["detail"]
    assert client.post("/v1/keys", json=wanted | {"labels": ["public"]}, headers=some).status_code == 201
    mighty = next(key for key in door.store.all_keys() if key.clearance is None)
    problem(client.post(f"/v1/keys/{mighty.id}/rotate", json={}, headers=some), 403, "label-withheld")
    problem(client.delete(f"/v1/keys/{mighty.id}", headers=some), 403, "label-withheld")


def test_nobody_gives_a_key_that_does_more_or_lasts_longer_than_their_own(client, give, door):
    some = give({Scope.ADMIN, Scope.SEARCH}, lasts=timedelta(days=2))
    own = door.store.all_keys()[0]
    wanted = {"name": "x", "scopes": ["search", "ingest"]}
    headers = problem(client.post("/v1/keys", json=wanted, headers=some), 403, "scope-missing")
    assert 'scope="ingest"' in headers["www-authenticate"]
    for asked in ({}, {"expires_in_days": 90}):
        made = client.post(
            "/v1/keys", json={"name": "x", "scopes": ["search", "metrics"], **asked}, headers=some
        )
        assert datetime.fromisoformat(made.json()["details"]["ends_at"]) == own.ends_at
    short = {"name": "x", "scopes": ["search"], "expires_in_days": 1}
    sooner = client.post("/v1/keys", json=short, headers=some).json()["details"]["ends_at"]
    assert datetime.fromisoformat(sooner) < own.ends_at
    mighty = give()
    other = next(key for key in door.store.all_keys() if key.ends_at is None)
    problem(client.post(f"/v1/keys/{other.id}/rotate", json={}, headers=some), 403, "scope-missing")
    again = client.post(f"/v1/keys/{own.id}/rotate", json={}, headers=some).json()["details"]
    assert datetime.fromisoformat(again["ends_at"]) == own.ends_at
    endless = client.post("/v1/keys", json={"name": "x", "scopes": ["ingest"]}, headers=mighty).json()
    assert endless["details"]["ends_at"] is None


def test_addresses_of_one_household_are_one_caller():
    assert (
        network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    )
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("fe80::1%eth0") == network_of("fe80::2")
    assert network_of("testclient") == "testclient"


def test_who_has_no_key_is_turned_away_before_a_batch_is_read(settings, runtime):
    """The body may have 8 MiB; of a stranger's nothing is taken in."""
    app = create_app(settings, runtime)
    taken, told = [], []

    async def receive():
        taken.append(1)
        return {"type": "http.request", "body": b" " * 1000, "more_body": True}

    async def send(message):
        told.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/x-ndjson")]
    scope = {
        "type": "http", "method": "POST", "path": "/v1/batch", "raw_path": b"/v1/batch", "root_path": "",
        "query_string": b"", "headers": headers, "scheme": "http", "http_version": "1.1",
        "client": ("192.0.2.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert told[0]["status"] == 401
    assert (b"connection", b"close") in told[0]["headers"]
    assert taken == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": ["ask"]},
        {"name": "", "scopes": ["ask"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["root"]},
        {"name": "x", "scopes": ["ask"], "labels": ["secret"]},
        {"name": "x", "scopes": ["ask"], "rate": "fast"},
        {"name": "x", "scopes": ["ask"], "expires_in_days": 0},
        {"name": "x", "scopes": ["ask"], "extra": 1},
    ],
)
def test_a_key_that_makes_no_sense_is_refused(client, everything, wrong):
    problem(client.post("/v1/keys", json=wrong, headers=everything), 422, "invalid-request")


def test_the_page_is_opened_with_a_key_and_kept_open_by_a_cookie(client, give):
    token = give(clearance=frozenset({Label.PUBLIC}))["Authorization"].removeprefix("Bearer ")
    away = client.get("/", follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, "/login")
    page = client.get("/login")
    assert page.status_code == 200
    assert "Khóa truy cập" in page.text
    problem(client.post("/login", json={"key": "chidao_no"}), 401, "key-refused")
    entered = client.post("/login", json={"key": token})
    assert entered.json()["labels"] == ["public"]
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie  # over plain HTTP a browser would not send it back
    assert token not in cookie
    assert client.get("/", follow_redirects=False).status_code == 200
    assert client.post("/v1/ask", json=QUESTION).status_code == 200
    stolen = client.cookies[COOKIE]
    assert client.post("/logout").status_code == 204
    client.cookies.set(COOKIE, stolen)
    problem(client.get("/v1/me"), 401, "key-refused")


def test_a_session_ends_where_another_begins_and_all_end_together(app, give):
    token = give()["Authorization"].removeprefix("Bearer ")
    with TestClient(app) as here, TestClient(app) as there:
        here.post("/login", json={"key": token})
        before = here.cookies[COOKIE]
        here.post("/login", json={"key": token})
        assert here.get("/v1/me").status_code == 200
        there.cookies.set(COOKIE, before)
        assert there.get("/v1/me").status_code == 401
        there.cookies.clear()
        there.post("/login", json={"key": token})
        assert here.post("/logout").status_code == 204
        assert there.get("/v1/me").status_code == 200
        here.post("/login", json={"key": token})
        here.post("/logout?everywhere=true")
        assert there.get("/v1/me").status_code == 401


def test_over_tls_the_cookie_is_kept_from_plain_connections(app, give):
    token = give()["Authorization"].removeprefix("Bearer ")
    with TestClient(app, base_url="https://testserver") as client:
        response = client.post("/login", json={"key": token})
        assert "secure" in response.headers["set-cookie"].lower()
        assert response.headers["strict-transport-security"].startswith("max-age=")


def test_a_session_ends_with_its_key(client, give, door):
    token = give()["Authorization"].removeprefix("Bearer ")
    client.post("/login", json={"key": token})
    assert client.get("/v1/me").status_code == 200
    key_id = token.split("_")[1]
    client.delete(f"/v1/keys/{key_id}")
    assert client.get("/v1/me").status_code == 401


def test_pages_elsewhere_neither_log_in_nor_out_nor_delete(client, everything):
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/logout", headers=foreign).status_code == 403
    form = {"Content-Type": "application/x-www-form-urlencoded", **foreign}
    assert client.post("/login", content="key=x", headers=form).status_code == 415
    gone = client.delete("/v1/documents/" + "0" * 16, headers={**everything, **foreign})
    assert gone.status_code == 403


def test_labels_are_set_by_who_may(client, give, catalog, everything):
    key = make_record().document.id
    path = f"/v1/documents/{key}"
    some = give(clearance=frozenset({Label.PUBLIC, Label.INTERNAL}))
    problem(
        client.patch(path, json={"label": "internal"}, headers=give({Scope.SEARCH})), 403, "scope-missing"
    )
    problem(client.patch(path, json={"label": "mat"}, headers=some), 403, "label-withheld")
    assert client.patch(path, json={"label": "internal"}, headers=some).json()["label"] == "internal"
    public = give(clearance=frozenset({Label.PUBLIC}))
    assert client.get(path, headers=public).status_code == 404
    assert client.get("/v1/documents", headers=public).json()["total"] == 0
    asked = client.post("/v1/ask", json=QUESTION, headers=public).json()
    assert (asked["status"], asked["hits"]) == ("abstained", [])
    assert client.get(path, headers=everything).json()["label"] == "internal"
    assert (
        client.patch("/v1/documents/" + "0" * 16, json={"label": "mat"}, headers=everything).status_code
        == 404
    )


def test_below_its_stamp_a_document_goes_only_where_that_is_said(client, catalog, everything):
    stamped = make_record("MẬT\n" + TEXT, "mat.txt")
    catalog.put(stamped)
    path = f"/v1/documents/{stamped.document.id}"
    assert client.get(path, headers=everything).json()["label"] == "mat"
    problem(client.patch(path, json={"label": "public"}, headers=everything), 409, "stamped-stronger")
    wanted = {"label": "public", "below_stamp": True}
    assert client.patch(path, json=wanted, headers=everything).json()["label"] == "public"


def test_an_etag_does_not_tell_that_a_hidden_document_changed(client, catalog, public, everything):
    def tag(headers):
        return client.get("/v1/search?q=dự án", headers=headers).headers["etag"]

    before, all_before = tag(public), tag(everything)
    catalog.put(OTHER, label=Label.SECRET)
    assert tag(everything) != all_before
    assert tag(public) == before
    catalog.set_label(OTHER.document.id, Label.PUBLIC)
    assert tag(public) != before


def test_responses_say_what_browsers_may_do(client, open_client, settings, runtime):
    headers = client.get("/login").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    framed = create_app(settings.model_copy(update={"frame_ancestors": ("https://a.example",)}), runtime)
    with TestClient(framed) as other:
        headers = other.get("/login").headers
        assert "frame-ancestors https://a.example" in headers["content-security-policy"]
        assert "x-frame-options" not in headers


def test_what_was_for_one_key_is_kept_by_no_cache_for_another(client, everything, open_client):
    headers = client.post("/v1/ask", json=QUESTION, headers=everything).headers
    assert headers["cache-control"] == "private, no-cache"
    assert {"authorization", "x-api-key", "cookie"} <= {
        name.strip().lower() for name in headers["vary"].split(",")
    }
    assert "cookie" not in client.get("/livez").headers.get("vary", "").lower()
