"""The name of a state tells when what a caller sees has changed, and nothing can be worked out from it."""

import pytest

from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.labels import Label
from tests.api.fakes import TEXT, FakeBackend, make_record

PUBLIC = frozenset({Label.PUBLIC})


@pytest.fixture
def open_runtime(tmp_path):
    opened = []

    def made(name):
        catalog = Catalog.open(tmp_path / name)
        catalog.put(make_record())
        opened.append(Runtime(Settings(data_dir=tmp_path / name), catalog, FakeBackend(catalog)))
        return opened[-1]

    yield made
    for runtime in opened:
        runtime.close()


def test_equal_documents_and_changes_have_another_name_elsewhere(open_runtime):
    names = {open_runtime(name).seen_with(PUBLIC).version for name in ("one", "other")}
    assert len(names) == 2


def test_a_name_stays_until_something_visible_changes(open_runtime):
    runtime = open_runtime("one")
    view = runtime.seen_with(PUBLIC)
    before = view.version
    hidden = make_record(TEXT.replace("12-CV/TU", "77-CV/TU"), number="77-CV/TU")
    runtime.catalog.put(hidden, label=Label.SECRET)
    assert view.version == before
    runtime.catalog.put(make_record(), b"read anew")
    assert view.version != before
