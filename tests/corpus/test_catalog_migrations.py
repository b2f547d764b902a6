"""A catalog that version 0.2.0 wrote opens, keeps everything, and answers."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.catalog import Catalog, Link, Outcome, SeenFile
from corpus.header import read_header, title_of
from corpus.readers import read
from corpus.record import extract
from corpus.types import Document, Record
from indexer.local import open_index
from indexer.sync import sync
from models.protocols import Terms
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder

FIRST_SCHEMA = Path(__file__).with_name("catalog_v1.sql").read_text(encoding="utf-8")
LETTERS = (
    "THÀNH ỦY\n*\nSố 12-CV/TU\nHà Nội, ngày 5 tháng 1 năm 2021\n\n"
    "1. Giao Sở Tài chính chủ trì rà soát dự án, báo cáo trước ngày 15/6/2021.\n",
    "THÀNH ỦY\n*\nSố 13-CV/TU\nHà Nội, ngày 6 tháng 1 năm 2021\n\n"
    "1. Giao Sở Y tế chủ trì tổng hợp 14 nhiệm vụ theo Nghị quyết số 59-NQ/TW.\n",
)


def record(key: int, text: str) -> Record:
    text = read(text.encode(), "a.txt").mapped.text
    header = read_header(text)
    name = f"{key}.txt"
    document = Document(
        f"{key:016x}", f"{key:064x}", name, f"/in/{name}", text, title_of(header, text), header
    )
    return extract(document)


@pytest.fixture
def old(tmp_path):
    """Return a folder with a catalog of version 1, the records in it, and its identity."""
    records = [record(key, text) for key, text in enumerate(LETTERS, 1)]
    with Catalog.open(tmp_path / "new") as catalog:
        for one in records:
            catalog.put(one, b"map")
            catalog.put_vectors("m", {passage.id: np.ones(3, np.float32) for passage in one.passages})
        identity = catalog.identity()
    folder = tmp_path / "old"
    folder.mkdir()
    connection = sqlite3.connect(folder / "catalog.sqlite")
    connection.executescript(FIRST_SCHEMA)
    connection.execute("ATTACH ? AS new", [str(tmp_path / "new" / "catalog.sqlite")])
    tables = [
        row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    ]
    for table in tables:
        if not table.startswith("sqlite_"):
            columns = ", ".join(
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
            )
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    connection.execute("UPDATE main.meta SET value = '1' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    return folder, records, identity


def test_everything_is_there(old):
    folder, records, identity = old
    for _ in range(2):
        with Catalog.open(folder) as catalog:
            assert {one.document.id: catalog.record(one.document.id) for one in records} == {
                one.document.id: one for one in records
            }
            assert (catalog.identity(), catalog.change_number()) == (identity, 2)
            assert catalog.offsets(records[0].document.id) == b"map"
            ids = [passage.id for one in records for passage in one.passages]
            assert set(catalog.vectors(ids, "m")) == set(ids)


def test_the_tables_are_those_of_a_new_catalog(old, tmp_path):
    folder, _, _ = old
    Catalog.open(folder).close()
    shapes = []
    for place in (folder, tmp_path / "new"):
        connection = sqlite3.connect(place / "catalog.sqlite")
        names = connection.execute("SELECT type, name FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for kind, name in names if kind == "table"]
        columns = {
            table: sorted(row[1:4] for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in tables
        }
        shapes.append((names, columns))
        connection.close()
    assert shapes[0] == shapes[1]


def test_its_documents_have_files_and_are_found_as_duplicates(old):
    folder, records, _ = old
    with Catalog.open(folder) as catalog:
        first = records[0].document
        ((one,),) = catalog.files_of([first.id]).values()
        assert (one.origin, one.sha256, one.link) == (first.origin, first.sha256, Link.DOCUMENT)
        assert not one.is_as_seen(one.size, one.mtime_ns)
        assert catalog.take_known(SeenFile("/in/copy.txt", "copy.txt", first.sha256)) is not None
        text = "\n".join(first.text.split("\n")[1:])  # the line of the issuer is lost
        part = replace(first, id="f" * 16, sha256="f" * 64, text=text)
        taken = catalog.take(Record(part, ()), b"", SeenFile("/in/part.txt", "part.txt", "f" * 64))
        assert (taken.outcome, taken.document_id) == (Outcome.NEAR_DUPLICATE, first.id)


def test_it_answers(old):
    folder, records, _ = old
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    with Catalog.open(folder) as catalog:
        report = sync(catalog, folder / "index", embedder, analyzer)
        assert report.passages == sum(len(one.passages) for one in records)
        found = open_index(folder / "index", embedder.spec, analyzer.name)
        hits = found.search_lexical(Terms(("tài", "chính"), ()), 1)
        assert [hit.passage_id for hit in hits] == [records[0].passages[0].id]
        assert catalog.documents_by_number("13-CV/TU")[0].id == records[1].document.id
