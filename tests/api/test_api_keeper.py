import threading
import time

import pytest

from api.engine.keeper import EngineKeeper
from corpus.errors import DataDirError, DataDirFault
from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")


@pytest.fixture
def keeper(catalog, backend):
    keeper = EngineKeeper(catalog, backend)
    keeper.up_to_date()
    yield keeper
    keeper.close()


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_engine_of_before_answers_while_documents_come_in(keeper, catalog, backend):
    before = keeper.at_once()
    backend.gate = threading.Event()
    catalog.put(OTHER)
    assert [keeper.at_once(), keeper.at_once()] == [before, before]
    backend.gate.set()
    until(lambda: keeper.at_once() is not before)
    assert backend.builds == 2


def test_a_deletion_is_taken_up_before_the_answer(keeper, catalog):
    before = keeper.at_once()
    catalog.delete(make_record().document.id)
    assert keeper.at_once() is not before
    assert keeper.gone() == frozenset()


def test_a_deletion_while_documents_come_in_is_known(keeper, catalog, backend):
    backend.gate = threading.Event()
    before = keeper.at_once()
    catalog.put(OTHER)
    keeper.at_once()
    catalog.delete(make_record().document.id)
    assert keeper.at_once() is before
    assert keeper.gone() == {make_record().document.id}
    backend.gate.set()
    until(lambda: keeper.at_once() is not before and not keeper.gone())


def test_an_index_brought_up_by_another_process_is_opened_at_once(keeper, catalog, backend):
    before = keeper.at_once()
    catalog.put(OTHER)
    backend.built, backend.files = catalog.change_number(), (2, 2, 2)
    assert keeper.at_once() is not before


def test_a_failure_in_the_background_leaves_the_engine_of_before(keeper, catalog, backend, caplog):
    before = keeper.at_once()
    backend.error = DataDirError("/x", DataDirFault.FULL)
    catalog.put(OTHER)
    assert keeper.at_once() is before
    until(lambda: "the disk is full" in caplog.text)
    backend.error = None
    assert keeper.at_once() is before  # it pauses before it tries again
    assert keeper.up_to_date() is not before
