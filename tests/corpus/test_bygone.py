"""Labels that were set by hand, of files that are forgotten and come back."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from corpus.catalog import Catalog, SeenFile
from corpus.catalog.schema import bygone
from corpus.labels import Label
from corpus.types import Document, Header, Record

PUBLIC, INTERNAL, SECRET = Label.PUBLIC, Label.INTERNAL, Label.SECRET


def take(catalog, key, name="/in/a.txt", sha256="", **options):
    """Take in the text of this key from a place; return the label that it bears."""
    own = f"{key:016x}"
    document = Document(own, f"{key:064x}", "a.txt", name, f"text {key} " * 30, "Tên", Header())
    seen = SeenFile(name, "a.txt", sha256 or document.sha256, 1, 1)
    return catalog.take(Record(document, ()), b"", seen, **options).label


@pytest.fixture
def catalog(place):
    with Catalog.open(place) as opened:
        yield opened


@pytest.fixture
def forgotten(catalog):
    """A catalog from which the only file of a document went that somebody had labelled."""
    take(catalog, 1)
    catalog.set_label(f"{1:016x}", SECRET)
    catalog.forget_file("/in/a.txt")
    assert catalog.count() == 0
    return catalog


@pytest.mark.parametrize(
    ("key", "name", "sha256", "label"),
    [
        (1, "/in/a.txt", "", SECRET),  # the same file
        (1, "/in/b.txt", "", SECRET),  # moved
        (1, "/in/b.txt", "b" * 64, SECRET),  # saved anew elsewhere
        (2, "/in/a.txt", "b" * 64, SECRET),  # edited while it was away
        (2, "/in/b.txt", f"{1:064x}", SECRET),  # moved, and read in another way
        (2, "/in/b.txt", "b" * 64, PUBLIC),
    ],
)
def test_what_comes_back_bears_its_label(forgotten, key, name, sha256, label):
    assert take(forgotten, key, name, sha256) is label


def test_what_was_deleted_and_what_it_replaced_come_back_labelled(catalog):
    take(catalog, 1, label=INTERNAL)
    take(catalog, 2)
    catalog.set_label(f"{2:016x}", SECRET)
    catalog.delete(f"{2:016x}")
    assert catalog.versions(f"{2:016x}") == ()
    assert take(catalog, 1, "/in/b.txt", "b" * 64) is SECRET
    assert take(catalog, 2, "/in/c.txt", "c" * 64) is SECRET


def test_a_label_that_is_set_anew_is_a_decision(forgotten):
    assert take(forgotten, 1) is SECRET
    forgotten.set_label(f"{1:016x}", PUBLIC)
    assert take(forgotten, 1) is PUBLIC
    forgotten.forget_file("/in/a.txt")
    assert take(forgotten, 1) is PUBLIC


def test_a_stronger_wish_holds_and_a_weaker_one_does_not(forgotten):
    assert take(forgotten, 1, label=INTERNAL) is SECRET
    forgotten.forget_file("/in/a.txt")
    assert take(forgotten, 1, label=Label.TOP_SECRET) is Label.TOP_SECRET
    forgotten.forget_file("/in/a.txt")
    assert take(forgotten, 1, label=PUBLIC) is Label.TOP_SECRET


def test_a_record_that_is_put_back_is_no_less_secret(forgotten):
    document = Document(f"{1:016x}", "f" * 64, "a.txt", "/else/a.txt", "text", "Tên", Header())
    forgotten.put(Record(document, ()))
    assert forgotten.cards([document.id])[document.id].label is SECRET
    forgotten.delete(document.id)
    forgotten.put(Record(replace(document, id=f"{3:016x}"), ()))
    assert forgotten.cards([f"{3:016x}"])[f"{3:016x}"].label is SECRET


def test_a_copy_of_what_is_there_raises_it(catalog):
    """As `--label` does: the file was no less secret when it left."""
    take(catalog, 1, "/in/a.txt")
    take(catalog, 1, "/in/copy.txt")
    catalog.set_label(f"{1:016x}", SECRET)
    catalog.forget_file("/in/copy.txt")
    catalog.set_label(f"{1:016x}", PUBLIC)
    assert take(catalog, 1, "/in/copy.txt", may_raise=(INTERNAL,)) is PUBLIC
    assert take(catalog, 1, "/in/copy.txt") is SECRET


def test_the_name_of_an_upload_is_anybodys(catalog):
    take(catalog, 1, "upload:báo cáo.docx", label=SECRET)
    catalog.forget_file("upload:báo cáo.docx")
    assert take(catalog, 2, "upload:báo cáo.docx", "b" * 64) is PUBLIC
    assert take(catalog, 1, "upload:khác.docx", "c" * 64) is SECRET


def test_files_without_bytes_of_their_own_share_nothing(catalog):
    """A scan that waits for OCR is stored without a digest."""
    document = Document("a" * 16, "a" * 64, "a.pdf", "/in/a.pdf", "text " * 30, "Tên", Header())
    catalog.take(Record(document, ()), b"", SeenFile("/in/a.pdf", "a.pdf", ""), label=SECRET)
    catalog.forget_file("/in/a.pdf")
    other = replace(document, id="b" * 16, text="khác hẳn " * 30)
    assert catalog.take(Record(other, ()), b"", SeenFile("/in/b.pdf", "b.pdf", "")).label is PUBLIC


def test_nothing_is_kept_of_what_everybody_may_see_and_nothing_that_names(catalog):
    def kept():
        with catalog.database.read() as connection:
            return connection.execute(sa.select(bygone)).all()

    take(catalog, 1, "/in/kín.txt")
    catalog.forget_file("/in/kín.txt")
    assert kept() == []
    take(catalog, 1, "/in/kín.txt", label=INTERNAL)
    catalog.forget_file("/in/kín.txt")
    assert {(len(row.key), row.label) for row in kept()} == {(64, "internal")}
    view = catalog.seen_with(frozenset(Label))
    with view._db.read() as connection:
        assert connection.execute(sa.select(bygone)).all() == []
    view.close()
