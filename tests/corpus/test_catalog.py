import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog, Changes, duplicates
from corpus.catalog.codec import from_json, to_json
from corpus.catalog.database import FILE_NAME
from corpus.catalog.schema import bands, fingerprints
from corpus.duplicates import fingerprint
from corpus.errors import DataDirError, DataDirFault, DocumentNotFound, EmptyFile, ReadError
from corpus.types import (
    AgencyMention,
    Assignment,
    Deadline,
    Document,
    Fact,
    Figure,
    Header,
    Party,
    Passage,
    Record,
    Reference,
    Relation,
    Role,
    Span,
)

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Ban Tuyên giáo chủ trì, báo cáo trước ngày 15/6/2021; đã xong 14 nhiệm vụ.\nVăn phòng theo dõi."


def make(key: int = 1, title: str = "Công văn", origin: str = "/in/a.txt", cuts: int = 2) -> Record:
    document_id = f"{key:016x}"
    ids = [f"{document_id}-{i:04d}" for i in range(cuts)]
    header = Header(
        kind=Fact("công văn", Span(0, 3)),
        number=Fact("1023-CV/TU", Span(0, 3)),
        issuer=Fact("Thành ủy", Span(0, 3)),
        issued_on=Fact(date(2021, 6, 1), Span(4, 9)),
        addressees=(Fact("Ban Tuyên giáo", Span(0, 14)), Fact("Văn phòng", Span(1, 2))),
        body=Span(0, len(TEXT)),
    )
    lead = Party(Role.LEAD, AgencyMention("Ban Tuyên giáo", Span(0, 14), "ban-tuyen-giao"))
    watch = Party(Role.SUPERVISE, AgencyMention("Văn phòng", Span(75, 84)))
    due = Deadline("trước ngày 15/6/2021", Span(31, 51), date(2021, 6, 15), None, "day")
    return Record(
        Document(document_id, f"{key:064x}", "a.txt", origin, TEXT, title, header, (0, 9, 12)),
        tuple(
            Passage(pid, document_id, i, str(i), ("I", "Điều 1"), Span(i, i + 9), TEXT[i : i + 9])
            for i, pid in enumerate(ids)
        ),
        (
            Assignment(
                f"{document_id}-a0", document_id, ids[0], "1", Span(0, 52), Span(0, 5), (lead, watch), due
            ),
        ),
        (
            Reference(
                f"{document_id}-r0",
                document_id,
                None,
                Span(0, 4),
                Span(0, 9),
                Relation.IMPLEMENTS,
                "59-NQ/TW",
            ),
            Reference(f"{document_id}-r1", document_id, ids[1], Span(0, 4), Span(0, 9), Relation.CITES),
        ),
        (Figure(f"{document_id}-f0", document_id, ids[0], Span(0, 9), "xong", 14.0, Span(0, 2), "nhiệm vụ"),),
    )


@pytest.fixture
def catalog(place):
    with Catalog.open(place) as opened:
        yield opened


# Round trips

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(min(pair), max(pair)))
headers = st.builds(
    Header,
    kind=st.none() | st.builds(Fact, value=texts, span=spans),
    number=st.none() | st.builds(Fact, value=texts, span=spans),
    issuer=st.none() | st.builds(Fact, value=texts, span=spans),
    place=st.none() | st.builds(Fact, value=texts, span=spans),
    issued_on=st.none() | st.builds(Fact, value=st.dates(), span=spans),
    effective_on=st.none() | st.builds(Fact, value=st.dates(), span=spans),
    subject=st.none() | st.builds(Fact, value=texts, span=spans),
    signer=st.none() | st.builds(Fact, value=texts, span=spans),
    signer_post=st.none() | st.builds(Fact, value=texts, span=spans),
    addressees=st.lists(st.builds(Fact, value=texts, span=spans), max_size=2).map(tuple),
    recipients=st.lists(st.builds(Fact, value=texts, span=spans), max_size=2).map(tuple),
    body=st.none() | spans,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    owner = f"{draw(st.integers(0, 3)):016x}"
    ids = [f"{owner}-{i:04d}" for i in range(draw(st.integers(0, 3)))]
    mentions = st.builds(AgencyMention, name=texts, span=spans, agency_id=st.none() | texts)
    parties = st.builds(Party, role=st.sampled_from(Role), mention=mentions)
    deadlines = st.none() | st.builds(
        Deadline, texts, spans, st.none() | st.dates(), st.none() | texts, st.none() | texts
    )
    own = {"id": texts, "document_id": st.just(owner)}
    inside = own | {"passage_id": st.sampled_from(ids or [""])}
    some = {"max_size": 2 if ids else 0}
    assignment = st.builds(
        Assignment,
        **inside,
        section=texts,
        clause=spans,
        task=spans,
        parties=st.lists(parties, max_size=2).map(tuple),
        deadline=deadlines,
        product=st.none() | spans,
    )
    number = st.floats(allow_nan=False, allow_infinity=False)
    figure = st.builds(
        Figure, **inside, clause=spans, indicator=texts, value=number, value_span=spans, unit=texts
    )
    reference = st.builds(
        Reference,
        **own,
        passage_id=st.sampled_from([None, *ids]),
        span=spans,
        clause=spans,
        relation=st.sampled_from(Relation),
        number=st.none() | texts,
        issued_on=st.none() | st.dates(),
    )
    passages = tuple(
        Passage(
            key, owner, i, draw(texts), tuple(draw(st.lists(texts, max_size=2))), draw(spans), draw(texts)
        )
        for i, key in enumerate(ids)
    )
    document = Document(owner, draw(texts), draw(texts), draw(texts), draw(texts), draw(texts), draw(headers))
    return Record(
        document,
        passages,
        tuple(draw(st.lists(assignment, **some))),
        tuple(draw(st.lists(reference, max_size=2))),
        tuple(draw(st.lists(figure, **some))),
    )


@settings(deadline=None)  # the first one builds the validators
@given(records())
def test_json_round_trip(record):
    assert from_json(Record, to_json(record)) == record


@settings(max_examples=40, deadline=None)
@given(made=st.lists(records(), min_size=1, max_size=4))
def test_catalog_gives_back_what_was_put(made, tmp_path_factory):
    with Catalog.open(tmp_path_factory.mktemp("round")) as catalog:
        for record in made:
            catalog.put(record)
        last = {record.document.id: record for record in made}
        assert {key: catalog.record(key) for key in last} == last
        assert catalog.count() == len(last)
        assert catalog.count_passages() == sum(len(record.passages) for record in last.values())


# Writing and the change log


def test_put_and_read_each_part(catalog):
    record = make()
    assert catalog.put(record, b"map") == 1
    key = record.document.id
    assert catalog.record(key) == record
    assert catalog.offsets(key) == b"map"
    assert catalog.text_slice(key, 4, 14) == "Tuyên giáo"
    assert catalog.passages_by_id([record.passages[1].id, "nobody"]) == {
        record.passages[1].id: record.passages[1]
    }
    card = catalog.all_headers()[0]
    assert (card.id, card.title, card.passages, card.header) == (key, "Công văn", 2, record.document.header)
    assert catalog.cards([key, "nobody"]) == {key: card}
    assert catalog.documents_by_number("1023-cv/tu") == (card,)
    assert catalog.references_to("59-nq/tw") == (record.references[0],)
    owner = record.references[0].document_id
    assert catalog.references_to("59-nq/tw", [owner, "unknown"]) == (record.references[0],)
    assert catalog.references_to("59-nq/tw", ["unknown"]) == ()
    assert catalog.citing(["59-nq/tw", "1/KH-UBND"]) == {owner}
    assert catalog.citing([]) == frozenset()
    assert catalog.assignments_of("ban-tuyen-giao", Role.LEAD) == record.assignments
    assert catalog.assignments_of("ban-tuyen-giao", Role.ADVISE) == ()


def test_put_again_changes_nothing(catalog):
    assert catalog.put(make(1)) == 1
    catalog.put(make(2))
    assert catalog.put(make(1)) == 2
    assert catalog.changes_since(0) == Changes(
        2, (both := (make(1).document.id, make(2).document.id)), (), both
    )


def test_put_of_same_id_replaces_all_parts(catalog):
    catalog.put(make(1, cuts=3))
    shorter = replace(make(1, title="Khác", cuts=2), figures=())
    assert catalog.put(shorter) == 2
    assert catalog.record(shorter.document.id) == shorter


def test_put_replacing_deletes_in_the_same_transaction(catalog):
    old, new = make(1), make(2)
    catalog.put(old)
    assert catalog.put(new, replacing=[old.document.id, "unknown"]) == 3
    assert catalog.changes_since(1) == Changes(3, (new.document.id,), (old.document.id,), (new.document.id,))
    assert catalog.changes_since(2) == Changes(3, (new.document.id,), (), (new.document.id,))
    assert catalog.changes_since(3) == Changes(3, (), (), ())
    assert [card.id for card in catalog.all_headers()] == [new.document.id]


def test_put_replacing_itself_keeps_the_document(catalog):
    catalog.put(make(1))
    assert catalog.put(make(1), replacing=[make(1).document.id]) == 1
    assert catalog.count() == 1


def test_delete_takes_everything(catalog):
    record = make(1)
    catalog.put(record)
    catalog.put_vectors("m", {one.id: np.ones(2, np.float32) for one in record.passages})
    one = [record.document.id]
    assert catalog.delete(one[0]) == 2
    assert catalog.changes_since(0) == Changes(2, (), (record.document.id,), ())
    assert not catalog.passages_of(one)
    assert (catalog.assignments(one), catalog.references(one), catalog.figures(one)) == ((), (), ())
    assert catalog.vectors([each.id for each in record.passages], "m") == {}
    for call in (catalog.delete, catalog.document, catalog.text, catalog.record):
        with pytest.raises(DocumentNotFound, match=record.document.id):
            call(record.document.id)
    assert catalog.change_number() == 2


def test_change_numbers_are_never_used_again(catalog):
    catalog.put(make(1))
    catalog.delete(make(1).document.id)
    assert catalog.put(make(1)) == 3
    assert catalog.changes_since(2) == Changes(3, (one := (make(1).document.id,)), (), one)


def test_a_number_that_another_document_had_is_no_past(catalog):
    first, second, gone = (make(key).document.id for key in (1, 2, 9))
    for key in (1, 2):
        catalog.put(make(key))
    assert (catalog.changed_by(1), catalog.changed_by(2), catalog.changed_by(3)) == (first, second, None)
    assert catalog.is_past(2, second)
    assert not catalog.is_past(2, first)  # its only change came before
    assert not catalog.is_past(2, gone)
    catalog.delete(second)
    assert catalog.changed_by(2) is None
    assert catalog.is_past(2, second)
    assert catalog.is_past(3, second)
    catalog.put(make(1, title="Tên khác"))
    assert not catalog.is_past(3, first)
    assert catalog.is_past(1, first)


def test_broken_record_changes_nothing(catalog):
    catalog.put(make(1))
    wrong = replace(make(1), figures=(replace(make(1).figures[0], passage_id="elsewhere"),))
    foreign = replace(make(2), passages=make(1).passages)
    twice = replace(make(3), passages=2 * make(3).passages[:1], assignments=(), references=(), figures=())
    for bad in (wrong, foreign, twice):
        with pytest.raises(ValueError, match=r"passage|belongs"):
            catalog.put(bad)
    assert catalog.record(make(1).document.id) == make(1)
    assert (catalog.change_number(), catalog.count()) == (1, 1)


def test_pages_of_documents(catalog):
    for key in range(1, 6):
        catalog.put(make(key))
    page = catalog.documents(limit=2, offset=4)
    assert (page.total, page.limit, page.offset, [card.id for card in page.cards]) == (5, 2, 4, [f"{5:016x}"])


# Vectors


def test_vectors_by_model(catalog):
    record = make(1)
    catalog.put(record)
    first, second = (one.id for one in record.passages)
    vector = np.array([0.25, -1.5], np.float32)
    catalog.put_vectors("m", {first: vector, "gone-0000": vector})
    catalog.put_vectors("m", {first: 2 * vector})
    assert catalog.missing_vectors("m", [record.document.id]) == (second,)
    assert catalog.missing_vectors("n", [record.document.id]) == (first, second)
    found = catalog.vectors([first, second], "m")
    assert list(found) == [first]
    assert found[first].dtype == np.float32
    assert found[first].tolist() == [0.5, -3.0]


def test_vectors_of_what_a_passage_said_before_are_not_stored(catalog):
    record = make(1)
    catalog.put(record)
    as_of = catalog.change_number()
    ids = [one.id for one in record.passages]
    vector = np.ones(2, np.float32)
    changed = replace(record.passages[1], text="khác hẳn")
    catalog.put(replace(record, passages=(record.passages[0], changed)))
    catalog.put(make(2))
    catalog.put_vectors("m", {ids[1]: 3 * vector}, catalog.change_number())
    others = {one.id: vector for one in make(2).passages}
    assert catalog.put_vectors("m", {key: vector for key in ids}, as_of) == 0
    assert catalog.put_vectors("m", others, catalog.change_number()) == len(others)
    assert catalog.vectors(ids, "m")[ids[1]].tolist() == [3, 3]
    assert catalog.missing_vectors("m", [record.document.id]) == (ids[0],)


def test_vectors_stay_with_passages_that_stay(catalog):
    record = make(1)
    catalog.put(record)
    ids = [one.id for one in record.passages]
    catalog.put_vectors("m", {key: np.ones(2, np.float32) for key in ids})
    changed = replace(record.passages[1], text="khác hẳn")
    catalog.put(replace(record, passages=(record.passages[0], changed)))
    assert catalog.missing_vectors("m", [record.document.id]) == (ids[1],)
    catalog.put(make(1, title="Tên khác"))
    assert catalog.missing_vectors("m", [record.document.id]) == tuple(ids)


# Processes

WRITER = """
import sys, time
sys.path.insert(0, {root!r})
from corpus.catalog import Catalog
from corpus.types import Document, Header, Record
with Catalog.open({data!r}) as catalog:
    for key in range({first}, {first} + 15):
        text = "x" * 1000
        print(catalog.put(Record(Document(f"{{key:016x}}", "", "a", "a", text, "", Header()), ())))
"""


def spawn(script: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_processes_write_at_once_while_another_reads(new_place):
    data = str(new_place())  # has no tables yet: they also race to create them
    workers = [spawn(WRITER.format(root=str(ROOT), data=data, first=first)) for first in (0, 100, 200)]
    with Catalog.open(data) as catalog:
        with catalog._db.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM documents").scalar()
            numbers = [int(line) for worker in workers for line in worker.communicate(timeout=60)[0].split()]
        assert sorted(numbers) == list(range(1, 46))
        assert catalog.count() == 45
        assert [worker.returncode for worker in workers] == [0, 0, 0]


def test_killed_put_leaves_the_old_document(place):
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from corpus.catalog import rows
from corpus.catalog import Catalog
from corpus.types import Document, Header, Record
with Catalog.open({str(place)!r}) as catalog:
    catalog.put(Record(Document("1", "", "a", "a", "old", "", Header()), ()))
    insert = rows.insert
    rows.insert = lambda *args: (insert(*args), os._exit(9))
    catalog.put(Record(Document("2", "", "a", "a", "new", "", Header()), ()), replacing=["1"])
"""
    worker = spawn(script)
    worker.communicate(timeout=60)
    assert worker.returncode == 9
    with Catalog.open(place) as catalog:
        assert [catalog.text(card.id) for card in catalog.all_headers()] == ["old"]
        assert catalog.changes_since(0) == Changes(1, ("1",), (), ("1",))


# A data directory that cannot be used


def test_data_dir_is_a_file(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DataDirError, match="--data-dir") as caught:
        Catalog.open(tmp_path / "data")
    assert caught.value.path == str(tmp_path / "data")


def test_data_dir_below_a_file(tmp_path):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(DataDirError, match="cannot be created"):
        Catalog.open(tmp_path / "file" / "data")


def test_data_dir_cannot_be_written(tmp_path):
    tmp_path.chmod(0o555)
    try:
        (tmp_path / "probe").touch()
    except OSError:
        with pytest.raises(DataDirError, match="cannot be written"):
            Catalog.open(tmp_path)
    else:
        pytest.skip("this user may write everywhere")
    finally:
        tmp_path.chmod(0o755)


def test_catalog_path_is_a_folder(tmp_path):
    (tmp_path / "catalog.sqlite").mkdir()
    with pytest.raises(DataDirError, match="cannot be written"):
        Catalog.open(tmp_path)


def test_catalog_is_no_database(tmp_path):
    (tmp_path / "catalog.sqlite").write_bytes(b"something else entirely " * 100)
    with pytest.raises(DataDirError, match="not a catalog"):
        Catalog.open(tmp_path)


def test_catalog_is_damaged(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        for key in range(1, 40):
            catalog.put(make(key))
    path = tmp_path / "catalog.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DataDirError, match="damaged"), Catalog.open(tmp_path) as catalog:
        catalog.all_headers()


def test_catalog_of_a_newer_program(tmp_path):
    Catalog.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "catalog.sqlite")
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    with pytest.raises(DataDirError, match=r"upgrade.*version 99, not 5") as caught:
        Catalog.open(tmp_path)
    assert caught.value.fault is DataDirFault.VERSION


def test_a_table_lost_while_the_catalog_is_open_is_told(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        with sqlite3.connect(tmp_path / "catalog.sqlite") as connection:
            connection.execute("DROP TABLE passages")
        connection.close()
        with pytest.raises(DataDirError) as caught:
            catalog.passages_by_id(["any"])
    assert caught.value.fault is DataDirFault.DAMAGED


def test_catalog_that_lacks_a_table_is_damaged(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        catalog.put(make(1))
    connection = sqlite3.connect(tmp_path / "catalog.sqlite")
    connection.execute("DROP TABLE passages")
    connection.commit()
    connection.close()
    with Catalog.open(tmp_path) as catalog, pytest.raises(DataDirError) as caught:
        catalog.passages(make(1).document.id)
    assert caught.value.fault is DataDirFault.DAMAGED


def test_catalog_keeps_what_it_promises_about_durability(tmp_path):
    with Catalog.open(tmp_path) as catalog, catalog._db.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_catalog_opens_by_url_and_keeps_its_identity(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        catalog.put(make(1))
        identity = catalog.identity()
    with Catalog.open(tmp_path) as again:
        assert (again.identity(), again.count()) == (identity, 1)
    with Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}") as by_url:
        assert by_url.record(make(1).document.id) == make(1)
        by_url.delete(make(1).document.id)
        assert by_url.passages_of([make(1).document.id]) == ()


def test_errors_are_one_tree_and_say_the_file():
    error = EmptyFile("a.txt")
    assert isinstance(error, ReadError)
    assert str(error) == "a.txt: the file holds no text"
    assert error.source == "a.txt"


def test_nine_thousand_passages_are_listed_by_one_statement(catalog):
    keys = range(1, 46)
    for key in keys:
        catalog.put(make(key, cuts=200))
    asked = []
    sa.event.listen(catalog._db._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    found = catalog.passages_of(f"{key:016x}" for key in keys)
    assert len(found) == 9_000
    assert len([statement for statement in asked if "passages" in statement]) == 1


def test_a_damaged_file_is_told_by_every_read(tmp_path):
    with Catalog.open(tmp_path) as catalog:
        catalog.put(make(1))
        catalog.database.close()  # its connections: the next is opened anew
        for path in tmp_path.glob(f"{FILE_NAME}*"):
            path.unlink()
        (tmp_path / FILE_NAME).write_bytes(b"no database" * 1000)
        for read in (catalog.count, lambda: catalog.passages_by_id(["x"])):
            with pytest.raises(DataDirError) as caught:
                read()
            assert caught.value.fault is DataDirFault.NOT_A_CATALOG


def test_those_that_share_the_most_bands_are_compared(catalog, monkeypatch):
    """Ten are looked at here; of as many bands, the first by id."""
    monkeypatch.setattr(duplicates, "_MOST", 1)
    found = fingerprint(" ".join(f"từ {i}" for i in range(300)))
    keys = sorted(set(found.bands()))
    for key in range(1, 14):
        catalog.put(make(key))
    with catalog.database.write() as connection:
        connection.execute(sa.delete(bands))
        shared = {f"{key:016x}": max(key, 4) for key in range(1, 14)}  # the first four share as many
        rows = [{"band": band, "document_id": one} for one, many in shared.items() for band in keys[:many]]
        connection.execute(bands.insert(), rows)
        connection.execute(sa.update(fingerprints).values(signature=found.pack()))
        assert list(duplicates._alike(connection, found)) == [f"{1:016x}"]
        connection.execute(
            sa.delete(bands).where(bands.c.document_id == f"{1:016x}", bands.c.band == keys[0])
        )
        assert list(duplicates._alike(connection, found)) == [f"{2:016x}"]
