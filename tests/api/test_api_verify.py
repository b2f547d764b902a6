import hashlib
from dataclasses import replace

import pytest

from api.engine.verify import verify
from corpus.errors import DocumentNotFound
from search.types import Reason, Status
from tests.api.fakes import TEXT, FakeEngine, respan


@pytest.fixture
def result(catalog):
    return FakeEngine(catalog, "v1").ask("Sở nào chủ trì?")


def text_of(_):
    return TEXT


def test_a_true_citation_passes(result):
    found = verify(result, text_of)
    assert found.result == result
    assert found.dropped == 0


@pytest.mark.parametrize("field", ["quote", "start", "end", "value_start", "value_end", "sha256"])
def test_a_false_citation_is_withheld_and_nothing_left_is_an_abstention(result, field, caplog):
    citation = result.answers[0].citation
    wrong = {
        "quote": "Sở Tài chánh",
        "start": citation.start + 1,
        "end": citation.end + 1,
        "value_start": citation.start - 1,
        "value_end": citation.end + 1,
        "sha256": hashlib.sha256(b"").hexdigest(),
    }
    found = verify(respan(result, **{field: wrong[field]}), text_of)
    assert found.dropped == 1
    assert (found.result.status, found.result.reason) == (Status.ABSTAINED, Reason.NOT_IN_CORPUS)
    assert found.result.answers == ()
    assert found.result.hits == result.hits
    assert "withheld lead_agency" in caplog.text


def test_an_empty_quote_or_value_proves_nothing(result):
    citation = result.answers[0].citation
    empty = hashlib.sha256(b"").hexdigest()
    none = {"quote": "", "end": citation.start, "value_start": citation.start, "value_end": citation.start}
    assert verify(respan(result, sha256=empty, **none), text_of).dropped == 1
    assert verify(respan(result, value_end=citation.value_start), text_of).dropped == 1


def test_the_other_answers_stay(result):
    spoiled = respan(result, quote="x")
    both = replace(result, answers=(*spoiled.answers, *result.answers))
    found = verify(both, text_of)
    assert (found.result.status, found.result.answers, found.dropped) == (
        Status.ANSWERED, result.answers, 1,
    )  # fmt: skip


def test_a_document_that_has_gone_proves_nothing(result):
    def gone(document_id):
        raise DocumentNotFound(document_id)

    assert verify(result, gone).result.status is Status.ABSTAINED


def test_the_edge_counts_what_it_withholds(client, backend, catalog):
    backend.spoil = lambda result: respan(result, quote="x")
    backend.files = None
    body = client.post("/v1/ask", json={"question": "Sở nào?"}).json()
    assert (body["status"], body["answers"]) == ("abstained", [])
    assert "chidao_citations_dropped_total 1.0" in client.get("/metrics").text
