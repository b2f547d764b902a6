"""One document in a catalog, and an application over it."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import FakeBackend, make_record


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
