"""The client and the engine in this process take the same arguments and tell the same."""

import pytest

from api.client import AssignmentsWanted, NotFound, NumberAmbiguous, Problematic
from api.errors import DocumentUnknown, RangeNotInText
from api.errors import NumberAmbiguous as LocalNumberAmbiguous
from api.local import Chidao
from corpus.types import Role
from tests.api.fakes import TEXT, make_record
from tests.api.live import served

NUMBER = "12-CV/TU"
TWIN = make_record(TEXT.replace("Tài chính", "Y tế"), "cv12b.txt")


@pytest.fixture
def both(connect, app, runtime):
    """A client and the engine, over the same documents."""
    with served(app) as url:
        yield connect(url), Chidao(runtime)


@pytest.mark.parametrize("name", [NUMBER, "12-cv/tu", "012/CV-TU", make_record().document.id])
def test_documents_are_named_by_id_or_number(both, name):
    client, chidao = both
    assert client.text(name) == chidao.text(name) == TEXT
    assert client.text(name, start=4, end=12) == chidao.text(name, start=4, end=12) == TEXT[4:12]
    assert client.document(name).id == chidao.document(name).id
    assert client.versions(name) == ()
    assert client.references(name).references == ()


@pytest.mark.parametrize("name", ["99-CV/TU", "none", "0" * 16, "9" * 200])
def test_what_nothing_bears_is_not_found(both, name):
    client, chidao = both
    with pytest.raises(NotFound) as told:
        client.text(name)
    assert told.value.slug == "document-not-found"
    with pytest.raises(DocumentUnknown):
        chidao.text(name)


def test_a_number_of_several_documents_is_asked_back(both, catalog):
    client, chidao = both
    catalog.put(TWIN)
    with pytest.raises(NumberAmbiguous, match=TWIN.document.id) as told:
        client.document(NUMBER)
    with pytest.raises(LocalNumberAmbiguous, match=TWIN.document.id) as local:
        chidao.document(NUMBER)
    assert sorted(told.value.ids) == sorted(local.value.ids)
    assert client.text(TWIN.document.id) == chidao.text(TWIN.document.id)


def test_only_ranges_of_the_text_are_parts_of_it(both):
    client, chidao = both
    for start, end in ((-5, None), (9, 3), (0, 10_000)):
        with pytest.raises(Problematic):
            client.text(NUMBER, start=start, end=end)
        with pytest.raises(RangeNotInText):
            chidao.text(NUMBER, start=start, end=end)


@pytest.mark.parametrize(
    ("agency", "more"),
    [
        (None, {}),
        ("Sở Tài chính", {}),
        ("Sở Tài chính", {"roles": (Role.LEAD,), "groups": False}),
        (None, {"year": 2023}),
        (None, {"number": NUMBER, "led": True, "words": "rà soát"}),
        (None, {"document": "none"}),
    ],
)
def test_assignments_are_narrowed_alike(both, agency, more):
    client, chidao = both
    told = [(row.agency, row.role, row.due) for row in client.assignments(agency, **more)]
    assert told == [(row.agency, row.role, row.due) for row in chidao.assignments(agency, **more)]
    wanted = AssignmentsWanted(agency=agency, **more)
    assert list(client.assignments(wanted)) == list(client.assignments(agency, **more))
    assert client.assignments_csv(agency, **more) == client.assignments_csv(wanted)


def test_a_number_without_family_has_none(both):
    client, chidao = both
    assert client.genealogy("999-X").families == chidao.genealogy("999-X") == ()
    (told,), (known,) = client.genealogy(NUMBER).families, chidao.genealogy(NUMBER)
    assert told.work == known.work


def test_figures_are_asked_for_alike(both):
    client, chidao = both
    for words, more in ((None, {}), ("dự án", {"number": NUMBER}), (None, {"document": "none"})):
        found = [figure.value for figure in chidao.figures(words=words, **more)]
        assert [figure.value for figure in client.figures(words=words, **more)] == found


@pytest.mark.parametrize("url", ["127.0.0.1:8765", "localhost", "ftp://here"])
def test_an_address_without_its_beginning_is_told(connect, url):
    with pytest.raises(ValueError, match="http://"):
        connect(url)
