"""Folders as they come: odd names, broken links, pipes, files that may not be read."""

import os

import pytest

from corpus.catalog import Catalog
from corpus.errors import FileRefused, FileVanished, NotAFile
from corpus.ingest import Candidate, FileStatus, ingest_files, list_files
from corpus.names import safe_name

TEXT = "Số: 12-CV/TU\n\n1. Giao Sở Tài chính chủ trì rà soát dự án.\n"


def ingest(tmp_path, *paths):
    with Catalog.open(tmp_path / "catalog") as catalog:
        return list(ingest_files(catalog, list_files(paths)))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


def test_names_are_stored_as_text(tmp_path, folder):
    with open(os.fsencode(folder) + b"/c\xf4ng\nv\x1bn.txt", "w") as file:
        file.write(TEXT)
    (report,) = ingest(tmp_path, folder)
    assert (report.status, report.source) == (FileStatus.OK, r"c\xf4ng\nv\x1bn.txt")
    with Catalog.open(tmp_path / "catalog") as catalog:
        (card,) = catalog.all_headers()
        assert card.source == report.source


def test_ordinary_names_stay_as_they_are():
    for name in ("công văn số 5.txt", "a\u00a0b.txt", "tie\u0302\u0301ng.txt", "[a] (b).txt"):
        assert safe_name(name) == name


def test_a_link_to_nothing_is_told(tmp_path, folder):
    (folder / "gone.txt").symlink_to("/nowhere/at/all.txt")
    (folder / "gone.json").symlink_to("/nowhere/at/all.json")
    (folder / "self.txt").symlink_to("self.txt")
    reports = ingest(tmp_path, folder)  # in the order in which the readers end
    assert {r.source: type(r.error) for r in reports} == {"gone.txt": FileVanished, "self.txt": FileRefused}


def test_a_loop_of_folders_ends(tmp_path, folder):
    (folder / "a.txt").write_text(TEXT)
    (folder / "below").mkdir()
    (folder / "below" / "up").symlink_to("..")
    assert [report.source for report in ingest(tmp_path, folder)] == ["a.txt"]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path, folder):
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe")
    (report,) = ingest(tmp_path, folder)
    assert (report.source, type(report.error)) == ("pipe.txt", NotAFile)


def test_hidden_files_and_folders_are_left_out(folder):
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text(TEXT)
    assert list_files([folder]) == []
    hidden = folder / ".hidden.txt"
    assert list_files([hidden, hidden]) == [Candidate(hidden, named=True)]


def test_what_systems_and_editors_leave_behind_is_left_out(folder):
    for name in ("~$letter.docx", "Thumbs.db", ".~lock.a.odt#", "$RECYCLE.BIN/a.txt", "__MACOSX/a.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(TEXT)
    assert list_files([folder]) == []
    lock = folder / "~$letter.docx"
    assert list_files([lock]) == [Candidate(lock, named=True)]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, folder, monkeypatch):
    (folder / "shut").mkdir()
    (folder / "z.txt").write_text(TEXT)
    scandir = os.scandir

    def refuse(path):
        if isinstance(path, str | os.PathLike) and os.fspath(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    shut, whole = sorted(ingest(tmp_path, folder), key=lambda report: report.source)
    assert (shut.status, shut.source) == (FileStatus.FAILED, "shut")
    assert isinstance(shut.error, FileRefused)
    assert whole.status is FileStatus.OK
