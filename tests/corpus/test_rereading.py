"""Files that an earlier version of the program read in another way: exchanged, never a version."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa

from corpus.catalog import Catalog, Link, Outcome, SeenFile, Taken
from corpus.catalog.schema import files
from corpus.labels import Label
from corpus.types import Document, Fact, Header, Passage, Record, Span

AT = Span(0, 1)
KEY = "a" * 16
SHA = "a" * 64


def made(
    number: str = "5/KH-UBND", sha256: str = SHA, name: str = "a.txt", words: str = "đoạn một"
) -> Record:
    header = Header(number=Fact(number, AT), issued_on=Fact(date(2024, 1, 5), AT))
    document = Document(KEY, sha256, name, f"/in/{name}", words, "Kế hoạch", header)
    return Record(document, (Passage(f"{KEY}-0000", KEY, 0, "1", (), Span(0, len(words)), words),))


def seen(record: Record) -> SeenFile:
    document = record.document
    return SeenFile(document.origin, document.source, document.sha256, 1, 1)


def take(catalog: Catalog, record: Record, **options) -> Taken:
    return catalog.take(record, b"map", seen(record), **options)


def age(catalog: Catalog, *origins: str) -> None:
    """Let files have been read by an earlier version; all where none is named."""
    aged = files.c.origin.in_(origins) if origins else sa.true()
    with catalog.database.write() as connection:
        connection.execute(sa.update(files).where(aged).values(extraction=0))


def is_stale(catalog: Catalog, origin: str) -> bool:
    return catalog.stored_files([origin])[origin].is_stale


@pytest.fixture
def catalog(place):
    with Catalog.open(place) as opened:
        yield opened


def test_a_file_of_an_earlier_reading_is_not_as_seen(catalog):
    record = made()
    take(catalog, record)
    assert catalog.stored_files(["/in/a.txt"])["/in/a.txt"].is_as_seen(1, 1)
    assert catalog.count_stale_files() == 0
    age(catalog)
    assert not catalog.stored_files(["/in/a.txt"])["/in/a.txt"].is_as_seen(1, 1)
    assert catalog.take_known(seen(record)) is None
    assert catalog.assess_known(seen(record)) is None
    assert catalog.take_known(replace(seen(record), origin="/in/copy.txt")) is None
    assert catalog.count_stale_files() == 1


def test_what_is_read_as_before_is_stamped_and_no_change(catalog):
    take(catalog, made())
    age(catalog)
    number = catalog.change_number()
    assert take(catalog, made()).outcome is Outcome.UNCHANGED
    assert (catalog.change_number(), is_stale(catalog, "/in/a.txt")) == (number, False)


def test_other_facts_take_the_place_of_the_old_ones(catalog):
    take(catalog, made(), label=Label.INTERNAL)
    catalog.put_vectors("m", {f"{KEY}-0000": np.ones(3, np.float32)})
    card, number = catalog.cards([KEY])[KEY], catalog.change_number()
    age(catalog)
    fresh = made("6/KH-UBND")
    assert catalog.assess(fresh, seen(fresh)).outcome is Outcome.REREAD
    assert is_stale(catalog, "/in/a.txt")
    assert take(catalog, fresh) == Taken(Outcome.REREAD, KEY, Link.DOCUMENT, label=Label.INTERNAL)
    assert catalog.record(KEY) == fresh
    assert [one.id for one in catalog.documents_by_number("6/KH-UBND")] == [KEY]
    assert catalog.documents_by_number("5/KH-UBND") == ()
    after = catalog.cards([KEY])[KEY]
    assert (after.created_at, after.label) == (card.created_at, Label.INTERNAL)
    assert catalog.versions(KEY) == ()
    assert catalog.missing_vectors("m", [KEY]) == ()
    assert catalog.offsets(KEY) == b"map"
    changes = catalog.changes_since(number)
    assert (changes.put, changes.deleted, changes.texts) == ((KEY,), (), ())  # readers look, indexes need not
    assert not is_stale(catalog, "/in/a.txt")
    assert take(catalog, fresh).outcome is Outcome.UNCHANGED


def test_an_index_that_had_not_heard_of_the_text_hears_of_it(catalog):
    before = catalog.change_number()
    take(catalog, made())
    age(catalog)
    take(catalog, made("6/KH-UBND"))
    age(catalog)
    take(catalog, made("7/KH-UBND"))
    assert catalog.changes_since(before).texts == (KEY,)


def test_other_passages_of_the_same_text_are_indexed_and_no_version(catalog):
    take(catalog, made())
    catalog.put_vectors("m", {f"{KEY}-0000": np.ones(3, np.float32)})
    number = catalog.change_number()
    age(catalog)
    one = made()
    cut = tuple(
        Passage(f"{KEY}-000{i}", KEY, i, str(i), (), span, span.of(one.document.text))
        for i, span in enumerate((Span(0, 4), Span(5, 8)))
    )
    assert take(catalog, replace(one, passages=cut)).outcome is Outcome.REREAD
    assert catalog.changes_since(number).texts == (KEY,)
    assert len(catalog.missing_vectors("m", [KEY])) == 2
    assert catalog.versions(KEY) == ()


def test_a_file_of_other_bytes_does_not_speak_for_the_document(catalog):
    """The same words on other pages: only the file that gave the document says where they stand."""
    take(catalog, made())
    other = made("6/KH-UBND", "b" * 64, "b.txt")
    assert take(catalog, other).outcome is Outcome.SAME_TEXT
    age(catalog)
    assert take(catalog, other).outcome is Outcome.UNCHANGED
    assert catalog.record(KEY) == made()
    assert (is_stale(catalog, "/in/a.txt"), is_stale(catalog, "/in/b.txt")) == (True, False)


def test_a_copy_brings_the_facts_and_leaves_the_name(catalog):
    take(catalog, made())
    copy = made(name="b.txt")
    assert catalog.take_known(seen(copy)).outcome is Outcome.SAME_TEXT
    age(catalog)
    fresh = made("6/KH-UBND", name="b.txt")
    assert take(catalog, fresh).outcome is Outcome.REREAD
    assert catalog.record(KEY) == made("6/KH-UBND")
    known = catalog.take_known(seen(made()))  # its bytes were read, a moment ago
    assert known is not None
    assert (known.outcome, known.link) == (Outcome.UNCHANGED, Link.DOCUMENT)
    assert catalog.count_stale_files() == 0


def test_a_stamp_that_is_seen_only_now_counts(catalog):
    take(catalog, made())
    age(catalog)
    assert take(catalog, made("6/KH-UBND"), label=Label.SECRET).label is Label.SECRET
    assert catalog.cards([KEY])[KEY].label is Label.SECRET


def test_keeping_what_was_there_does_not_keep_how_it_was_read(catalog):
    """The policy is about files that have changed; this one has not."""
    take(catalog, made())
    age(catalog)
    text = "đoạn hai"
    other = replace(made(words=text).document, id="b" * 16)
    taken = take(catalog, Record(other, ()), may_replace=False)
    assert (taken.outcome, taken.document_id) == (Outcome.REPLACED, "b" * 16)
