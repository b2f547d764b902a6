"""One document in a catalog, and an application over it."""

import logging
import os
import sys

import pytest
from fastapi.testclient import TestClient

import api.cli
from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import FakeBackend, make_record


@pytest.fixture(autouse=True)
def _process_as_before():
    """Undo what commands do to the logging and the umask of their process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    umask = os.umask(0o022)
    os.umask(umask)
    yield
    os.umask(umask)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True)
def _workers_stay(kept_workers, monkeypatch):
    monkeypatch.setattr("corpus.ingest.run.open_pool", kept_workers.lent)


@pytest.fixture
def catalog(tmp_path):
    with Catalog.open(tmp_path / "data") as opened:
        opened.put(make_record())
        yield opened


@pytest.fixture
def backend(catalog):
    return FakeBackend(catalog)


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def runtime(settings, catalog, backend):
    runtime = Runtime(settings, catalog, backend)
    runtime.engine()
    return runtime


@pytest.fixture
def app(settings, runtime):
    return create_app(settings, runtime)


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path):
    """Run the command line in this process over the small engine: (exit code, stdout, stderr)."""

    def open_small(settings):
        catalog = Catalog.open(settings.data_dir)
        return Runtime(settings, catalog, FakeBackend(catalog))

    monkeypatch.setattr(Runtime, "open", open_small)
    monkeypatch.setenv("CHIDAO_DATA_DIR", str(tmp_path / "data"))

    def run(*args):
        monkeypatch.setattr(sys, "argv", ["chidao", *args])
        with pytest.raises(SystemExit) as end:
            api.cli.main()
        told = capsys.readouterr()
        return end.value.code or 0, told.out, told.err

    return run
