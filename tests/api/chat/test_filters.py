"""Conditions over the real index, with the model that needs no weights."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import TEXT, make_record

NUMBERS = ("12-CV/TU", "13-CV/TU", "14-CV/TU")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filters")
    with Catalog.open(folder) as catalog:
        for number in NUMBERS:
            catalog.put(make_record(TEXT.replace("12-CV/TU", number), f"{number[:2]}.txt", number))
    runtime = Runtime.open(Settings(data_dir=folder, model="hashing"))
    runtime.engine()
    with TestClient(create_app(runtime=runtime)) as opened:
        yield opened
    runtime.close()


def retrieve(client, *conditions, operator="and"):
    body = {
        "knowledge_id": "chidao",
        "query": "rà soát dự án chậm tiến độ",
        "retrieval_setting": {"top_k": 10, "score_threshold": 0.0},
        "metadata_condition": {
            "logical_operator": operator,
            "conditions": [{"name": n, "comparison_operator": o, "value": v} for n, o, v in conditions],
        },
    }
    response = client.post("/retrieval", json=body)
    assert response.status_code == 200
    return response.json()["records"]


def numbers(records):
    return {record["metadata"]["number"] for record in records}


def test_only_documents_that_fulfil_the_conditions_are_searched(client):
    everything = retrieve(client)
    assert numbers(everything) == set(NUMBERS)
    assert numbers(retrieve(client, ("number", "is", NUMBERS[1]))) == {NUMBERS[1]}
    assert numbers(retrieve(client, ("source", "not in", ["12.txt", "14.txt"]))) == {NUMBERS[1]}
    both = [("number", "is", NUMBERS[0]), ("number", "is", NUMBERS[2])]
    assert retrieve(client, *both) == []
    assert numbers(retrieve(client, *both, operator="or")) == {NUMBERS[0], NUMBERS[2]}
    assert {r["metadata"]["passage_id"] for r in retrieve(client, ("year", "=", 2024))} == {
        r["metadata"]["passage_id"] for r in everything
    }
    assert all(0 <= record["score"] <= 1 for record in everything)


def test_more_documents_than_a_filter_of_ours_may_name_can_be_chosen(client, monkeypatch):
    ids = (*(f"{i:016}" for i in range(5000)), make_record().document.id)
    monkeypatch.setattr("api.chat.retrieval.chosen", lambda cards, condition: ids)
    assert numbers(retrieve(client, ("year", ">", 0))) == {"12-CV/TU"}


def test_filters_of_openai_choose_too(client):
    body = {"query": "rà soát", "filters": {"type": "ne", "key": "number", "value": NUMBERS[0]}}
    data = client.post("/v1/vector_stores/chidao/search", json=body).json()["data"]
    assert {hit["attributes"]["number"] for hit in data} == set(NUMBERS[1:])
