"""What Dify sends to an external knowledge base, and what it needs to get."""

import pytest

from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")


@pytest.fixture
def retrieve(client, catalog, runtime):
    catalog.put(OTHER)
    runtime.catch_up()

    def send(conditions=None, headers=None, **more):
        body = {
            "knowledge_id": "chidao",
            "query": "chậm tiến độ",
            "retrieval_setting": {"top_k": 3, "score_threshold": 0.0},
        } | more
        if conditions is not None:
            body["metadata_condition"] = {"logical_operator": "and", "conditions": conditions}
        return client.post("/retrieval", json=body, headers=headers)

    return send


def test_records_have_the_shape_of_dify(retrieve):
    body = retrieve().json()
    assert list(body) == ["records"]
    assert len(body["records"]) == 3
    for record in body["records"]:
        assert set(record) == {"content", "score", "title", "metadata"}
        assert 0 <= record["score"] <= 1
        assert None not in record["metadata"].values()
    first = body["records"][0]
    head, text = first["content"].split("\n", 1)
    assert head == f"[{first['title']}]"
    meta = first["metadata"]
    stored = {make_record().document.id: TEXT, OTHER.document.id: OTHER.document.text}[meta["document_id"]]
    assert stored[meta["start"] : meta["end"]] == text
    assert meta["number"] in first["title"]


def test_conditions_that_no_document_fulfils_give_nothing(retrieve):
    none = [{"name": "number", "comparison_operator": "is", "value": "99-CV/TU"}]
    assert retrieve(none).json() == {"records": []}


def test_few_or_good_passages_are_given_where_asked(retrieve):
    assert len(retrieve(retrieval_setting={"top_k": 1, "score_threshold": 0.2}).json()["records"]) == 1
    assert retrieve(query="zzz", retrieval_setting={"top_k": 2, "score_threshold": 1.0}).json() == {
        "records": []
    }
    assert retrieve(retrieval_setting={"top_k": 2, "score_threshold": None}).json()["records"]


def test_what_dify_leaves_out_is_no_error(client):
    body = {"knowledge_id": "chidao", "query": "dự án", "metadata_condition": None, "more": 1}
    assert client.post("/retrieval", json=body).status_code == 200


def test_unknown_knowledge_is_told_by_its_code(retrieve):
    response = retrieve(knowledge_id="other")
    assert response.status_code == 404
    assert response.json()["error_code"] == 2001
    assert response.json()["error_msg"] == response.json()["detail"]


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ([{"name": "colour", "comparison_operator": "is", "value": "x"}], "There is no such metadata"),
        ([{"name": "year", "comparison_operator": ">", "value": "soon"}], "year is compared with a number"),
        ([{"name": "issued_on", "comparison_operator": "before", "value": "x"}], "compared with a date"),
        ([{"name": "year", "comparison_operator": ">"}], "needs a value"),
        ([{"name": "year", "comparison_operator": "like", "value": "x"}], "Input should be"),
    ],
)
def test_conditions_that_make_no_sense_are_told(retrieve, conditions, told):
    response = retrieve(conditions)
    assert response.status_code == 422
    assert told in response.json()["detail"]
    assert "error_code" not in response.json()
