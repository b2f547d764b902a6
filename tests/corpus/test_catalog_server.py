"""The catalog on a PostgreSQL server: what a server can do that a file cannot, most of it unpleasant."""

import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import corpus.catalog.postgres as particular
from corpus.catalog import Catalog
from corpus.catalog.database import Database
from corpus.catalog.schema import meta
from corpus.errors import CatalogServerError, ServerFault
from corpus.ingest import IngestOptions, ingest_files, list_files
from corpus.labels import Label
from corpus.types import Document, Header, Passage, Record, Span

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"


def made(key: int, source: str = "a.txt", origin: str = "") -> Record:
    owner = f"{key:016x}"
    document = Document(owner, f"{key:064x}", source, origin or f"/in/{key}", f"text {key}", "Tên", Header())
    return Record(document, (Passage(f"{owner}-0000", owner, 0, "1", (), Span(0, 4), "text"),))


def fault_of(url: str) -> ServerFault:
    with pytest.raises(CatalogServerError) as caught:
        Catalog.open(url).close()
    assert "secret" not in str(caught.value)
    return caught.value.fault


@pytest.mark.parametrize(
    "url",
    ["mysql://who:secret@host/x", "postgresql://who:secret@host:port/x", "postgresql+psycopg2://h/x", "://"],
)
def test_an_address_that_is_none(url):
    assert fault_of(url) is ServerFault.BAD_URL


@pytest.mark.postgres
def test_what_is_wrong_with_an_address_is_told(postgres_url):
    url = sa.make_url(postgres_url)
    for changed, fault in (
        (url.set(password="wrong"), ServerFault.LOGIN),
        (url.set(username="nobody-here"), ServerFault.LOGIN),
        (url.set(database="not-there"), ServerFault.NO_DATABASE),
        (url.set(port=1), ServerFault.UNREACHABLE),
        (url.set(query={"options": "-csearch_path=not_there"}), ServerFault.NO_DATABASE),
    ):
        assert fault_of(changed.render_as_string(hide_password=False)) is fault


@pytest.mark.postgres
def test_a_server_that_is_killed_and_started_again_is_found_again(postgres, new_url):
    with Catalog.open(new_url()) as catalog:
        seen = catalog.seen_with(frozenset({Label.PUBLIC}))
        assert catalog.put(made(1)) == 1
        postgres.stop(kill=True)
        for ask in (catalog.count, seen.count, lambda: catalog.put(made(2))):
            with pytest.raises(CatalogServerError) as caught:
                ask()
            assert caught.value.fault is ServerFault.UNREACHABLE
        postgres.start()
        assert (catalog.count(), seen.count()) == (1, 1)
        assert catalog.put(made(2)) > 1  # a crash leaves out some numbers and repeats none


@pytest.mark.postgres
def test_a_server_that_dies_in_the_middle_keeps_what_was_acknowledged(postgres, new_url):
    told, url = [], new_url()

    def write() -> None:
        with Catalog.open(url) as catalog, suppress(CatalogServerError):
            told.extend(catalog.put(made(key)) for key in range(1, 10_000))

    writer = threading.Thread(target=write)
    writer.start()
    while len(told) < 20:
        time.sleep(0.01)
    postgres.stop(kill=True)
    writer.join()
    postgres.start()
    with Catalog.open(url) as catalog:
        assert catalog.count() in (len(told), len(told) + 1)  # one may have got through unheard
        assert catalog.count() == catalog.count_passages() == len(catalog.changes_since(0).put)


@pytest.mark.postgres
def test_changes_become_visible_in_their_order(new_url):
    url = new_url()
    with Catalog.open(url) as catalog:
        followed, last, done = [], 0, threading.Event()

        def write(first: int) -> None:
            with Catalog.open(url) as own:
                for key in range(first, first + 20):
                    own.put(made(key))

        writers = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
        for writer in writers:
            writer.start()
        while not done.is_set():
            if not any(writer.is_alive() for writer in writers):
                done.set()
            changes = catalog.changes_since(last)
            followed += changes.put
            last = changes.number
        assert len(followed) == len(set(followed)) == catalog.count() == 60


@pytest.mark.postgres
def test_a_reader_sees_one_state_and_waits_for_nobody(new_url):
    with Catalog.open(new_url()) as catalog:
        catalog.put(made(1))
        with catalog._db.read() as connection:
            before = connection.scalar(sa.select(sa.func.count()).select_from(meta))
            catalog.put(made(2))
            catalog.delete(made(1).document.id)
            documents = sa.text("SELECT id FROM documents")
            assert connection.scalars(documents).all() == [made(1).document.id]
            assert before == 2
        assert catalog.change_number() == 3


@pytest.mark.postgres
def test_a_writer_that_hangs_is_told_to_the_others(new_url, monkeypatch):
    url = new_url()
    hurried = str(particular._QUEUE).replace("60s", "100ms")
    with Catalog.open(url) as catalog, Catalog.open(url) as other:
        with catalog._db.write():
            monkeypatch.setattr(particular, "_QUEUE", sa.text(hurried))
            with pytest.raises(CatalogServerError) as caught:
                other.put(made(1))
        assert caught.value.fault is ServerFault.LOCKED
        assert other.put(made(1)) == 1


@pytest.mark.postgres
def test_a_writer_that_is_killed_holds_nobody_up(new_url):
    url = new_url()
    script = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from corpus.catalog import Catalog
with Catalog.open({url!r}) as catalog, catalog._db.write():
    print("in", flush=True)
    time.sleep(60)
"""
    with Catalog.open(url) as catalog:
        writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in\n"
        writer.kill()
        writer.communicate()
        started = time.monotonic()
        assert catalog.put(made(1)) == 1
        assert time.monotonic() - started < 30


@pytest.mark.postgres
def test_who_may_not_write_is_told_so(postgres_url, new_url):
    url = new_url()
    with Catalog.open(url) as catalog:
        catalog.put(made(1))
    reading = url + "%20-cdefault_transaction_read_only%3Don"
    with Catalog.open(reading) as catalog:
        assert catalog.count() == 1
    engine = sa.create_engine(sa.make_url(url).set(drivername=particular.DRIVER))
    schema = url.rpartition("%3D")[2]
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE reader LOGIN PASSWORD 'secret'")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO reader")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    engine.dispose()
    reader = sa.make_url(url).set(username="reader").render_as_string(hide_password=False)
    with Catalog.open(reader) as catalog:
        assert catalog.count() == 1
        with pytest.raises(CatalogServerError) as caught:
            catalog.put(made(2))
    assert caught.value.fault is ServerFault.FORBIDDEN


# Views


@pytest.mark.postgres
def test_views_share_the_connections_of_the_whole(new_url):
    with Catalog.open(new_url()) as catalog:
        catalog.put(made(1))
        catalog.put(made(2), label=Label.SECRET)
        labels = list(Label)
        views = [
            catalog.seen_with({one for i, one in enumerate(labels) if kept >> i & 1}) for kept in range(32)
        ]
        counts = [view.count() for view in views]
        assert counts == [(kept & 1) + (kept >> 2 & 1) for kept in range(32)]
        with catalog._db.read() as connection:
            clients = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            assert connection.exec_driver_sql(clients).scalar() < 10
        for view in views:
            view.close()
        assert catalog.count() == 2  # closing a view closes nothing of the whole


@pytest.mark.postgres
def test_a_view_that_is_gone_shows_nothing(new_url):
    with Catalog.open(new_url()) as catalog:
        catalog.put(made(1), label=Label.SECRET)
        view = catalog.seen_with(frozenset({Label.PUBLIC}))
        schema = view._db._engine.get_execution_options()["schema_translate_map"][None]
        with catalog._db.write() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        with pytest.raises(CatalogServerError):
            view.all_headers()
        assert catalog.seen_with(frozenset({Label.PUBLIC})).count() == 0


# The same as in a file


@pytest.mark.postgres
def test_names_are_ordered_and_found_by_their_beginnings_as_in_a_file(new_url, tmp_path):
    names = ["b", "B", "a b", "a_b", "ab", "Đ", "đ", "ă", "a", "Z", "z", "~", "á", "ô", "🗎"]
    orders = []
    for place in (tmp_path, new_url()):
        with Catalog.open(place) as catalog:
            for key, name in enumerate(names):
                catalog.put(made(key, name, f"/in/{name}/{name}"))
            below = [one.origin for name in names for one in catalog.files_below(f"/in/{name}")]
            orders.append(([card.source for card in catalog.documents().cards], below))
    assert orders[0] == orders[1]
    assert orders[0][0] == sorted(names)


@pytest.mark.postgres
def test_samples_are_ingested_to_the_same_records(new_url, tmp_path):
    files = list_files(sorted(SAMPLES.glob("[0-9]*"))[:6])
    found = []
    for place in (tmp_path, new_url()):
        with Catalog.open(place) as catalog:
            reports = list(ingest_files(catalog, files, IngestOptions(jobs=1)))
            assert {one.status for one in reports} == {"ok"}
            again = list(ingest_files(catalog, files, IngestOptions(jobs=1)))
            assert {one.status for one in again} == {"unchanged"}
            ids = [card.id for card in catalog.all_headers()]
            found.append([replace(catalog.record(key)) for key in ids])
    assert found[0] == found[1]
    assert len(found[0]) == 6


@pytest.mark.postgres
def test_a_catalog_from_before_there_were_labels_gets_those_of_its_stamps(new_url):
    url = new_url()
    with Catalog.open(url) as catalog:
        catalog.put(made(1))
        seen = catalog.seen_with(frozenset({Label.PUBLIC}))
        assert seen.count() == 1
    engine = sa.create_engine(sa.make_url(url).set(drivername=particular.DRIVER))
    with engine.begin() as connection:
        for statement in (
            "ALTER TABLE documents DROP COLUMN label CASCADE",
            "ALTER TABLE versions DROP COLUMN label CASCADE",
            "DROP TABLE bands",
            "UPDATE meta SET value = '2' WHERE key = 'schema_version'",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    with Catalog.open(url) as catalog:
        assert [card.label for card in catalog.all_headers()] == [Label.PUBLIC]
        catalog.put(made(2))
    database = Database.open(url)
    with database.write() as connection:
        connection.execute(meta.update().where(meta.c.key == "schema_version").values(value="99"))
    database.close()
    assert fault_of(url) is ServerFault.VERSION


@pytest.mark.postgres
def test_a_path_that_no_index_takes_costs_its_file_only(new_url, tmp_path):
    words = " ".join(f"việc {number}" for number in range(80))
    deep = tmp_path.joinpath("in", *(f"{random.Random(n).getrandbits(800):x}" for n in range(14)))
    deep.mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(words)
    (deep / "b.txt").write_text(words.replace("việc", "mục"))
    (deep / "copy.txt").write_text(words)
    files = list_files([tmp_path / "in" / "a.txt", tmp_path / "in"])
    with Catalog.open(new_url()) as catalog:
        found = {one.source: one for one in ingest_files(catalog, files, IngestOptions(jobs=1))}
        assert {name: one.code for name, one in found.items()} == {
            "a.txt": None,
            "b.txt": "path_too_long",
            "copy.txt": "path_too_long",
        }
        assert catalog.count() == 1
    with Catalog.open(tmp_path / "data") as catalog:  # SQLite takes any
        assert [one.error for one in ingest_files(catalog, files, IngestOptions(jobs=1))] == [None] * 3
