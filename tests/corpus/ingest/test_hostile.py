"""The small files of the hostile folder, all in one run: each is named with its reason, the rest comes in."""

from collections import defaultdict

import pytest

from corpus.catalog import Catalog
from corpus.ingest import FileStatus, IngestOptions, ingest_files, list_files
from corpus.names import safe_name
from corpus.sandbox.messages import Limits
from tests.corpus.hostile.make_files import SLOW, as_expected, make_hostile_files

_SMALL = 50_000
_WHOLE = "Số: 12-CV/TU\n\n1. Giao Sở Tài chính chủ trì rà soát dự án, báo cáo trước ngày 30/6/2024.\n"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    expected = make_hostile_files(folder, without=SLOW)
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_size > _SMALL:
            path.unlink()
    return folder, expected


def test_a_folder_of_hostile_files_is_gone_through(tmp_path, hostile):
    folder, expected = hostile
    (folder / "whole.txt").write_text(_WHOLE)
    errors = defaultdict(set)
    with Catalog.open(tmp_path) as catalog:
        options = IngestOptions(limits=Limits(seconds=60, memory_mib=1024))
        for report in ingest_files(catalog, list_files([folder]), options):
            found = errors[safe_name(str(report.path.relative_to(folder)))]
            if report.status is FileStatus.FAILED:
                found.add(type(report.error).__name__)
            if report.path.name == "whole.txt":
                assert report.status is FileStatus.OK
    assert len(errors) > 80
    names = {safe_name(name): outcome for name, outcome in expected.items()}
    wrong = {
        name: (names[name], found)
        for name, found in errors.items()
        if name in names and not as_expected(names[name], "|".join(sorted(found)) or None)
    }
    assert wrong.keys() <= {"x.txt!"}, wrong  # of a kind that is left out in a folder
