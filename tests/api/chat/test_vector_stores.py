import openai
import pytest

from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")


@pytest.fixture
def search(address, catalog, runtime):
    catalog.put(OTHER)
    runtime.catch_up()
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield lambda query="rà soát", store="chidao", **more: client.vector_stores.search(
            store, query=query, **more
        )


def test_passages_come_in_the_shape_of_openai(search):
    page = search(max_num_results=3, rewrite_query=True, ranking_options={"ranker": "auto"})
    assert page.object == "vector_store.search_results.page"
    assert page.search_query == ["rà soát"]
    assert len(page.data) == 3
    for hit in page.data:
        text = {make_record().document.id: TEXT, OTHER.document.id: OTHER.document.text}[hit.file_id]
        found = hit.attributes
        assert text[int(found["start"]) : int(found["end"])] == hit.content[0].text
        assert 0 <= hit.score <= 1
        assert len(found) <= 16
    assert page.data[0].score >= page.data[1].score >= page.data[2].score


def test_several_queries_give_each_passage_once(search):
    page = search(["rà soát", "báo cáo"], max_num_results=4)
    places = [hit.attributes["passage_id"] for hit in page.data]
    assert len(places) == len(set(places)) == 4
    assert page.search_query == ["rà soát", "báo cáo"]


def test_a_filter_that_nothing_passes_gives_nothing(search):
    assert search(filters={"type": "eq", "key": "number", "value": "99-CV/TU"}).data == []
    assert search(filters={"type": "in", "key": "number", "value": ["12-CV/TU"]}).data != []


def test_faults_are_told(search):
    with pytest.raises(openai.NotFoundError) as refused:
        search(store="other")
    assert refused.value.code == "store_not_found"
    deep = {"type": "eq", "key": "year", "value": 2024}
    for _ in range(400):
        deep = {"type": "and", "filters": [deep]}
    wrong = [
        {"type": "eq", "key": "colour", "value": "x"},
        {"type": "gt", "key": "year", "value": "soon"},
        {"type": "like", "key": "year", "value": "x"},
        {"type": "and", "filters": []},
        deep,
    ]
    for filters in wrong:
        with pytest.raises(openai.APIStatusError) as refused:
            search(filters=filters)
        assert refused.value.status_code in (400, 422)
