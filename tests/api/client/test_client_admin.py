"""What administrators ask of a server that asks for keys."""

import pytest

from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.access.schemas import Access, KeyRequest
from api.client import Forbidden, Unauthorized
from api.settings import Settings
from corpus.labels import Label
from tests.api.fakes import make_record
from tests.api.live import served


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", access="keys", anonymous_rate="1000/s")


@pytest.fixture
def url(app):
    with served(app) as url:
        yield url


@pytest.fixture
def admin(connect, url, app):
    made = issue(Grant("quản trị", frozenset(Scope), None))
    app.state.door.store.put(made.key)
    return connect(url, key=made.token)


def test_keys_are_made_replaced_and_revoked(admin, connect, url):
    assert (admin.me().name, admin.me().access) == ("quản trị", Access.KEYS)
    made = admin.create_key(KeyRequest(name="Phòng A", scopes=(Scope.SEARCH,)))
    reader = connect(url, key=made.key)
    assert reader.me().labels == (Label.PUBLIC,)
    with pytest.raises(Forbidden):
        reader.keys()
    fresh = admin.rotate_key(made.details.id, grace_hours=0)
    with pytest.raises(Unauthorized):
        reader.me()
    listed = admin.keys()
    assert {key.id for key in listed} >= {made.details.id, fresh.details.id}
    admin.revoke_key(fresh.details.id)
    with pytest.raises(Unauthorized):
        connect(url, key=fresh.key).me()


def test_labels_are_set_and_the_log_is_read(admin):
    document = make_record().document.id
    assert admin.set_label(document, Label.INTERNAL).label is Label.INTERNAL
    (latest,) = admin.audit(limit=1)
    assert latest["touched"] == [document, f"{document}=internal"]
