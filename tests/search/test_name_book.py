"""Names kept up with a catalog, and kept in a file, against names that are read anew."""

import random
import sqlite3
from contextlib import closing
from datetime import date

import numpy as np
import pytest

import search.names.book as book_module
from corpus.catalog import Catalog
from corpus.catalog.database import FILE_NAME
from corpus.labels import Label
from corpus.types import Document, Fact, Form, Header, Passage, Record, Span
from search.names import NameBook, Names
from search.names.shelf import last_change, load
from search.types import Filters

TERMS = ["ra soat", "dau tu", "chuyen", "so", "cong van", "ngay 3", "tai chinh", "ca mau"]
SAID = ["rà soát đầu tư công", "chuyển đổi số", "số liệu số", ""]


def made(key: int, chance: random.Random) -> Record:
    owner, span = f"{key:016x}", Span(0, 4)
    header = Header(
        number=Fact(f"{chance.randrange(1, 9)}/{chance.choice(['CV-UBND', 'QĐ-STC'])}", span),
        kind=Fact(chance.choice(["công văn", "quyết định"]), span),
        issuer=Fact(chance.choice(["Sở Tài chính", "Tỉnh ủy Cà Mau"]), span),
        issued_on=Fact(date(2024, 1, chance.randrange(1, 5)), span),
        subject=Fact(chance.choice(SAID[:3]), span),
        effective_on=Fact(date(2024, 2, key % 9 + 1), span) if key % 3 else None,
        form=Form.REPORT if key % 5 else Form.ORIGINAL,
    )
    title = chance.choice(SAID)
    document = Document(owner, f"{key:064x}", "a.txt", f"/in/{key}", f"text {key} {title}", title, header)
    return Record(document, (Passage(f"{owner}-0000", owner, 0, "1", (), span, "text"),))


def told(names: Names) -> dict[str, object]:
    """Return all that is told by names, by id."""
    weights = names.weighed({"ra soat": 1.5, "so": 1.0, "cong van": 0.25})
    asked = [Filters(numbers=("3/CV-UBND",)), Filters(kinds=("cong van",)), Filters(issuers=("ca mau",))]
    asked.append(Filters(issued_from=date(2024, 1, 2), issued_to=date(2024, 1, 3)))
    keys = [f"{serial}-{symbol}" for serial in range(1, 9) for symbol in ("CV-UBND", "QD-STC")]

    def ids(rows):
        return [names.ids[row] for row in rows]

    return {
        "ids": sorted(names.rows),
        "counts": names.counts(TERMS, None),
        "weights": {one: weights[row] for one, row in names.rows.items()},
        "keys": {key: ids(names.of_key(key)) for key in keys},
        "serials": {n: ids(names.of_serial(n, {None, "công văn"})) for n in range(1, 9)},
        "passing": [sorted(ids(np.flatnonzero(names.passing(one)))) for one in asked],
        "stamps": names.stamps,
        "names": sorted(names.each(names.alive), key=lambda one: one.id),
    }


def read_anew(catalog: Catalog) -> dict[str, object]:
    return told(NameBook(catalog, None).names())


@pytest.fixture
def few(monkeypatch):
    """Let files be written for a handful of documents."""
    monkeypatch.setattr(book_module, "_FEW", 2)


@pytest.fixture
def catalog(tmp_path):
    with Catalog.open(tmp_path) as opened:
        chance = random.Random(3)
        for key in range(12):
            opened.put(made(key, chance))
        yield opened


def test_names_follow_every_change_as_if_they_were_read_anew(catalog, tmp_path, few):
    follow_changes(catalog, tmp_path)


@pytest.mark.postgres
def test_names_follow_a_server_likewise(new_url, tmp_path, few):
    with Catalog.open(new_url()) as catalog:
        chance = random.Random(3)
        for key in range(12):
            catalog.put(made(key, chance))
        follow_changes(catalog, tmp_path)
        one = catalog.seen_with(frozenset({Label.PUBLIC}))
        assert one.put_numbers() == catalog.put_numbers()


def follow_changes(catalog, tmp_path):
    chance, present = random.Random(5), set(range(12))
    book = NameBook(catalog, tmp_path / "index" / "names.npz")
    assert told(book.names()) == read_anew(catalog)
    for _ in range(25):
        for _ in range(chance.randrange(1, 4)):
            key = chance.randrange(30)
            if key in present and chance.random() < 0.5:
                catalog.delete(f"{key:016x}")
                present.discard(key)
            else:
                catalog.put(made(key, chance))
                present.add(key)
        names = book.names()
        assert told(names) == read_anew(catalog)
        assert len(names.blocks) < 5
        assert told(NameBook(catalog, tmp_path / "index" / "names.npz").names()) == told(names)
    assert book.names() is names
    for key in present:
        catalog.delete(f"{key:016x}")
    assert told(book.names()) == read_anew(catalog)


def test_a_second_start_reads_only_what_has_changed(catalog, tmp_path, few, monkeypatch):
    path = tmp_path / "names.npz"
    NameBook(catalog, path).names()
    changed = made(3, random.Random(99))
    catalog.put(changed)
    read, names_of = [], Catalog.names

    def names(self, document_ids=None):
        read.append(document_ids)
        return names_of(self, document_ids)

    monkeypatch.setattr(Catalog, "names", names)
    book = NameBook(catalog, path)
    assert changed.document.id in book.names().ids
    catalog.set_label(changed.document.id, Label.SECRET)  # a change, but not of a name
    assert len(book.names()) == 13
    assert read == [[changed.document.id]]


def test_names_tell_what_the_catalog_tells(catalog):
    assert list(NameBook(catalog, None).names().each(None)) == list(catalog.names())


def test_the_file_is_prepared_only_where_it_lacks_much(catalog, tmp_path, few):
    path, chance = tmp_path / "names.npz", random.Random(4)
    NameBook(catalog, path).prepare()
    assert last_change(path, catalog.identity()) == 12
    catalog.put(made(20, chance))
    NameBook(catalog, path).prepare()
    assert last_change(path, catalog.identity()) == 12
    for key in range(21, 25):
        catalog.put(made(key, chance))
    NameBook(catalog, path).prepare()
    assert last_change(path, catalog.identity()) == 17
    path.write_bytes(b"")
    assert last_change(path, catalog.identity()) == 0


@pytest.mark.parametrize("size", [0, 100, -1])
def test_a_damaged_file_counts_for_nothing(catalog, tmp_path, few, size):
    path = tmp_path / "names.npz"
    NameBook(catalog, path).names()
    content = path.read_bytes()
    middle = len(content) // 2
    damaged = content[:size] if size >= 0 else content[:middle] + b"\0\xff\0\xff" + content[middle + 4 :]
    path.write_bytes(damaged)
    assert load(path, catalog.identity()) is None
    assert told(NameBook(catalog, path).names()) == read_anew(catalog)
    assert load(path, catalog.identity()) is not None


def test_a_file_of_another_catalog_counts_for_nothing(catalog, tmp_path, few):
    path = tmp_path / "names.npz"
    NameBook(catalog, path).names()
    with Catalog.open(tmp_path / "other") as other:
        other.put(made(0, random.Random(1)))
        assert told(NameBook(other, path).names()) == read_anew(other)


def test_a_file_of_another_way_to_read_names_counts_for_nothing(catalog, tmp_path, few, monkeypatch):
    path = tmp_path / "names.npz"
    NameBook(catalog, path).names()
    assert load(path, catalog.identity()) is not None
    monkeypatch.setattr("search.names.shelf.tokens_of", lambda text: text.split())
    assert load(path, catalog.identity()) is None


def test_a_restored_backup_that_went_another_way_is_told_from_the_file(catalog, tmp_path, few):
    """Identity, change number and count are those that the file knows, the documents are others."""
    path, chance = tmp_path / "names.npz", random.Random(8)
    (tmp_path / "copy").mkdir()
    with (
        closing(sqlite3.connect(tmp_path / FILE_NAME)) as source,
        closing(sqlite3.connect(tmp_path / "copy" / FILE_NAME)) as target,
    ):
        source.backup(target)
    for key in range(40, 46):
        catalog.put(made(key, chance))
    NameBook(catalog, path).names()
    with Catalog.open(tmp_path / "copy") as copy:
        for key in range(50, 56):
            copy.put(made(key, chance))
        assert (copy.identity(), copy.change_number()) == (catalog.identity(), catalog.change_number())
        assert load(path, copy.identity()) is not None
        assert told(NameBook(copy, path).names()) == read_anew(copy)


def test_a_place_that_cannot_be_written_is_done_without(catalog, tmp_path, few):
    (tmp_path / "file").touch()
    assert told(NameBook(catalog, tmp_path / "file" / "names.npz").names()) == read_anew(catalog)
