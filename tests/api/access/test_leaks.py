"""No byte of a document that a key may not see is in any response of any route.

Two things are looked for. Words: every document bears words that stand nowhere else, and none of a hidden one
may come back. And differences: a world in which the hidden documents say other things must answer every
request with the same bytes, and one without them in the same way, so that nothing can be learnt of what they
say, nor whether they are there.

`LEAK_KEYS=100 pytest tests/api/access/test_leaks.py` looks at as many random clearances.
"""

import os
import random
import re
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Scope
from api.access.keys import Key, hash_of
from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.labels import Label
from tests.api.access.recipes import RECIPES, Scene, tools
from tests.api.access.worlds import make_world

KEYS = int(os.environ.get("LEAK_KEYS", "1"))
# Pairs of documents that a key's requests are about, and of how many requests one is sent.
SCENES, STEP = (2, 1) if "LEAK_KEYS" in os.environ else (1, 2)
SECRET = "s" * 43
ALL = [*RECIPES.items(), (("post", "/mcp"), tools)]
VARYING = re.compile(
    rb'"(?:took_ms|created|created_at|at|started_at|finished_at|replaced_at|seen_at|received_at|index_version)"'
    rb': ?(?:[\d.]+|"[^"]*")'
    rb'|chatcmpl-\w+|DTSTAMP:\w+|"id": ?"[0-9a-f]{32}"'
)
UNLIKE = frozenset({"/metrics"})  # counts what this process does
ANSWERED = frozenset({"/v1/ask", "/v1/search"})
VERSION = "/v1/documents/{document_id}/versions/{version}/text"
# Ordered by scores, or with numbers that are counted over all documents.
STATUS_ALONE = frozenset(
    {
        "/v1/chat/completions",
        "/v1/batch",
        "/retrieval",
        "/v1/vector_stores/{store_id}/search",
        "/mcp",
        "/v1/documents/{document_id}/versions",
    }
)
TIMES = frozenset({"server-timing", "date", "last-modified", "content-length"})


class Server:
    """A world behind its interface, and a key to it."""

    def __init__(self, stack, folder, labels, seed, unlike, clearance, without=False):
        hidden = [label for label in Label if label not in clearance]
        self.world = make_world(folder, labels, seed, unlike, hidden, without)
        settings = Settings(data_dir=folder, model="hashing", access="keys")
        runtime = Runtime.open(settings)
        stack.callback(runtime.close)
        runtime.engine()
        app = create_app(settings, runtime)
        app.state.door.store.put(key_for(clearance))
        headers = {"Authorization": f"Bearer chidao_0123456789ab_{SECRET}", "X-Request-ID": "one"}
        client = TestClient(app, raise_server_exceptions=False, headers=headers)
        self.client = stack.enter_context(client)

    def send(self, call):
        return self.client.request(
            call.method, call.url, json=call.json, content=call.content, headers=call.headers
        )


def clearance_of(chance):
    """Return labels that somebody may see, never all, and now and then none."""
    labels = [label for label in Label if chance.random() < chance.choice((0.3, 0.6, 0.9))]
    return frozenset(labels) - {chance.choice(list(Label))}


def key_for(clearance):
    made = datetime(2024, 1, 1, tzinfo=UTC)
    return Key("0123456789ab", "khóa thử", hash_of(SECRET), frozenset(Scope), clearance, None, made)


def scenes(world, clearance, chance):
    shown = [one for one in world.known if one.label in clearance]
    hidden = world.hidden(clearance)
    every = tuple(one.id for one in shown)
    for _ in range(SCENES):
        yield Scene(chance.choice(shown) if shown else None, chance.choice(hidden) if hidden else None, every)


def told_of(response, secrets, echo):
    """Return the secrets in a response that its request did not hold."""
    everything = (response.text + str(response.headers)).lower()
    return sorted(word for word in secrets if word in everything and word not in echo)


def bytes_of(response, other):
    """Return all that a response tells, without what differs from one moment to the next."""
    varying = TIMES if response.content == other.content else TIMES | {"etag"}
    headers = sorted((k, v) for k, v in response.headers.items() if k not in varying)
    return response.status_code, headers, VARYING.sub(b"", response.content)


def skeleton(path, response):
    """Return what a response must be even where the hidden documents are not there at all.

    Scores may differ a little then: BM25 knows how long passages are on average.
    """
    if path == VERSION:  # has another number there
        return None
    if path in STATUS_ALONE or not response.headers.get("content-type", "").startswith("application/json"):
        return response.status_code
    if path not in ANSWERED:
        return response.status_code, VARYING.sub(b"", response.content)
    body = response.json()
    answers = [(one["type"], one["value"], one["citation"]) for one in body.get("answers", ())]
    hits = {hit["passage_id"] for hit in body["hits"]} if len(body["hits"]) < 20 else None
    return body.get("status"), body.get("reason"), answers, hits, body.get("total"), body.get("candidates")


@pytest.fixture
def stack():
    with ExitStack() as opened:
        yield opened


def test_every_operation_has_a_recipe(tmp_path):
    schema = create_app(Settings(data_dir=tmp_path, model="hashing")).openapi()
    known = {(method, path) for path, methods in schema["paths"].items() for method in methods}
    assert known - RECIPES.keys() == set()
    assert RECIPES.keys() - known == set()


@pytest.mark.parametrize("seed", range(3, KEYS + 3))
def test_nothing_of_hidden_documents_is_told(stack, tmp_path, seed):
    pytest.importorskip("mcp")
    chance = random.Random(seed)
    clearance = clearance_of(chance)
    labels = [*Label, *(chance.choice(list(Label)) for _ in range(4))]
    chance.shuffle(labels)
    one = Server(stack, tmp_path / "one", labels, seed, 1, clearance)
    other = Server(stack, tmp_path / "other", labels, seed, 2, clearance)
    bare = Server(stack, tmp_path / "bare", labels, seed, 1, clearance, without=True)
    secrets = frozenset().union(*(known.secrets for known in one.world.hidden(clearance)))
    sent = 0
    for scene in scenes(one.world, clearance, chance):
        for (_, path), recipe in ALL:
            for call in recipe(scene)[::STEP]:
                response, same, less = one.send(call), other.send(call), bare.send(call)
                sent += 3
                assert response.status_code < 500, (call, response.text)
                assert told_of(response, secrets, call.echo) == [], call
                if path not in UNLIKE:
                    assert bytes_of(response, same) == bytes_of(same, response), call
                    assert skeleton(path, response) == skeleton(path, less), call
    print(f"{sent} requests with {sorted(clearance)} over {len(one.world.known)} texts")  # shown with -s


def test_the_same_requests_tell_who_may_see_everything(stack, tmp_path):
    """The words that are looked for do come back: else the test above would prove nothing."""
    server = Server(stack, tmp_path, list(Label), 0, 0, frozenset(Label))
    secrets = server.world.known[0].secrets
    found = set()
    for recipe in RECIPES.values():
        for call in recipe(Scene(server.world.known[0], None))[::STEP]:
            found.update(told_of(server.send(call), secrets, call.echo))
    assert found == secrets
