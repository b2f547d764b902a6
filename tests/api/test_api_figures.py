from dataclasses import replace
from datetime import date

import pytest

from corpus.types import Fact, Figure, Span
from tests.api.fakes import TEXT, make_record, span_of

REPORT = TEXT.replace("rà soát dự án chậm tiến độ.", "rà soát 20 dự án, trong đó 6 đã xong, 13 đang làm.")


def stored(catalog, text, number, day, parts):
    record = make_record(text, f"{number[:2]}.txt", number)
    document, passage = record.document, record.passages[0]
    header = replace(document.header, issued_on=Fact(day, Span(0, 1)))

    def figure(n, value, words, status, part_of):
        return Figure(
            f"{document.id}-f{n:04}", document.id, passage.id, passage.span, "dự án", value,
            span_of(text, words), "dự án", status, None, part_of,
        )  # fmt: skip

    total = figure(0, 20.0, "20 dự án", None, None)
    below = [figure(n, *part, total.id) for n, part in enumerate(parts, start=1)]
    catalog.put(replace(record, document=replace(document, header=header), figures=(total, *below)))


@pytest.fixture
def counted(catalog):
    parts = [(6.0, "6 đã xong", "đã xong"), (13.0, "13 đang làm", "đang làm")]
    stored(catalog, REPORT.replace("12-CV/TU", "15-CV/TU"), "15-CV/TU", date(2024, 9, 1), parts)
    later = REPORT.replace("12-CV/TU", "14-CV/TU").replace("13 đang làm", "14 đang làm")
    right = [(6.0, "6 đã xong", "đã xong"), (14.0, "14 đang làm", "đang làm")]
    stored(catalog, later, "14-CV/TU", date(2024, 6, 1), right)


def test_a_series_in_time_with_sums_checked(client, counted, catalog):
    body = client.get("/v1/figures", params={"indicator": "du an"}).json()
    totals = [one for one in body["figures"] if one["parts"]]
    assert [(one["day"], one["complete"], one["rest"]) for one in totals] == [
        ("2024-06-01", True, 0.0),
        ("2024-09-01", False, 1.0),
    ]
    assert body["total"] == len(body["figures"]) == 6
    for one in body["figures"]:
        citation = one["citation"]
        text = catalog.text(citation["document"]["id"])
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_figures_of_one_document_and_of_one_status(client, counted):
    body = client.get("/v1/figures", params={"number": "15 - CV/TU"}).json()
    assert {one["citation"]["document"]["number"] for one in body["figures"]} == {"15-CV/TU"}
    body = client.get("/v1/figures", params={"indicator": "dự án đã xong", "limit": 1, "offset": 1}).json()
    assert (body["total"], [one["day"] for one in body["figures"]]) == (2, ["2024-09-01"])
    assert client.get("/v1/figures", params={"number": "99-CV/TU"}).json()["total"] == 0
    one = body["figures"][0]["citation"]["document"]["id"]
    assert client.get("/v1/figures", params={"document": one}).json()["total"] == 3
    assert client.get("/v1/figures", params={"document": "none"}).json()["total"] == 0
    assert client.get("/v1/figures", params={"limit": 0}).status_code == 422


def test_pages_of_figures_lead_from_one_to_the_next(client, counted):
    whole = client.get("/v1/figures", params={"indicator": "du an"}).json()
    assert whole["next"] is None
    seen, address = [], "/v1/figures?indicator=du an&limit=4"
    while address:
        page = client.get(address).json()
        seen += page["figures"]
        address = page["next"]
    assert seen == whole["figures"]
