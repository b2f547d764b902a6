"""Folders that change: what is delivered, and what is gone."""

import os
import shutil
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.ingest import FolderWatch, ingest_files, list_files, missing_files

TEXT = "Số: {}-CV/TU\n\n1. Giao Sở Tài chính chủ trì rà soát dự án.\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for number in range(3):
        (made / f"{number}.txt").write_text(TEXT.format(number))
    return made


def names(changes):
    return [file.path.name for file in changes.fresh]


def test_a_file_is_delivered_once_and_when_it_has_stopped_growing(folder):
    watch = FolderWatch([folder])
    watch.look_back()
    assert names(watch.look()) == []
    new = folder / "new.txt"
    new.write_text("a")
    assert names(watch.look()) == []
    new.write_text("ab")
    assert names(watch.look()) == []  # it has grown since
    assert names(watch.look()) == ["new.txt"]
    assert names(watch.look()) == []


def test_a_changed_file_is_delivered_again_and_one_that_has_come_back(folder):
    watch = FolderWatch([folder])
    watch.look_back()
    (folder / "1.txt").write_text("another text")
    watch.look()
    assert names(watch.look()) == ["1.txt"]
    (folder / "1.txt").unlink()
    assert watch.look().is_less
    assert not watch.look().is_less
    (folder / "1.txt").write_text("another text")
    watch.look()
    assert names(watch.look()) == ["1.txt"]


def ingested(tmp_path, folder):
    catalog = Catalog.open(tmp_path / "catalog")
    list(ingest_files(catalog, list_files([folder])))
    return catalog


def test_files_that_are_gone_are_named(tmp_path, folder):
    with open(os.fsencode(folder) + b"/c\xf4ng.txt", "w") as file:
        file.write(TEXT.format(9))
    with ingested(tmp_path, folder) as catalog:
        assert missing_files(catalog, [folder]) == ()
        (folder / "1.txt").unlink()
        assert missing_files(catalog, [folder]) == (str(folder / "1.txt"),)


def test_files_that_cannot_be_looked_at_are_not_taken_for_gone(tmp_path, folder):
    below = folder / "below"
    below.mkdir()
    (below / "4.txt").write_text(TEXT.format(4))
    with ingested(tmp_path, folder) as catalog:
        shutil.rmtree(below)
        below.symlink_to(below)  # each look at what is below fails, as on a share that does not answer
        assert missing_files(catalog, [folder]) == ()
        below.unlink()
        assert missing_files(catalog, [folder]) == (str(below / "4.txt"),)


def test_a_file_is_the_same_from_whichever_folder_it_is_named(tmp_path, folder, monkeypatch):
    with ingested(tmp_path, folder) as catalog:
        monkeypatch.chdir(tmp_path / "catalog")
        around = Path("..", "in")
        again = list(ingest_files(catalog, list_files([around])))
        assert {report.status.value for report in again} == {"unchanged"}
        (folder / "1.txt").unlink()
        assert missing_files(catalog, [around]) == (str(folder / "1.txt"),)


def test_a_folder_with_nothing_in_it_tells_nothing(tmp_path, folder):
    with ingested(tmp_path, folder) as catalog:
        shutil.rmtree(folder)
        assert missing_files(catalog, [folder]) == ()
        folder.mkdir()
        assert missing_files(catalog, [folder]) == ()
