import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from api.genealogy.words import RELATIONS
from api.register.words import ROLES
from api.wording import day_of
from corpus.types import Fact, Reference, Relation, Role, Span
from tests.api.fakes import TEXT, make_record

ROOT_NUMBER = "12-CV/TU"
CITED = "Công văn số 12-CV/TU ngày 03/4/2024"
CHILD_TEXT = TEXT.replace("12-CV/TU", "13-CV/TU") + f"\nThực hiện {CITED} <b>&</b>."


@pytest.fixture
def cascade(catalog):
    record = make_record(CHILD_TEXT, "cv13.txt", "13-CV/TU")
    start = CHILD_TEXT.index(CITED)
    span, clause = Span(start, start + len(CITED)), Span(start - len("Thực hiện "), len(CHILD_TEXT))
    header = replace(record.document.header, issued_on=Fact(date(2024, 5, 9), Span(0, 1)))
    document = replace(record.document, header=header)
    reference = Reference(
        f"{document.id}-r0000", document.id, None, span, clause, Relation.IMPLEMENTS, ROOT_NUMBER,
        "công văn", None, date(2024, 4, 3),
    )  # fmt: skip
    catalog.put(replace(record, document=document, references=(reference,)))
    return document


def test_a_family_with_its_proof(client, cascade, catalog):
    body = client.get("/v1/genealogy", params={"number": "12-CV/TU"}).json()
    (family,) = body["families"]
    assert [(work["number"], work["generation"]) for work in family["works"]] == [
        ("12-CV/TU", 0),
        ("13-CV/TU", 1),
    ]
    (link,) = family["links"]
    assert (link["relation"], link["citation"]["document"]["number"]) == ("implements", "13-CV/TU")
    citation = link["citation"]
    text = catalog.text(cascade.id)
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert text[citation["value_start"] : citation["value_end"]] == CITED
    assert family["assignments"] == []
    assert {work["validity"]["status"] for work in family["works"]} == {"unknown"}


def test_a_date_tells_homonyms_apart(client, cascade):
    asked = {"number": "12-CV/TU", "issued_on": "2024-04-04"}
    response = client.get("/v1/genealogy", params=asked)
    assert (response.status_code, response.json()["type"]) == (404, "urn:chidao:problem:number-unknown")
    assert client.get("/v1/genealogy", params=asked | {"issued_on": "2024-04-03"}).status_code == 200


def test_the_drawing_is_well_formed_and_holds_no_markup_of_documents(client, cascade):
    response = client.get("/v1/genealogy.svg", params={"number": "12-CV/TU"})
    assert response.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.text)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"svg", "style", "defs", "marker", "path", "g", "title", "rect", "text"}
    told = " ".join(root.itertext())
    assert "Công văn 12-CV/TU" in told
    assert "<b>&</b>" in told
    boxes = [box for box in root.iter() if box.tag.endswith("rect")]
    assert [box.get("class") for box in boxes] == ["box asked", "box"]


def test_the_command_prints_a_tree_json_and_a_drawing(cli, cascade, tmp_path):
    code, out, _ = cli("genealogy", "12-CV/TU", "--svg", str(tmp_path / "g.svg"))
    assert code == 0
    assert "└── thực hiện: Công văn 13-CV/TU (ngày 09/5/2024" in out
    assert (tmp_path / "g.svg").read_text(encoding="utf-8").startswith("<svg")
    code, out, _ = cli("genealogy", "12-CV/TU", "--date", "03/04/2024", "--json")
    assert code == 0
    assert json.loads(out)["families"][0]["links"][0]["relation"] == "implements"


def test_the_command_says_what_it_does_not_know(cli, cascade, tmp_path):
    assert cli("genealogy", "99-CV/TU")[::2] == (
        1, "chidao: Không văn bản nào trong kho mang hay nhắc đến số 99-CV/TU.\n",
    )  # fmt: skip
    code, _, err = cli("genealogy", "12-CV/TU", "--svg", str(tmp_path / "none" / "g.svg"))
    assert code == 1
    assert "không ghi" in err
    assert cli("genealogy", "12-CV/TU", "--date", "sometime")[0] == 2


def test_every_relation_and_role_has_a_word():
    assert set(RELATIONS) == set(Relation)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(
    ("day", "told"), [(date(2024, 1, 5), "05/01/2024"), (date(2020, 8, 5), "05/8/2020"), (None, "")]
)
def test_days_are_written_as_documents_do(day, told):
    assert day_of(day) == told
