"""An engine that is away, slow or dies, and a writer that is killed: bounded waiting, and nothing lost."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import replace

import pytest

from indexer.errors import IndexUnreachable
from indexer.milvus.connection import Connection
from indexer.milvus.target import parse_target
from tests.contracts.backends import RECORDS, house, take_in
from tests.contracts.backends import engine as engine_param
from tests.contracts.engines import ROOT, Engine, free_port
from tests.contracts.proxy import Proxy
from tests.contracts.test_milvus_upkeep import QUESTION, VECTOR, agrees

pytestmark = pytest.mark.milvus
WAIT = 1.5  # seconds that a search may take here


@pytest.fixture
def name():
    return f"failing_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def engine(tmp_path):
    """Return an engine of this test's own, to be killed."""
    engine = Engine("small", tmp_path / "engine").start()
    yield engine
    engine.kill()


def until_it_works(ask, seconds=60.0):
    """Ask again and again, as a client would that is told to come later; count how often it was."""
    end, refused = time.monotonic() + seconds, 0
    while True:
        try:
            return ask(), refused
        except IndexUnreachable:
            refused += 1
            assert time.monotonic() < end
            time.sleep(0.1)


def test_no_engine_is_told_in_time():
    started = time.monotonic()
    connection = Connection(replace(parse_target(f"milvus://127.0.0.1:{free_port()}"), timeout=WAIT))
    with pytest.raises(IndexUnreachable):
        connection.version()
    assert time.monotonic() - started < WAIT + 1
    started = time.monotonic()
    with pytest.raises(IndexUnreachable):  # right after, nobody waits
        connection.version()
    assert time.monotonic() - started < 0.1


def test_a_killed_engine_comes_back_without_a_restart_of_ours(tmp_path, stack, engine, name):
    held = house(stack, tmp_path / "data", engine.url, name, timeout=WAIT)
    take_in(held.catalog, RECORDS)
    held.sync()
    index = held.open()
    before = index.search_dense(VECTOR, 10), index.search_lexical(QUESTION, 10)
    engine.kill()
    with pytest.raises(IndexUnreachable):
        index.search_dense(VECTOR, 10)
    engine.start(wait=0)
    dense, refused = until_it_works(lambda: index.search_dense(VECTOR, 10))
    assert (dense, index.search_lexical(QUESTION, 10)) == before
    assert refused
    assert not held.sync().rebuilt


def test_an_engine_that_dies_while_it_is_asked(tmp_path, stack, engine, name):
    """Every question is answered in the end, and answered right."""
    held = house(stack, tmp_path / "data", engine.url, name, timeout=WAIT)
    take_in(held.catalog, RECORDS)
    held.sync()
    index = held.open()
    expected = index.search_lexical(QUESTION, 10)
    wrong, asked, stop = [], [0], threading.Event()

    def ask():
        while not stop.is_set():
            found, _ = until_it_works(lambda: index.search_lexical(QUESTION, 10))
            asked[0] += 1
            if found != expected:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    engine.kill()
    time.sleep(0.5)
    at_death = asked[0]
    engine.start()
    until_it_works(lambda: index.search_lexical(QUESTION, 1))
    time.sleep(1.5)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert asked[0] > at_death > 0


@pytest.fixture
def proxied(tmp_path, stack, engine_url, name):
    """Return a house whose engine is behind a proxy, and the proxy."""
    proxy = Proxy(int(engine_url("small").rpartition(":")[2]))
    held = house(stack, tmp_path, proxy.url, name, timeout=WAIT)
    take_in(held.catalog, RECORDS)
    held.sync()
    yield held, proxy
    proxy.close()


def test_a_slow_network_costs_time_and_nothing_else(proxied):
    held, proxy = proxied
    index = held.open()
    before = index.search_dense(VECTOR, 10)
    proxy.delay = 0.1
    assert index.search_dense(VECTOR, 10) == before


def test_a_network_that_swallows_everything_is_given_up_in_time(proxied):
    held, proxy = proxied
    index = held.open()
    before = index.search_dense(VECTOR, 10)
    proxy.silent = True
    started = time.monotonic()
    with pytest.raises(IndexUnreachable):
        index.search_dense(VECTOR, 10)
    assert time.monotonic() - started < 2 * WAIT + 1
    proxy.silent = False
    found, _ = until_it_works(lambda: index.search_dense(VECTOR, 10))
    assert found == before


def test_a_cut_connection_is_made_again(proxied):
    held, proxy = proxied
    index = held.open()
    before = index.search_dense(VECTOR, 10)
    for _ in range(3):
        proxy.cut()
        found, _ = until_it_works(lambda: index.search_dense(VECTOR, 10))
        assert found == before


def test_a_run_over_a_network_that_breaks_comes_to_its_end(proxied):
    held, proxy = proxied
    for one in RECORDS[:10]:
        held.catalog.delete(one.document.id)
    stop = threading.Event()

    def saw():
        while not stop.wait(0.15):
            proxy.cut()

    sawing = threading.Thread(target=saw)
    sawing.start()
    try:
        held.sync()
    finally:
        stop.set()
        sawing.join()
    agrees_with_default_weights(held, RECORDS[10:])


def agrees_with_default_weights(held, records):
    from tests.contracts.oracle import WEIGHTS

    until_it_works(lambda: held.sync(options=WEIGHTS))
    agrees(held, records)


def acknowledged_before_the_kill(command):
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as writer:
        acked = [writer.stdout.readline().strip() for _ in range(6)]
        time.sleep(0.13)
        os.killpg(writer.pid, signal.SIGKILL)
        return acked + writer.stdout.read().split()


@pytest.mark.parametrize("kind", [engine_param("small"), engine_param("server")])
def test_what_a_killed_writer_said_was_in_is_in(tmp_path, stack, engine_url, name, kind):
    url, folder = engine_url(kind), tmp_path / "data"
    command = [sys.executable, "-m", "tests.contracts.writer", str(folder), url, name, kind]
    acked = []
    for _ in range(2):  # the second goes on where the first was killed, and is killed, too
        acked += acknowledged_before_the_kill(command)
    held = house(stack, folder, url, name, lexical=kind == "small")
    found = {hit.passage_id.rpartition("-")[0] for hit in held.open().search_dense(VECTOR, 500)[0]}
    assert len(acked) > 10
    assert {one for one in acked if len(one) == 16} <= found
    known = [one for one in RECORDS if one.document.id in held.catalog.stamps()]
    if kind == "small":
        agrees_with_default_weights(held, known)
    else:
        held.sync()
        assert held.open().count() == sum(len(one.passages) for one in known)
