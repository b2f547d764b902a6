import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.citations import CitationIn, CitationVerdict, VerifyRequest, check_citations
from corpus.errors import DocumentNotFound
from tests.api.fakes import LEAD, TEXT, make_record

PATH = "/v1/verify"


@pytest.fixture
def claim(client):
    citation = client.post("/v1/ask", json={"question": "Sở nào chủ trì?"}).json()["answers"][0]["citation"]
    return {"document_id": citation["document"]["id"]} | {
        key: citation[key] for key in ("start", "end", "quote", "sha256")
    }


def check(client, *claims, path=PATH):
    response = client.post(path, json={"citations": claims})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("path", [PATH, "/v1/citations/verify"])
@pytest.mark.parametrize("without", [None, "quote", "sha256"])
def test_what_an_answer_cites_holds(client, claim, without, path):
    body = check(client, {key: value for key, value in claim.items() if key != without}, path=path)
    assert body["valid"]
    (found,) = body["citations"]
    assert (found["verdict"], found["text"], found["found_at"]) == ("valid", claim["quote"], claim["start"])


def test_a_quote_elsewhere_has_moved(client, claim):
    at = TEXT.index(LEAD)
    wrong = {"document_id": claim["document_id"], "start": at + 1, "end": at + 3, "quote": LEAD}
    (found,) = check(client, wrong)["citations"]
    assert (found["verdict"], found["holds"], found["found_at"]) == ("moved", False, at)
    assert found["text"] == TEXT[at + 1 : at + 3]
    beyond = wrong | {"start": len(TEXT) - 1, "end": len(TEXT) + 1}
    (found,) = check(client, beyond)["citations"]
    assert (found["verdict"], found["found_at"], found["text"]) == ("moved", at, None)


def test_other_words_have_changed_and_other_documents_are_missing(client, claim):
    other = claim | {"quote": "Sở Tài chánh"}
    del other["sha256"]
    body = check(client, claim, other, claim | {"document_id": "0" * 16})
    assert not body["valid"]
    assert [each["verdict"] for each in body["citations"]] == ["valid", "changed", "missing"]
    assert body["citations"][1]["text"] == claim["quote"]
    assert body["citations"][2]["text"] is None


def test_a_quote_is_looked_for_in_what_took_the_place_of_its_document(client, claim, catalog, monkeypatch):
    new = make_record("Bản mới.\n" + TEXT)
    catalog.put(new)
    monkeypatch.setattr(type(catalog), "successor", lambda self, _: new.document.id)
    gone = claim | {"document_id": "0" * 16}
    del gone["sha256"]
    moved, changed = check(client, gone, gone | {"quote": "không còn"})["citations"]
    assert (moved["verdict"], moved["found_in"], moved["text"]) == ("moved", new.document.id, None)
    assert moved["found_at"] == claim["start"] + len("Bản mới.\n")
    assert (changed["verdict"], changed["found_at"], changed["text"]) == ("changed", None, None)


def test_quote_and_checksum_must_agree(client, claim):
    (found,) = check(client, claim | {"sha256": "0" * 64})["citations"]
    assert (found["verdict"], found["found_at"]) == ("changed", None)


@pytest.mark.parametrize(
    "change",
    [{"end": 0}, {"start": -1}, {"quote": ""}, {"sha256": "x"}, {"quote": None, "sha256": None}, {"page": 1}],
)
def test_claims_that_make_no_sense_are_refused(client, claim, change):
    assert client.post(PATH, json={"citations": [claim | change]}).status_code == 422


def test_too_many_claims_are_refused(client, claim):
    assert client.post(PATH, json={"citations": [claim] * 101}).status_code == 422
    assert client.post(PATH, json={"citations": []}).status_code == 422


class Texts:
    """A catalog of one text."""

    def __init__(self, text):
        self._text = text

    def successor(self, document_id):
        return None

    def text(self, document_id):
        if document_id != "d":
            raise DocumentNotFound(document_id)
        return self._text


@given(st.text(alphabet="aăb\n😀", min_size=1, max_size=30), st.data())
def test_every_part_of_a_text_holds_and_the_nearest_place_is_told(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    checksum = hashlib.sha256(quote.encode()).hexdigest()
    claimed = data.draw(st.integers(0, len(text)))
    claims = (
        CitationIn(document_id="d", start=start, end=end, quote=quote, sha256=checksum),
        CitationIn(document_id="d", start=claimed, end=claimed + len(quote), quote=quote),
    )
    exact, found = check_citations(VerifyRequest(citations=claims), Texts(text)).citations
    assert exact.verdict is CitationVerdict.VALID
    places = [i for i in range(len(text)) if text.startswith(quote, i)]
    assert found.found_at == min(places, key=lambda i: (abs(i - claimed), i))
    assert found.holds is (claimed in places)
