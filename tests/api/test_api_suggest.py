"""Names offered while a question is typed, and the counts that a list is narrowed by."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from api.suggest import Documents, DocumentSources, Name, NameKind, Prefixes
from api.wire.schemas import FiltersIn, SearchRequest
from corpus.catalog import Name as Called
from corpus.types import AgencyMention, Assignment, Fact, Party, Role, Span
from search.names import Block, Names
from tests.api.fakes import LEAD, TEXT, make_record, span_of

NAMES = (
    Name(NameKind.DOCUMENT, "Công văn 12-CV/TU", "2024-04-03", 1, "d1"),
    Name(NameKind.DOCUMENT, "Nghị quyết 59-NQ/TW", "2020-08-05", 1, "d2"),
    Name(NameKind.AGENCY, "Sở Tài chính", "", 9),
    Name(NameKind.AGENCY, "Phòng Tài chính", "", 2),
    Name(NameKind.TITLE, "về rà soát dự án đầu tư", "12-CV/TU", 1, "d1"),
)


def found(typed, limit=8):
    return [one.name.text for one in Prefixes.of(NAMES).find(typed, limit)]


@pytest.mark.parametrize("typed", ["cong van 1", "Công văn 12-CV", "ai ký công văn 12", "12-cv/tu", "12 cv"])
def test_numbers_are_found_by_their_beginning_in_any_spelling(typed):
    assert found(typed) == ["Công văn 12-CV/TU"]


def test_heavier_names_come_first_and_heads_before_middles():
    assert found("tai chinh") == ["Sở Tài chính", "Phòng Tài chính"]
    assert found("tai chinh", limit=1) == ["Sở Tài chính"]


def test_only_beginnings_of_words_count():
    assert found("hinh") == []
    assert found("dự oát") == []


def test_a_single_letter_offers_nothing():
    assert found("s") == []
    assert found("") == []
    assert found("?!") == []


def test_the_place_that_is_taken_is_told_in_code_points():
    typed = "😀 ai ký sở tài"
    (first, *_) = Prefixes.of(NAMES).find(typed, 8)
    assert (first.name.text, typed[first.start :]) == ("Sở Tài chính", "sở tài")


def called(key, number, subject):
    return Called(
        id=f"{key:016x}", number=number, number_key=number, kind="công văn", issuer="Sở Tài chính",
        issued_on=date(2024, 4, key), title="Công văn", subject=subject, place="",
    )  # fmt: skip


@pytest.mark.parametrize("hidden", [{3}, {1, 2, 3, 5}])
def test_documents_that_are_not_seen_are_not_suggested_and_take_no_place(hidden):
    """One hidden document is passed over, of more the others are copied: both must tell the same."""
    all_names = Names.of(called(key, f"{key}-CV/TU", f"về việc thứ {key}\nnữa") for key in range(1, 13))
    seen = np.array([key not in hidden for key in range(1, 13)])
    prefixes = Prefixes(DocumentSources().of(all_names, seen))
    shown = {one.name.document_id for one in prefixes.find("viec thu", 20)}
    assert shown == {f"{key:016x}" for key in range(1, 13) if key not in hidden}
    for key in range(1, 13):
        found_names = [one.name for one in prefixes.find(f"cong van {key} cv", 9)]
        told = [(one.kind, one.text, one.detail) for one in found_names]
        known = (NameKind.DOCUMENT, f"Công văn {key}-CV/TU", f"2024-04-{key:02} · Sở Tài chính")
        assert (known not in told) if key in hidden else told == [known]
    (one,) = prefixes.find("thứ 12 nữa", 9)
    assert (one.name.kind, one.name.detail, one.start) == (NameKind.TITLE, "12-CV/TU", 0)


def test_blocks_that_stay_are_read_once(monkeypatch):
    read, of = [], Documents.of
    monkeypatch.setattr(Documents, "of", lambda block: read.append(len(block)) or of(block))
    names = Names.of(called(key, f"{key}-CV/TU", "việc") for key in range(1, 13))
    sources = DocumentSources()
    sources.of(names, names.alive)
    fresh = Block.of([called(3, "99-CV/TU", "việc khác")], {})
    after = names.after((), fresh)
    prefixes = Prefixes(sources.of(after, after.alive))
    assert read == [12, 1]
    assert [one.name.text for one in prefixes.find("99", 9)] == ["Công văn 99-CV/TU"]
    assert "Công văn 3-CV/TU" not in [one.name.text for one in prefixes.find("cong van 3-cv", 20)]


def test_documents_of_the_catalog_are_suggested(client):
    answer = client.get("/v1/suggest", params={"q": "ai ký công văn 12"})
    (one,) = answer.json()["suggestions"]
    assert one["text"] == "Công văn 12-CV/TU"
    assert one["kind"] == "document"
    assert one["start"] == len("ai ký ")


def test_a_deleted_document_is_suggested_no_more(client, catalog):
    client.get("/v1/suggest", params={"q": "cong van"})
    catalog.delete(make_record().document.id)
    assert client.get("/v1/suggest", params={"q": "cong van"}).json() == {"suggestions": []}


def test_facets_count_and_disregard_their_own_choice(client, catalog):
    text = "Số: 13-CV/TU\nngày 03 tháng 4 năm 2024\n1. CV các quận, huyện làm.\nNgười Ký Mẫu"
    catalog.put(make_record(text, "cv13.txt", "13-CV/TU"))
    whole = client.get("/v1/facets").json()
    assert whole == {
        "total": 2,
        "kinds": [{"value": "công văn", "count": 2}],
        "issuers": [],
        "validity": [{"value": "unknown", "count": 2}],
        "years": [{"value": "2024", "count": 2}],
    }
    none = client.get("/v1/facets", params={"kind": "chỉ thị"}).json()
    assert (none["total"], none["years"]) == (0, [])
    assert none["kinds"] == whole["kinds"]


def issued_by(issuer, number):
    record = make_record(f"{issuer}\n{TEXT.replace('12-CV/TU', number)}", f"{number[:2]}.txt", number)
    header = replace(record.document.header, issuer=Fact(issuer, Span(0, len(issuer))))
    return replace(record, document=replace(record.document, header=header))


def test_a_joint_document_counts_under_each_of_its_issuers(client, catalog):
    catalog.put(issued_by("Bộ Tài chính - Bộ Y tế", "21/TTLT-CV"))
    catalog.put(issued_by("Bộ Tài chính", "22/TT-CV"))
    money, health = {"value": "Bộ Tài chính", "count": 2}, {"value": "Bộ Y tế", "count": 1}
    whole = client.get("/v1/facets").json()
    assert (whole["total"], whole["issuers"]) == (3, [money, health])
    for issuer, total in (("Bộ Tài chính", 2), ("Bộ Y tế", 1), ("Bộ Tài chính - Bộ Y tế", 1), ("Bộ", 0)):
        chosen = client.get("/v1/facets", params={"issuer": issuer}).json()
        assert (chosen["total"], chosen["issuers"]) == (total, [money, health])


def test_each_of_joint_issuers_is_suggested(client, catalog):
    catalog.put(issued_by("Bộ Tài chính - Bộ Y tế", "21/TTLT-CV"))
    for typed, body in (("bo tai", "Bộ Tài chính"), ("bo y", "Bộ Y tế")):
        found = client.get("/v1/suggest", params={"q": typed}).json()["suggestions"]
        assert [one["text"] for one in found] == [body]


def left_out(runtime, **filters):
    return runtime.narrower().left_out(FiltersIn(**filters), None)


def test_documents_are_left_out_by_how_they_stand(runtime, client):
    assert left_out(runtime, validity=["unknown"]) == frozenset()
    assert left_out(runtime, validity=["replaced", "repealed"]) == {make_record().document.id}
    assert (
        client.post("/v1/ask", json={"question": "a", "filters": {"validity": ["dead"]}}).status_code == 422
    )
    assert client.post("/v1/ask", json={"question": "a", "filters": {"validity": ["replaced"]}}).is_success


def test_documents_are_left_out_that_do_not_task_an_agency(runtime, catalog, client):
    first = make_record().document.id
    assert left_out(runtime, agency="Sở Tài chính") == {first}  # nothing in the record tasks it
    record = make_record(TEXT.replace("12-CV/TU", "19-CV/TU"), "cv19.txt", "19-CV/TU")
    text, clause = record.document.text, record.passages[0]
    lead = Party(Role.LEAD, AgencyMention(LEAD, span_of(text, LEAD), "so-tai-chinh"))
    task = Assignment(
        f"{record.document.id}-a0000", record.document.id, clause.id, "1", clause.span,
        span_of(text, "rà soát dự án chậm tiến độ"), (lead,),
    )  # fmt: skip
    catalog.put(replace(record, assignments=(task,)))
    assert left_out(runtime, agency="Sở Tài chính") == {first}
    assert client.get("/v1/facets", params={"agency": "Sở Tài chính"}).json()["total"] == 1


def test_what_filters_leave_out_reaches_the_engine(runtime, backend):
    heard = []
    engine = runtime.engine()
    engine.search = lambda query, k, mode, filters: heard.append(filters)
    runtime.search(SearchRequest(query="a", filters={"validity": ["repealed"], "kinds": ["công văn"]}))
    assert heard[0].without == {make_record().document.id}
    assert heard[0].kinds == ("công văn",)
