"""An application that asks for keys, over one document."""

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.app import create_app
from api.settings import Settings
from corpus.labels import Label

EVERY_SCOPE = frozenset(Scope)


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", access="keys", anonymous_rate="1000/s")


@pytest.fixture
def door(app):
    return app.state.door


@pytest.fixture
def give(door):
    """Make a key and return the headers that send it."""

    def made(scopes=EVERY_SCOPE, clearance=None, **more):
        issued = issue(Grant("thử", frozenset(scopes), clearance, **more))
        door.store.put(issued.key)
        return {"Authorization": f"Bearer {issued.token}"}

    return made


@pytest.fixture
def public(give):
    return give(clearance=frozenset({Label.PUBLIC}))


@pytest.fixture
def everything(give):
    return give()


@pytest.fixture
def open_client(settings, runtime):
    app = create_app(settings.model_copy(update={"access": "open"}), runtime)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
