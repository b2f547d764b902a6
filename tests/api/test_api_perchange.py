"""What is made of the whole catalog: at once where that is quick, else while the former one answers."""

import threading

import pytest

import api.engine.perchange as module
from api.engine.perchange import Lagging, PerChange
from corpus.labels import Label
from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "19-CV/TU"), "cv19.txt", "19-CV/TU")


@pytest.fixture
def made(catalog):
    """Count documents, and note each time that this is done."""
    return Counted(catalog)


class Counted:
    def __init__(self, catalog):
        self.catalog, self.times, self.error = catalog, 0, None
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self):
        self.times += 1
        count = self.catalog.count()
        assert self.gate.wait(10)
        if self.error:
            raise self.error
        return count


def test_one_value_for_each_state_of_the_catalog(catalog, made):
    kept = PerChange(catalog, made)
    assert [kept.now(), kept.now(), made.times] == [1, 1, 1]
    catalog.put(OTHER)
    assert [kept.now(), made.times] == [2, 2]


def test_what_is_quick_is_waited_for(catalog, made):
    kept = Lagging(catalog, made)
    assert kept.now() == 1
    catalog.put(OTHER)
    assert kept.now() == 2


def test_what_is_slow_lags_behind_documents_but_not_behind_labels(catalog, made, monkeypatch):
    monkeypatch.setattr(module, "_QUICK_S", 0)
    kept = Lagging(catalog, made)
    assert kept.now() == 1
    made.gate.clear()
    catalog.put(OTHER)
    assert [kept.now(), kept.now()] == [1, 1]  # the former value, while one thread makes the next
    made.gate.set()
    kept.close()
    assert [kept.now(), made.times] == [2, 2]
    catalog.delete(OTHER.document.id)
    catalog.set_label(make_record().document.id, Label.SECRET)
    assert [kept.now(), made.times] == [1, 3]


def test_a_failure_in_the_background_leaves_the_value_and_is_tried_again(catalog, made, monkeypatch):
    monkeypatch.setattr(module, "_QUICK_S", 0)
    kept = Lagging(catalog, made)
    kept.now()
    catalog.put(OTHER)
    made.error = RuntimeError("broken")
    assert kept.now() == 1
    kept.close()
    made.error = None
    assert kept.now() == 1
    kept.close()
    assert kept.now() == 2
