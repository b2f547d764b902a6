"""Uploads belong to their key, and tell nothing of documents that it may not see."""

import time

import pytest

from api.access.caller import Scope
from corpus.labels import Label
from tests.api.fakes import TEXT

SECRET = TEXT.replace("12-CV/TU", "77-CV/TU").replace("rà soát", "zobukerimoz")
SCOPES = {Scope.INGEST, Scope.SEARCH}
PUBLIC = frozenset({Label.PUBLIC})


def upload(client, headers, name, text, query=""):
    files = {"files": (name, text.encode())}
    return client.post(f"/v1/documents{query}", files=files, headers=headers)


def finished(client, headers, response):
    url = response.headers["location"]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        task = client.get(url, headers=headers).json()
        if task["state"] not in ("queued", "running"):
            return task
        time.sleep(0.05)
    raise AssertionError("the upload has not ended")


@pytest.fixture
def owner(give):
    return give(SCOPES)


@pytest.fixture
def other(give):
    return give(SCOPES, PUBLIC)


def test_an_upload_is_its_owners_alone(client, owner, other, give):
    done = finished(client, owner, upload(client, owner, "kinvatez.txt", SECRET, "?label=mat"))
    assert done["state"] == "succeeded"
    key = done["results"][0]["document_id"]
    assert client.get(f"/v1/documents/{key}", headers=owner).json()["label"] == "mat"
    entries = client.get("/v1/audit", headers=give()).json()["entries"]
    assert [one["touched"] for one in entries if one["action"] == "ingest"] == [[done["id"], key]]
    task = f"/v1/tasks/{done['id']}"
    for response in (
        client.get("/v1/tasks", headers=other),
        client.get(task, headers=other),
        client.post(task + "/cancel", headers=other),
        client.get(f"/v1/documents/{key}", headers=other),
    ):
        assert "kinvatez" not in response.text
        assert response.status_code in (200, 404)
    assert client.get("/v1/tasks", headers=other).json() == {"tasks": []}
    mine = finished(client, other, upload(client, other, "mine.txt", TEXT + " của tôi"))
    assert [one["id"] for one in client.get("/v1/tasks", headers=other).json()["tasks"]] == [mine["id"]]
    assert len(client.get("/v1/tasks", headers=give(SCOPES)).json()["tasks"]) == 2  # who sees all sees both


def test_a_file_that_is_there_already_and_hidden_looks_like_any_new_one(client, owner, other, catalog):
    key = finished(client, owner, upload(client, owner, "kinvatez.txt", SECRET, "?label=mat"))["results"][0][
        "document_id"
    ]
    for policy in ("replace", "error"):
        fresh = TEXT.replace("12-CV/TU", f"{ord(policy[0])}-CV/TU").replace("rà soát", f"kiểm đếm {policy}")
        query = f"?on_same_name={policy}"
        # of the same name as the hidden one, and of the same text under another name
        files = [("files", ("kinvatez.txt", fresh.encode())), ("files", (f"{policy}.txt", SECRET.encode()))]
        done = finished(client, other, client.post(f"/v1/documents{query}", files=files, headers=other))
        named, same = sorted(done["results"], key=lambda one: one["name"] != "kinvatez.txt")
        assert (named["status"], named["code"]) == ("ok", None)
        assert named["document_id"] is not None
        assert (same["status"], same["code"], same["document_id"], same["passages"]) == ("ok", None, None, 0)
    card = catalog.cards([key])[key]
    assert card.label is Label.SECRET
    assert catalog.versions(key) == ()  # nobody has replaced it
    assert card.source == "kinvatez.txt"


def test_a_label_that_is_not_seen_is_not_given(client, other, give):
    refused = upload(client, other, "a.txt", SECRET, "?label=mat")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:chidao:problem:label-withheld")
    inner = give(SCOPES, frozenset({Label.INTERNAL}))
    done = finished(client, inner, upload(client, inner, "b.txt", SECRET))
    key = done["results"][0]["document_id"]
    assert client.get(f"/v1/documents/{key}", headers=inner).json()["label"] == "internal"


def test_nobody_hides_from_others_what_they_do_not_see_themselves(client, other, owner, give, catalog):
    """A file of the same text as a public document, sent by a key that sees internal documents alone."""
    key = finished(client, other, upload(client, other, "a.txt", SECRET))["results"][0]["document_id"]
    inner = give(SCOPES, frozenset({Label.INTERNAL}))
    finished(client, inner, upload(client, inner, "b.txt", SECRET))
    assert catalog.cards([key])[key].label is Label.PUBLIC
    both = give(SCOPES, frozenset({Label.PUBLIC, Label.INTERNAL}))
    finished(client, both, upload(client, both, "c.txt", SECRET, "?label=internal"))
    assert catalog.cards([key])[key].label is Label.INTERNAL


def test_a_stamp_hides_a_document_from_its_own_uploader(client, other, owner):
    stamped = SECRET.replace("Số:", "MẬT\nSố:", 1)
    done = finished(client, other, upload(client, other, "c.txt", stamped))
    assert done["results"][0]["document_id"] is None
    (card,) = [
        one
        for one in client.get("/v1/documents", headers=owner).json()["documents"]
        if one["source"] == "c.txt"
    ]
    assert card["label"] == "mat"
