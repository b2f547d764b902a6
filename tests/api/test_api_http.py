import hashlib
import json
import unicodedata
from datetime import date

import pytest

from tests.api.fakes import LEAD, TEXT, FakeEngine, make_record

DOCUMENT_ID = hashlib.sha256(TEXT.encode()).hexdigest()[:16]


def ask(client, **body):
    return client.post("/v1/ask", json={"question": "Sở nào chủ trì rà soát?"} | body)


def test_an_answer_has_exactly_the_members_of_the_contract(client):
    body = ask(client).json()
    assert list(body) == [
        "status", "reason", "answers", "hits", "query", "index_version", "took_ms", "candidates",
    ]  # fmt: skip
    quote = "1. Giao Sở Tài chính chủ trì, phối hợp với các quận, huyện rà soát dự án chậm tiến độ."
    start = TEXT.index(quote)
    card = {
        "id": DOCUMENT_ID, "number": "12-CV/TU", "kind": "công văn", "title": "Công văn mẫu",
        "issuer": None, "issued_on": "2024-04-03", "source": "cv12.txt", "ocr": False,
    }  # fmt: skip
    assert body["status"] == "answered"
    assert body["reason"] is None
    assert body["answers"] == [
        {
            "type": "lead_agency", "value": "Sở Tài chính", "normalized": {"agency_id": "so-tai-chinh"},
            "confidence": 0.93,
            "citation": {
                "document": card, "passage_id": f"{DOCUMENT_ID}-0000", "section": "1", "page": None,
                "quote": quote, "start": start, "end": start + 86, "value_start": start + 8,
                "value_end": start + 20, "sha256": hashlib.sha256(quote.encode()).hexdigest(),
            },
        }
    ]  # fmt: skip
    assert body["hits"][0]["scores"] == {"dense": None, "lexical": 4.0, "rerank": None}
    assert body["hits"][0]["highlights"] == [{"start": 8, "end": 10}]
    assert body["hits"][0]["document"] == card
    assert body["query"]["expansions"] == [{"text": "TC", "expanded": "Tài chính"}]
    assert body["candidates"] == []


def test_json_is_utf8_and_not_escaped(client):
    assert LEAD.encode() in ask(client).content


def test_an_abstention_has_a_reason_and_hits(client):
    body = ask(client, question="Thời hạn vắng mặt?").json()
    assert (body["status"], body["reason"], body["answers"]) == ("abstained", "slot_not_stated", [])
    assert body["hits"]


def test_decomposed_letters_work_and_arrive_composed(client):
    question = unicodedata.normalize("NFD", "Sở nào chủ trì?")
    assert ask(client, question=question).json()["query"]["original"] == "Sở nào chủ trì?"


def test_a_question_at_the_limit_is_counted_in_composed_letters(client):
    assert ask(client, question=unicodedata.normalize("NFD", "ở" * 2000)).status_code == 200
    assert ask(client, question="ở" * 2001).status_code == 422


def test_all_that_ask_takes_is_taken(client):
    response = ask(
        client,
        k=1,
        filters={"kinds": ["công văn"], "issued_from": "2024-01-01"},
        as_of="2024-05-01",
        history=[{"role": "user", "content": "Công văn 12 nói gì?"}],
    )
    assert response.status_code == 200
    assert len(response.json()["hits"]) == 1


def test_a_stream_carries_the_same_objects(client):
    whole = ask(client).json()
    response = ask(client, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n", 1) for block in response.text.strip().split("\n\n")]
    names = [name.removeprefix("event: ") for name, _ in events]
    data = [json.loads(line.removeprefix("data: ")) for _, line in events]
    assert names == ["query", "answer", "hits", "done"]
    assert data[:3] == [whole["query"], whole["answers"][0], whole["hits"]]
    assert data[0] | data[3] == whole["query"] | {
        key: whole[key] for key in ("status", "reason", "index_version", "took_ms", "candidates")
    }


def test_filters_in_the_address_are_those_of_a_body(client, monkeypatch):
    seen = []
    search = FakeEngine.search
    monkeypatch.setattr(FakeEngine, "search", lambda self, *args: seen.append(args[3]) or search(self, *args))
    address = "number=12-CV/TU&number=13-CV/TU&kind=công văn&issuer=x&document_id=d&issued_from=2024-01-02"
    address += "&validity=unknown&agency=Sở Tài chính"
    assert client.get(f"/v1/search?q=quý&{address}&issued_to=2024-12-31").status_code == 200
    filters = {
        "numbers": ["12-CV/TU", "13-CV/TU"], "kinds": ["công văn"], "issuers": ["x"], "document_ids": ["d"],
        "issued_from": "2024-01-02", "issued_to": "2024-12-31", "validity": ["unknown"],
        "agency": "Sở Tài chính",
    }  # fmt: skip
    client.post("/v1/search", json={"query": "quý", "filters": filters})
    assert seen[0] == seen[1]
    plain, dated = (
        client.get(f"/v1/search?q=quý{more}").headers["etag"] for more in ("", "&validity=unknown")
    )
    assert plain != dated
    for wrong in ("issued_from=soon", "number=", "kind=" + "a" * 301):
        assert client.get(f"/v1/search?q=quý&{wrong}").status_code == 422


def test_search_by_post_and_by_url_agree(client):
    posted = client.post("/v1/search", json={"query": "báo cáo", "k": 1, "mode": "lexical"})
    assert list(posted.json()) == ["hits", "query", "total", "index_version", "took_ms"]
    assert posted.json()["hits"][0]["section"] == "2"
    fetched = client.get("/v1/search", params={"q": "báo cáo", "k": 1, "mode": "lexical"})
    assert fetched.content == posted.content


def test_etag_is_the_index_version(client, catalog):
    tag = ask(client).headers["etag"]
    assert tag == 'W/"v1"'
    url = "/v1/search?q=quý"
    assert client.get(url).headers["etag"] == tag
    cached = client.get(url, headers={"If-None-Match": f'"other", {tag}'})
    assert (cached.status_code, cached.content) == (304, b"")
    catalog.put(make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU"))
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_documents_are_paged(client, catalog):
    catalog.put(make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU"))
    first = client.get("/v1/documents?limit=1").json()
    assert (first["total"], first["next"]) == (2, "/v1/documents?limit=1&offset=1")
    second = client.get(first["next"]).json()
    assert [page["documents"][0]["number"] for page in (first, second)] == ["12-CV/TU", "13-CV/TU"]
    assert second["next"] is None
    assert client.get("/v1/documents?offset=9").json() == {"documents": [], "total": 2, "next": None}


def test_a_header_has_every_fact_with_its_span(client):
    header = client.get(f"/v1/documents/{DOCUMENT_ID}").json()
    assert header["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (header["number"], header["issued_on"], header["passages"]) == ("12-CV/TU", "2024-04-03", 2)
    assert header["addressees"] == ["các quận, huyện"]
    assert (header["issuer"], header["issuers"]) == (None, [])
    assert header["spans"]["issuer"] is None
    quotes = {
        name: TEXT[span["start"] : span["end"]]
        for name, span in header["spans"].items()
        if isinstance(span, dict) and name != "body"
    }
    assert quotes == {
        "kind": "CV", "number": "12-CV/TU", "issued_on": "ngày 03 tháng 4 năm 2024", "signer": "Người Ký Mẫu",
    }  # fmt: skip


def test_the_text_is_plain_and_sliced_in_code_points(client):
    url = f"/v1/documents/{DOCUMENT_ID}/text"
    whole = client.get(url)
    assert whole.headers["content-type"] == "text/plain; charset=utf-8"
    assert whole.content == TEXT.encode()
    start = TEXT.index(LEAD)
    assert client.get(url, params={"start": start, "end": start + len(LEAD)}).text == LEAD
    assert client.get(url, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert client.get(url, params={"end": len(TEXT) + 1}).status_code == 422
    assert client.get(url, params={"start": 5, "end": 4}).status_code == 422


def test_a_deleted_document_is_gone_from_the_next_answer(client):
    assert client.delete(f"/v1/documents/{DOCUMENT_ID}").status_code == 204
    assert client.delete(f"/v1/documents/{DOCUMENT_ID}").status_code == 404
    assert client.get(f"/v1/documents/{DOCUMENT_ID}/text").status_code == 404
    body = ask(client).json()
    assert (body["status"], body["hits"], body["index_version"]) == ("abstained", [], "v2")


def test_request_ids_are_kept_or_made(client):
    assert client.get("/livez", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = client.get("/livez", headers={"X-Request-ID": "a b\t" + "x" * 99}).headers["x-request-id"]
    assert len(made) == 32


def test_server_timing_tells_engine_and_total(client):
    timing = ask(client).headers["server-timing"]
    assert [part.partition(";")[0] for part in timing.split(", ")] == ["engine", "verify", "total"]
    assert timing.startswith("engine;dur=2.5")


def test_probes_and_metrics(client):
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    ask(client)
    ask(client, question="vắng")
    client.get(f"/v1/documents/{DOCUMENT_ID}")
    text = client.get("/metrics").text
    for line in (
        'chidao_http_requests_total{method="POST",route="/v1/ask",status="200"} 2.0',
        'chidao_http_requests_total{method="GET",route="/v1/documents/{document_id}",status="200"} 1.0',
        'chidao_answers_total{reason="",status="answered",type="lead_agency"} 1.0',
        'chidao_answers_total{reason="slot_not_stated",status="abstained",type="lead_agency"} 1.0',
        "chidao_index_documents 1.0",
        "chidao_index_passages 2.0",
        "chidao_ready 1.0",
        "chidao_citations_dropped_total 0.0",
    ):
        assert line in text.splitlines()


def test_dates_leave_as_iso(client):
    found = client.get(f"/v1/documents/{DOCUMENT_ID}").json()
    assert date.fromisoformat(found["issued_on"]) == date(2024, 4, 3)


def test_no_page_that_loads_from_elsewhere(client):
    assert client.get("/redoc").status_code == 404
    assert "swagger" not in client.get("/docs").text


def test_head_is_get_without_the_body(client):
    for path in ("/v1/documents", "/livez", "/v1/documents/none"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
    assert client.head("/v1/ask").status_code == 405


@pytest.mark.parametrize("wrong", [{"k": "5"}, {"k": True}, {"k": 5.5}, {"stream": "yes"}, {"stream": 1}])
def test_types_are_not_guessed(client, wrong):
    assert client.post("/v1/ask", json={"question": "ai", **wrong}).status_code == 422
