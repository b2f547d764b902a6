from pathlib import Path

import pytest

from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.ingest import FileStatus, ingest_files, list_files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def open_engine(tmp_path_factory):
    """Ingest files into a fresh data directory and open an engine over it, with the shipped model."""
    opened = []

    def _open(paths):
        runtime = Runtime.open(Settings.load(data_dir=tmp_path_factory.mktemp("data")))
        reports = list(ingest_files(runtime.catalog, list_files(paths)))
        assert {report.status for report in reports} == {FileStatus.OK}
        opened.append(runtime)
        return runtime

    yield _open
    for runtime in opened:
        runtime.close()


@pytest.fixture(scope="session")
def samples(open_engine):
    return open_engine(sorted((ROOT / "corpus" / "samples").glob("[0-9]*")))
