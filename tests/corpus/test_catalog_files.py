"""Files, what they are to documents, versions, and what stays when a file changes or goes."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog, Link, Outcome, Reason, SeenFile, Taken
from corpus.errors import DocumentNotFound
from corpus.types import Document, Fact, Header, Passage, Provenance, Record, Span

AT = Span(0, 1)
WORDS = [
    f"{onset}{rime}" for onset in ("b", "c", "d", "g", "h", "l", "m") for rime in ("an", "oi", "ich", "uong")
]


def prose(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def made(text: str, name: str = "a.txt", ocr: bool = False, number: str | None = "5/KH-UBND") -> Record:
    key = f"{abs(hash_of(text)):016x}"[:16]
    header = Header(number=Fact(number, AT), issued_on=Fact(date(2024, 1, 5), AT)) if number else Header()
    recognised = Provenance("pdf", (), (1,), 0.9) if ocr else Provenance()
    document = Document(key, key * 4, name, f"/in/{name}", text, "Kế hoạch", header, (), recognised)
    return Record(document, (Passage(f"{key}-0000", key, 0, "1", (), Span(0, 5), text[:5]),))


def hash_of(text: str) -> int:
    return int.from_bytes(random.Random(text).randbytes(8), "big")


def seen(name: str, sha256: str, size: int = 1, mtime_ns: int = 1) -> SeenFile:
    return SeenFile(f"/in/{name}", name, sha256, size, mtime_ns)


def take(catalog: Catalog, text: str, name: str, sha256: str = "", **options) -> Taken:
    """Take in a file of this text; its bytes are named after it unless told otherwise."""
    may_replace = options.pop("may_replace", True)
    record = made(text, name, **options)
    return catalog.take(record, b"", seen(name, sha256 or record.document.sha256), may_replace=may_replace)


def links(catalog: Catalog, document_id: str) -> list[tuple[str, Link]]:
    return [(one.source, one.link) for one in catalog.files_of([document_id]).get(document_id, ())]


def misread(text: str) -> str:
    """Spoil a letter in every fifteenth word."""
    words = text.split()
    words[::15] = [word[:-1] + "x" for word in words[::15]]
    return " ".join(words)


@pytest.fixture
def catalog(place):
    with Catalog.open(place) as opened:
        yield opened


ONE, TWO = prose(1), prose(2)


# Taking in


def test_a_new_file_is_its_document(catalog):
    taken = take(catalog, ONE, "a.txt", "aa")
    assert taken == Taken(Outcome.NEW, made(ONE).document.id, Link.DOCUMENT)
    (stored,) = catalog.stored_files(["/in/a.txt", "/in/b.txt"]).values()
    assert (stored.sha256, stored.document_id, stored.link) == ("aa", taken.document_id, Link.DOCUMENT)
    assert stored.is_as_seen(1, 1)
    assert not stored.is_as_seen(1, 2)
    assert not stored.is_as_seen(2, 1)


def test_the_same_file_again_changes_nothing_but_what_was_seen(catalog):
    first = take(catalog, ONE, "a.txt", "aa")
    number = catalog.change_number()
    again = catalog.take_known(seen("a.txt", "aa", mtime_ns=2))
    assert again == Taken(Outcome.UNCHANGED, first.document_id, Link.DOCUMENT)
    assert catalog.stored_files(["/in/a.txt"])["/in/a.txt"].mtime_ns == 2
    assert take(catalog, ONE, "a.txt", "ab").outcome is Outcome.UNCHANGED
    assert catalog.change_number() == number


def test_unknown_bytes_must_be_read(catalog):
    take(catalog, ONE, "a.txt", "aa")
    assert catalog.take_known(seen("b.txt", "bb")) is None


def test_the_same_bytes_under_another_name_are_linked(catalog):
    first = take(catalog, ONE, "a.txt", "aa")
    twin = catalog.take_known(seen("b.txt", "aa"))
    assert twin == Taken(Outcome.SAME_TEXT, first.document_id, Link.SAME_TEXT)
    assert links(catalog, first.document_id) == [("a.txt", Link.DOCUMENT), ("b.txt", Link.SAME_TEXT)]
    assert [one.source for one in catalog.files_by_sha256("aa")] == ["a.txt", "b.txt"]


def test_the_same_text_from_other_bytes_is_linked(catalog):
    first = take(catalog, ONE, "a.txt", "aa")
    number = catalog.change_number()
    assert take(catalog, ONE, "b.txt", "bb") == Taken(Outcome.SAME_TEXT, first.document_id, Link.SAME_TEXT)
    assert (catalog.count(), catalog.change_number()) == (1, number)


def test_a_scan_is_linked_to_the_text(catalog):
    first = take(catalog, ONE, "a.docx")
    taken = take(catalog, misread(ONE), "a.pdf", ocr=True)
    assert (taken.outcome, taken.document_id, taken.link) == (
        Outcome.NEAR_DUPLICATE,
        first.document_id,
        Link.NEAR_DUPLICATE,
    )
    assert taken.similarity == pytest.approx(14 / 15, abs=0.01)
    assert catalog.count() == 1
    assert catalog.stored_files(["/in/a.pdf"])["/in/a.pdf"].similarity == taken.similarity


def test_a_text_takes_the_place_of_its_scan(catalog):
    scan = take(catalog, misread(ONE), "a.pdf", ocr=True)
    catalog.take_known(seen("copy.pdf", made(misread(ONE)).document.sha256))
    taken = take(catalog, ONE, "a.docx")
    assert (taken.outcome, taken.link, taken.left) == (
        Outcome.NEAR_DUPLICATE,
        Link.DOCUMENT,
        (scan.document_id,),
    )
    assert links(catalog, taken.document_id) == [
        ("a.docx", Link.DOCUMENT),
        ("a.pdf", Link.NEAR_DUPLICATE),
        ("copy.pdf", Link.NEAR_DUPLICATE),
    ]
    (version,) = catalog.versions(taken.document_id)
    assert (version.document_id, version.reason) == (scan.document_id, Reason.BETTER_FILE)
    assert catalog.version_text(version.number) == misread(ONE)


def test_other_documents_are_no_duplicates(catalog):
    take(catalog, ONE, "a.txt")
    assert take(catalog, TWO, "b.txt").outcome is Outcome.NEW
    other = take(catalog, misread(ONE), "c.txt", ocr=True, number="6/KH-UBND")
    assert other.outcome is Outcome.NEW
    assert catalog.count() == 3


def test_assess_tells_and_changes_nothing(catalog):
    take(catalog, ONE, "a.txt")
    number = catalog.change_number()
    record = made(misread(ONE), "b.pdf", ocr=True)
    told = catalog.assess(record, seen("b.pdf", "bb"))
    assert told.outcome is Outcome.NEAR_DUPLICATE
    assert (catalog.change_number(), catalog.stored_files(["/in/b.pdf"])) == (number, {})


def test_assess_tells_of_known_bytes_what_taking_them_would_come_to(catalog):
    take(catalog, ONE, "a.txt", "aa")
    catalog.take_known(seen("b.txt", "aa"))
    take(catalog, TWO, "c.txt", "cc")
    number = catalog.change_number()
    for name, sha256, may_replace, outcome in (
        ("b.txt", "aa", True, Outcome.UNCHANGED),
        ("d.txt", "aa", True, Outcome.SAME_TEXT),
        ("c.txt", "aa", False, Outcome.KEPT),
        ("c.txt", "aa", True, Outcome.SAME_TEXT),
    ):
        told = catalog.assess_known(seen(name, sha256), may_replace)
        assert told.outcome is outcome, name
        assert catalog.change_number() == number
        done = catalog.take_known(seen(name, sha256), may_replace)
        assert replace(done, left=()) == told
        number = catalog.change_number()
    assert catalog.assess_known(seen("e.txt", "ee")) is None


# Files that change


def test_a_changed_file_replaces_its_document_and_keeps_the_old_text(catalog):
    first = take(catalog, ONE, "a.txt")
    second = take(catalog, TWO, "a.txt")
    assert (second.outcome, second.left) == (Outcome.REPLACED, (first.document_id,))
    third = take(catalog, prose(3), "a.txt")
    assert [one.document_id for one in catalog.versions(third.document_id)] == [
        second.document_id,
        first.document_id,
    ]
    newest = catalog.versions(third.document_id)[0]
    assert (newest.replaced_by, newest.reason, newest.origin) == (
        third.document_id,
        Reason.CHANGED,
        "/in/a.txt",
    )
    assert newest.header == made(TWO).document.header
    assert catalog.version_text(newest.number) == TWO
    assert catalog.version_text(99) is None
    assert catalog.count() == 1


def test_a_document_that_has_gone_is_followed_to_the_one_that_lives(catalog):
    first, second, third = (take(catalog, text, "a.txt").document_id for text in (ONE, TWO, prose(3)))
    assert [catalog.successor(one) for one in (first, second, third, "x")] == [third, third, None, None]
    catalog.delete(third)
    assert catalog.successor(first) is None


def test_an_edited_file_is_the_new_text_however_near(catalog):
    """Who mends a word in a file does not want the old one."""
    first = take(catalog, ONE, "a.txt", ocr=True)
    edited = take(catalog, misread(ONE), "a.txt", ocr=True)
    assert (edited.outcome, edited.left) == (Outcome.REPLACED, (first.document_id,))


def test_a_file_that_goes_back_to_its_old_text(catalog):
    first = take(catalog, ONE, "a.txt")
    second = take(catalog, TWO, "a.txt")
    again = take(catalog, ONE, "a.txt")
    assert again.document_id == first.document_id
    assert [one.document_id for one in catalog.versions(first.document_id)] == [
        second.document_id,
        first.document_id,
    ]


def test_a_document_lives_on_in_a_file_of_the_same_text(catalog):
    first = take(catalog, ONE, "a.txt", "aa")
    take(catalog, ONE, "b.txt", "bb")
    changed = take(catalog, TWO, "a.txt")
    assert (changed.outcome, changed.left) == (Outcome.REPLACED, ())
    assert catalog.versions(changed.document_id) == ()
    card = catalog.cards([first.document_id])[first.document_id]
    assert (card.source, card.origin, card.sha256) == ("b.txt", "/in/b.txt", "bb")
    assert links(catalog, first.document_id) == [("b.txt", Link.DOCUMENT)]


def test_a_linked_file_that_changes_leaves_the_document_alone(catalog):
    first = take(catalog, ONE, "a.txt")
    take(catalog, ONE, "b.txt", "bb")
    changed = take(catalog, TWO, "b.txt")
    assert (changed.outcome, changed.left) == (Outcome.REPLACED, ())
    assert links(catalog, first.document_id) == [("a.txt", Link.DOCUMENT)]


def test_a_scan_becomes_the_document_when_its_text_has_gone(catalog):
    """It is read again when it is met next; until then the text lives on."""
    text = take(catalog, ONE, "a.docx")
    scan = seen("a.pdf", "pp")
    record = made(misread(ONE), "a.pdf", ocr=True)
    catalog.take(record, b"", scan)
    assert catalog.forget_file("/in/a.docx") == ()
    assert catalog.text(text.document_id) == ONE
    assert not catalog.stored_files(["/in/a.pdf"])["/in/a.pdf"].is_as_seen(1, 1)
    assert catalog.take_known(scan) is None
    again = catalog.take(record, b"", scan)
    assert (again.link, again.left) == (Link.DOCUMENT, (text.document_id,))
    assert catalog.text(record.document.id) == misread(ONE)
    assert catalog.count() == 1


def test_what_is_to_be_kept_is_kept(catalog):
    first = take(catalog, ONE, "a.txt")
    take(catalog, TWO, "b.txt", "bb")
    number = catalog.change_number()
    kept = Taken(Outcome.KEPT, first.document_id, Link.DOCUMENT)
    assert take(catalog, prose(3), "a.txt", may_replace=False) == kept
    assert catalog.take_known(seen("a.txt", "bb"), may_replace=False) == kept
    assert (catalog.change_number(), catalog.count()) == (number, 2)


# Files and documents that go


def test_forgetting_the_last_file_takes_the_document(catalog):
    first = take(catalog, ONE, "a.txt", "aa")
    take(catalog, ONE, "b.txt", "bb")
    assert catalog.forget_file("/in/b.txt") == ()
    assert catalog.forget_file("/in/a.txt") == (first.document_id,)
    assert catalog.forget_file("/in/a.txt") == ()
    assert (catalog.count(), catalog.versions(first.document_id)) == (0, ())


def test_deleting_takes_links_and_versions(catalog):
    take(catalog, ONE, "a.txt")
    second = take(catalog, TWO, "a.txt")
    take(catalog, TWO, "b.txt", "bb")
    catalog.delete(second.document_id)
    assert catalog.stored_files(["/in/a.txt", "/in/b.txt"]) == {}
    assert catalog.versions(second.document_id) == ()
    assert catalog.version_text(1) is None
    with pytest.raises(DocumentNotFound):
        catalog.delete(second.document_id)
    assert take(catalog, TWO, "a.txt").outcome is Outcome.NEW


def test_deleting_keeps_the_history_of_what_is_still_there(catalog):
    take(catalog, prose(4), "other.txt")
    take(catalog, ONE, "other.txt")  # ONE replaced prose(4)
    take(catalog, ONE, "a.txt", "aa")
    take(catalog, TWO, "other.txt")
    take(catalog, prose(5), "a.txt")  # now ONE has left, replaced by prose(5)
    take(catalog, ONE, "again.txt")  # and is back
    catalog.delete(made(prose(5)).document.id)
    assert [one.document_id for one in catalog.versions(made(ONE).document.id)] == [
        made(prose(4)).document.id
    ]


def test_containers(catalog):
    catalog.take(made(ONE, "in.txt"), b"", SeenFile("/in/z.zip!/in.txt", "z.zip!/in.txt", "aa", 9, 9))
    catalog.take_container(seen("z.zip", "zz", 9, 9))
    stored = catalog.stored_files(["/in/z.zip"])["/in/z.zip"]
    assert (stored.link, stored.document_id, stored.is_as_seen(9, 9)) == (Link.CONTAINER, None, True)
    assert [one.origin for one in catalog.files_below("/in/z.zip")] == ["/in/z.zip!/in.txt"]
    assert [one.origin for one in catalog.files_below("/in")] == ["/in/z.zip", "/in/z.zip!/in.txt"]
    assert catalog.files_below("/i") == ()
    catalog.delete(made(ONE).document.id)
    assert catalog.stored_files(["/in/z.zip"]) == {}


def test_forgetting_a_container_takes_its_members(catalog):
    catalog.take(made(ONE, "in.txt"), b"", SeenFile("/in/z.zip!/in.txt", "z.zip!/in.txt", "aa", 9, 9))
    catalog.take_container(seen("z.zip", "zz", 9, 9))
    take(catalog, TWO, "z.zip2")
    assert catalog.forget_file("/in/z.zip") == (made(ONE).document.id,)
    assert [one.origin for one in catalog.files_below("/in")] == ["/in/z.zip2"]


def test_put_keeps_the_files_of_a_document(catalog):
    """`put` is for whoever has a record and no file; links of others stay."""
    record = made(ONE)
    catalog.put(record)
    take(catalog, ONE, "b.txt", "bb")
    catalog.put(replace(record, passages=()))
    assert links(catalog, record.document.id) == [("a.txt", Link.DOCUMENT), ("b.txt", Link.SAME_TEXT)]
    assert not catalog.stored_files(["/in/a.txt"])["/in/a.txt"].is_as_seen(-1, -1)


# Whatever happens

names = st.sampled_from(["a", "b", "c", "d"])
contents = st.sampled_from([ONE, misread(ONE), TWO])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), names, contents),
        st.tuples(st.just("forget"), names, st.just("")),
        st.tuples(st.just("delete"), st.just(""), contents),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_whatever_happens_every_file_stands_for_a_document(tmp_path_factory, steps):
    """And every document has a file, and no text that was read from a file now there is lost."""
    with Catalog.open(tmp_path_factory.mktemp("files")) as catalog:
        for what, name, text in steps:
            if what == "take":
                take(catalog, text, name, ocr=text != TWO)
            elif what == "forget":
                catalog.forget_file(f"/in/{name}")
            elif (key := made(text).document.id) in catalog.cards([key]):
                catalog.delete(key)
            documents = {card.id for card in catalog.all_headers()}
            stored = catalog.stored_files(f"/in/{one}" for one in "abcd").values()
            assert {one.document_id for one in stored} == documents
            for key, files in catalog.files_of(documents).items():
                assert [one.link for one in files].count(Link.DOCUMENT) <= 1
                sources = {one.source for one in files if one.link is Link.DOCUMENT}
                assert sources <= {catalog.cards([key])[key].source}
