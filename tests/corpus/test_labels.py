"""Labels: the stamp in a letterhead, what raises and lowers them, and what a clearance shows."""

import sqlite3

import pytest

from corpus.catalog import Catalog, SeenFile
from corpus.catalog.assignmentreader import PartyFilter
from corpus.catalog.schema import metadata
from corpus.errors import DataDirError, DocumentNotFound, StampedStronger
from corpus.header import read_header, title_of
from corpus.labels import Label, mark_in, strongest
from corpus.readers import read
from corpus.record import extract
from corpus.types import Document

HEAD = "THÀNH ỦY\n*\nSố 12-CV/TU\nHà Nội, ngày 5 tháng 1 năm 2021\n"
BODY = "\n1. Giao Sở Tài chính chủ trì rà soát {word} theo Nghị quyết số 59-NQ/TW trước ngày 15/6/2021.\n"


def made(head, word="dự án", key=1):
    text = read((head + BODY.format(word=word)).encode(), "a.txt").mapped.text
    header = read_header(text)
    name = f"{key}.txt"
    document = Document(
        f"{key:016x}", f"{key:064x}", name, f"/in/{name}", text, title_of(header, text), header
    )
    return extract(document)


def take(catalog, record, name, **options):
    seen = SeenFile(f"/in/{name}", name, record.document.sha256)
    return catalog.take(record, b"", seen, **options)


@pytest.fixture
def catalog(place):
    with Catalog.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("MẬT", Label.SECRET),
        ("(MẬT)", Label.SECRET),
        ("| THÀNH ỦY | MẬT |", Label.SECRET),
        ("MẬT - HỎA TỐC", Label.SECRET),
        ("KHẨN – TỐI MẬT", Label.TOP_SECRET),
        ("TUYỆT MẬT", Label.UTMOST_SECRET),
        ("TUYÊT MÂT", Label.UTMOST_SECRET),
        ("Độ mật: Tối mật", Label.TOP_SECRET),
        ("ĐỘ MẬT: MẬT", Label.SECRET),
        ("Số 12-BC/TU MẬT", Label.SECRET),
        ("Số 12-BC/TU   MẬT", Label.SECRET),
        ("VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC", None),
        ("QUY CHẾ BẢO VỆ BÍ\nMẬT", None),
        ("Mật", None),
        ("mật độ xây dựng", None),
        ("CÔNG TÁC BẢO MẬT", None),
        ("HỎA TỐC", None),
        ("ĐỘ MẬT:", None),
    ],
)
def test_a_stamp_is_told_from_words(line, label):
    record = made(HEAD + line + "\n")
    assert mark_in(record.document.text, record.document.header) is label


def test_a_stamp_counts_in_the_letterhead_alone():
    text = made(HEAD, "dự án\nMẬT\ncủa tỉnh").document
    assert text.header.body is not None
    assert "\nMẬT\n" in text.text
    assert mark_in(text.text, text.header) is None


def test_the_strongest_label():
    assert strongest(Label.PUBLIC) is Label.PUBLIC
    assert strongest(Label.SECRET, None, Label.INTERNAL) is Label.SECRET
    assert sorted(Label, key=lambda one: one.strength) == list(Label)


def test_a_stamped_file_is_labelled_by_itself(catalog):
    taken = take(catalog, made(HEAD + "TỐI MẬT\n"), "a.txt", label=Label.INTERNAL)
    assert taken.label is Label.TOP_SECRET
    assert catalog.cards([taken.document_id])[taken.document_id].label is Label.TOP_SECRET


def test_what_takes_the_place_of_a_document_is_no_less_secret(catalog):
    take(catalog, made(HEAD), "a.txt", label=Label.INTERNAL)
    changed = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "a.txt")
    assert changed.label is Label.INTERNAL
    again = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "b.txt", label=Label.SECRET)
    assert (again.document_id, again.label) == (changed.document_id, Label.SECRET)
    known = SeenFile("/in/c.txt", "c.txt", f"{2:064x}")
    assert catalog.take_known(known, label=Label.UTMOST_SECRET).label is Label.UTMOST_SECRET
    assert catalog.take_known(known).label is Label.UTMOST_SECRET
    assert [one.number for one in catalog.versions(changed.document_id)] == [1]


def test_put_keeps_a_label_that_forbids_more(catalog):
    record = made(HEAD)
    catalog.put(record, label=Label.INTERNAL)
    epoch = catalog.label_epoch()
    catalog.put(record, b"other offsets")
    card = catalog.cards([record.document.id])[record.document.id]
    assert card.label is Label.INTERNAL
    assert catalog.label_epoch() > epoch  # a document that was known came in again
    catalog.put(record, b"other offsets", label=Label.SECRET)
    assert catalog.cards([record.document.id])[record.document.id].label is Label.SECRET


def test_labels_are_set_and_lowered_by_name(catalog):
    record = made(HEAD)
    number = catalog.put(record)
    epoch = catalog.label_epoch()
    assert catalog.set_label(record.document.id, Label.INTERNAL) == number + 1
    assert catalog.label_epoch() == epoch + 1
    assert catalog.set_label(record.document.id, Label.INTERNAL) == number + 1
    assert catalog.set_label(record.document.id, Label.PUBLIC) == number + 2
    with pytest.raises(DocumentNotFound):
        catalog.set_label("0" * 16, Label.PUBLIC)


def test_below_its_stamp_a_document_goes_only_where_that_is_said(catalog):
    record = made(HEAD + "MẬT\n")
    catalog.put(record)
    with pytest.raises(StampedStronger, match="stamped mat"):
        catalog.set_label(record.document.id, Label.PUBLIC)
    catalog.set_label(record.document.id, Label.UTMOST_SECRET)
    catalog.set_label(record.document.id, Label.PUBLIC, below_stamp=True)
    assert catalog.cards([record.document.id])[record.document.id].label is Label.PUBLIC


def test_a_view_holds_nothing_of_what_it_does_not_show(catalog):
    """Every method of the reader, over the same two documents: only the cleared one is ever there."""
    seen, hidden = made(HEAD, "dự án"), made(HEAD, "bệnh viện", 2)
    take(catalog, seen, "a.txt")
    take(catalog, hidden, "b.txt", label=Label.SECRET)
    key, other = seen.document.id, hidden.document.id
    view = catalog.seen_with(frozenset({Label.PUBLIC, Label.INTERNAL}))
    assert [card.id for card in view.all_headers()] == [key]
    assert (view.count(), view.documents().total) == (1, 1)
    assert view.count_passages() == len(seen.passages)
    assert view.count_passages_of([key, other]) == len(seen.passages)
    assert set(view.titles([key, other])) == set(view.cards([key, other])) == {key}
    assert [card.id for card in view.documents_by_number("12-CV/TU")] == [key]
    for part in (view.passages_of, view.assignments, view.references, view.figures):
        assert {one.document_id for one in part([key, other])} <= {key}
    assert view.assignments([key]) != () == view.assignments([other])
    assert set(view.passages_by_id(p.id for p in (*seen.passages, *hidden.passages))) == {
        p.id for p in seen.passages
    }
    assert {one.document_id for one in view.references_to("59-NQ/TW")} == {key}
    assert {one.assignment.document_id for one in view.assigned_parties(PartyFilter())[0]} == {key}
    assert view.assigned_parties(PartyFilter())[1] == 1
    assert set(view.files_of([key, other])) == {key}
    assert [one.source for one in view.files_below("/in")] == ["a.txt"]
    assert view.files_by_sha256(hidden.document.sha256) == ()
    assert view.stored_files(["/in/a.txt", "/in/b.txt"]).keys() == {"/in/a.txt"}
    assert set(view.stamps()) == {key}
    for read_one in (view.document, view.text, view.offsets, view.record):
        read_one(key)
        with pytest.raises(DocumentNotFound):
            read_one(other)
    view.close()


def test_a_view_follows_labels_at_once_and_takes_no_writes(catalog):
    record = made(HEAD)
    catalog.put(record)
    view = catalog.seen_with(frozenset({Label.PUBLIC}))
    nothing = catalog.seen_with(frozenset())
    assert (view.count(), nothing.count()) == (1, 0)
    catalog.set_label(record.document.id, Label.INTERNAL)
    assert view.count() == 0
    for one in (view, nothing):
        with pytest.raises(DataDirError), one._db.write() as connection:
            connection.execute(metadata.tables["meta"].insert().values(key="x", value="y"))
        one.close()


def test_versions_are_seen_by_who_may_see_their_own_label(catalog):
    take(catalog, made(HEAD), "a.txt", label=Label.SECRET)
    fresh = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "a.txt").document_id
    catalog.set_label(fresh, Label.PUBLIC)
    view = catalog.seen_with(frozenset({Label.PUBLIC}))
    assert view.count() == 1
    assert (len(catalog.versions(fresh)), view.versions(fresh)) == (1, ())
    assert (catalog.version_text(1) is None, view.version_text(1)) == (False, None)
    view.close()


def test_what_took_the_place_of_a_document_is_told_to_who_may_see_it(catalog):
    first = take(catalog, made(HEAD), "a.txt").document_id
    fresh = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "a.txt").document_id
    view = catalog.seen_with(frozenset({Label.PUBLIC}))
    assert view.successor(first) == fresh
    catalog.set_label(fresh, Label.SECRET)
    assert (catalog.successor(first), view.successor(first)) == (fresh, None)
    view.close()


def test_a_version_is_not_reached_through_a_document_that_is_hidden(catalog):
    take(catalog, made(HEAD), "a.txt", label=Label.INTERNAL)
    fresh = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "a.txt").document_id
    catalog.set_label(fresh, Label.PUBLIC)  # the version stays internal
    view = catalog.seen_with(frozenset({Label.INTERNAL}))
    assert (view.count(), view.versions(fresh), view.version_text(1)) == (0, (), None)
    view.close()
    nobody = catalog.seen_with(frozenset())
    assert (nobody.versions(fresh), nobody.version_text(1)) == ((), None)
    nobody.close()


def test_a_secret_document_has_secret_versions(catalog):
    take(catalog, made(HEAD), "a.txt")
    fresh = take(catalog, made(HEAD, "dự án đầu tư công chậm tiến độ", 2), "a.txt").document_id
    view = catalog.seen_with(frozenset({Label.PUBLIC}))
    assert len(view.versions(fresh)) == 1
    catalog.set_label(fresh, Label.SECRET)
    assert (view.versions(fresh), view.version_text(1)) == ((), None)
    view.close()


def test_a_catalog_from_before_there_were_labels_gets_those_of_its_stamps(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        catalog.put(made(HEAD))
        catalog.put(made(HEAD + "MẬT\n", "bệnh viện", 2))
    connection = sqlite3.connect(tmp_path / "catalog.sqlite")
    connection.executescript(
        "DROP INDEX ix_documents_id_label; ALTER TABLE documents DROP COLUMN label;"
        "ALTER TABLE versions DROP COLUMN label; UPDATE meta SET value = '2' WHERE key = 'schema_version'"
    )
    connection.close()
    with Catalog.open(tmp_path) as catalog:
        assert [card.label for card in catalog.all_headers()] == [Label.PUBLIC, Label.SECRET]
        view = catalog.seen_with(frozenset({Label.PUBLIC}))
        assert [card.id for card in view.all_headers()] == [f"{1:016x}"]
        view.close()
