"""Runs over files that an earlier version of the program has read."""

import pytest
import sqlalchemy as sa

from corpus.catalog import Catalog
from corpus.catalog.schema import documents, files
from corpus.ingest import FileStatus, IngestOptions, ingest_files, list_files

LETTER = (
    "THÀNH ỦY\n*\nSố {0}-CV/TU\nHà Nội, ngày 5 tháng 1 năm 2021\n\n1. Giao Sở Tài chính rà soát {0} dự án.\n"
)
MAIL = (
    "From: a@example.com\nSubject: Gửi\nContent-Type: multipart/mixed; boundary=x\n\n"
    "--x\nContent-Type: text/plain; charset=utf-8\n\nKính gửi.\n"
    "--x\nContent-Type: text/plain; charset=utf-8\n"
    'Content-Disposition: attachment; filename="kem.txt"\n\n{}\n--x--\n'
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    (made / "a-copy.txt").write_text(LETTER.format(1) + "\n")
    (made / "b.txt").write_text(LETTER.format(1))
    (made / "c.txt").write_text(LETTER.format(2))
    (made / "d.eml").write_text(MAIL.format(LETTER.format(3)))
    return made


@pytest.fixture
def catalog(tmp_path):
    with Catalog.open(tmp_path / "catalog") as opened:
        yield opened


def run(catalog, folder, options=None):
    reports = ingest_files(catalog, list_files([folder]), options or IngestOptions(jobs=1))
    return {report.source: report for report in reports}


def age(catalog):
    """Let an earlier version have read everything, and have found no number in the second letter."""
    bare = sa.update(documents).where(documents.c.number == "2-CV/TU")
    with catalog.database.write() as connection:
        connection.execute(sa.update(files).values(extraction=0))
        connection.execute(bare.values(number=None, number_key=None, header="{}"))


def test_what_is_read_in_another_way_is_read_again(catalog, folder):
    first = run(catalog, folder)
    number, everything = catalog.change_number(), catalog.all_headers()
    age(catalog)
    told = run(catalog, folder, IngestOptions(jobs=1, dry_run=True))
    found = run(catalog, folder)
    assert {name: one.status for name, one in told.items()} == {
        name: one.status for name, one in found.items()
    }
    assert found["c.txt"].status is FileStatus.REREAD
    others = {one.status for name, one in found.items() if name != "c.txt"}
    assert others == {FileStatus.UNCHANGED, FileStatus.UNPACKED}
    assert {name: one.document_id for name, one in found.items()} == {
        name: one.document_id for name, one in first.items()
    }
    assert min(found[name].seconds for name in ("b.txt", "c.txt", "d.eml")) > 0
    assert catalog.all_headers() == everything
    assert catalog.changes_since(number).put == (found["c.txt"].document_id,)
    assert catalog.count_stale_files() == 0
    assert {one.seconds for one in run(catalog, folder).values()} == {0.0}


def test_a_file_that_is_gone_stays_as_it_was_read(catalog, folder):
    run(catalog, folder)
    age(catalog)
    (folder / "c.txt").unlink()
    assert "c.txt" not in run(catalog, folder)
    assert (catalog.count_stale_files(), len(catalog.all_headers())) == (1, 4)
