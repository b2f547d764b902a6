import pytest

from models.load import load_embedder
from tests.api.fakes import FakeBackend
from tests.api.live import served as serving


@pytest.fixture
def backend(catalog):
    """Return a small engine's backend that has the encoder without weights."""
    backend = FakeBackend(catalog)
    backend.embedder = load_embedder("hashing")
    return backend


@pytest.fixture
def address(app):
    with serving(app) as address:
        yield address
