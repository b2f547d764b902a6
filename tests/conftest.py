"""Tests that need the development data are skipped where it is not beside the project.

And where the catalogs of tests are: in a folder and, where a server is asked for, on that server, too.
"""

import os
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

from corpus.catalog.schema import metadata
from tests.postgres import running
from tests.workers import kept_workers

__all__ = ["kept_workers"]

SHARED = Path(__file__).resolve().parents[2] / "shared"
GIVEN = "CHIDAO_TEST_POSTGRES"

# The workers share the processors: threads of one that wait must not keep the others from working. Set before
# the numeric libraries are loaded, here and in what the tests start.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="needs the development data"))


@pytest.fixture(scope="session")
def postgres():
    """Return a server of our own, which a test may stop and start again."""
    try:
        with running() as server:
            yield server
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgres_url(request):
    """Return the address of a server, ours or the one that is named."""
    given = os.environ.get(GIVEN)
    return given or request.getfixturevalue("postgres").url


@pytest.fixture
def new_url(postgres_url):
    """Return a function that makes an empty place for a catalog on the server."""
    engine = _engine(postgres_url)
    made = []

    def make() -> str:
        name = f"test_{uuid.uuid4().hex}"
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        made.append(name)
        return f"{postgres_url}?options=-csearch_path%3D{name}"

    yield make
    with engine.begin() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


@pytest.fixture(scope="session")
def kept_url(postgres_url):
    """Return a place on the server that many tests use one after the other."""
    engine = _engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA kept")
    yield f"{postgres_url}?options=-csearch_path%3Dkept"
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA kept CASCADE")
    engine.dispose()


@pytest.fixture(params=["folder", pytest.param("server", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    """Return where a catalog is to be, and is none yet."""
    if request.param == "folder":
        return tmp_path / "data"
    url = request.getfixturevalue("kept_url")
    _empty(url)
    return url


@pytest.fixture(params=["folder", pytest.param("server", marks=pytest.mark.postgres)])
def new_place(request, tmp_path):
    """Return a function that tells places where nothing is."""
    if request.param == "server":
        return request.getfixturevalue("new_url")
    return lambda: tmp_path / uuid.uuid4().hex


def _empty(url: str) -> None:
    """Remove all rows: tables are made in a second, rows in milliseconds."""
    engine = _engine(url)
    with engine.begin() as connection:
        if sa.inspect(connection).has_table("meta"):
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            for name in ("changes", "versions"):
                connection.exec_driver_sql(f"ALTER SEQUENCE {name}_number_seq RESTART")
    engine.dispose()


def _engine(url: str) -> sa.Engine:
    return sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
