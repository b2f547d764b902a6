"""A text that left the catalog and comes back is seen by nobody who may not see it."""

import pytest

from api.access.caller import Scope
from corpus.catalog import SeenFile
from corpus.labels import Label
from tests.api.fakes import TEXT, make_record

READING = {Scope.SEARCH}
PUBLIC, INSIDE = frozenset({Label.PUBLIC}), frozenset({Label.PUBLIC, Label.INTERNAL})
SECRET = TEXT.replace("12-CV/TU", "77-CV/TU").replace("rà soát", "zobukerimoz")
FRESH = TEXT.replace("12-CV/TU", "78-CV/TU").replace("rà soát", "hanodumivez")


def record_of(text):
    return make_record(text=text, number=text[4 : text.index("\n")])


def take(catalog, text, place, label=Label.PUBLIC):
    record = record_of(text)
    seen = SeenFile(place, "f.txt", record.document.sha256)
    return catalog.take(record, b"", seen, label=label)


@pytest.fixture
def replaced(catalog):
    """A text whose file changed: it is kept as a version of the fresh one."""
    old = take(catalog, SECRET, "/in/f.txt")
    new = take(catalog, FRESH, "/in/f.txt")
    assert new.left == (old.document_id,)
    return old.document_id, new.document_id


def earlier_texts(client, headers, document_id):
    url = f"/v1/documents/{document_id}/versions"
    found = client.get(url, headers=headers).json()["versions"]
    return [client.get(f"{url}/{one['version']}/text", headers=headers).text for one in found]


def test_a_label_reaches_the_versions_of_the_same_text(client, catalog, give, replaced):
    old, new = replaced
    public = give(READING, PUBLIC)
    assert earlier_texts(client, public, new) == [SECRET]
    assert take(catalog, SECRET, "/in/again.txt").document_id == old
    catalog.set_label(old, Label.INTERNAL)
    assert earlier_texts(client, public, new) == []
    assert earlier_texts(client, give(READING, INSIDE), new) == [SECRET]


def test_a_label_that_a_text_comes_back_with_reaches_them_too(client, catalog, give, replaced):
    _, new = replaced
    take(catalog, SECRET, "/in/again.txt", Label.INTERNAL)
    assert earlier_texts(client, give(READING, PUBLIC), new) == []


def test_a_text_comes_back_with_the_label_under_which_it_left(catalog, replaced):
    old, new = replaced
    catalog.set_label(new, Label.INTERNAL)  # its earlier versions with it
    assert take(catalog, SECRET, "/in/again.txt").label is Label.INTERNAL
    catalog.set_label(old, Label.PUBLIC)
    catalog.put(record_of(SECRET), b"read anew")
    assert catalog.cards([old])[old].label is Label.PUBLIC  # somebody has decided so since


def test_versions_of_a_hidden_document_are_hidden_with_it(client, catalog, give):
    take(catalog, SECRET, "/in/f.txt")
    new = take(catalog, FRESH, "/in/f.txt", Label.INTERNAL).document_id
    (version,) = catalog.versions(new)
    url = f"/v1/documents/{new}/versions/{version.number}/text"
    assert client.get(url, headers=give(READING, INSIDE)).text == SECRET
    told = client.get(url, headers=give(READING, PUBLIC))
    assert (told.status_code, told.json()["type"]) == (404, "urn:chidao:problem:document-not-found")
