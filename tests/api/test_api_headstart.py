import gc

import pytest

from api.engine import headstart


@pytest.fixture
def freezes(monkeypatch):
    """Count what is frozen instead of freezing it: this process has more to do."""
    counted = []
    monkeypatch.setattr(headstart.gc, "freeze", lambda: counted.append(True))
    yield counted
    gc.enable()


def test_garbage_is_looked_for_again_once_all_is_loaded(freezes):
    headstart.put_off_collecting()
    assert not gc.isenabled()
    headstart.collect_again()
    assert gc.isenabled()
    assert len(freezes) == 1


def test_who_put_nothing_off_freezes_nothing(freezes):
    headstart.collect_again()
    assert not freezes


def test_nothing_is_collected_inside_even_where_that_fails():
    seen = []

    def fail():
        with headstart.nothing_collected():
            seen.append(gc.isenabled())
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        fail()
    assert seen == [False]
    assert gc.isenabled()
