import threading
import time

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine.runtime import Runtime, State
from api.engine.stamps import file_stamp
from api.errors import NotReady
from api.wire.schemas import AskRequest
from corpus.errors import DataDirError, DataDirFault
from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def version(runtime):
    return runtime.ask(AskRequest(question="ai")).result.index_version


def test_the_engine_is_built_once_and_again_after_a_change(runtime, backend, catalog):
    assert [version(runtime), version(runtime)] == ["v1", "v1"]
    assert backend.builds == 1
    catalog.put(OTHER)
    assert [version(runtime), version(runtime)] == ["v2", "v2"]
    assert backend.builds == 2


def test_a_change_from_another_process_is_seen(runtime, catalog, tmp_path):
    from corpus.catalog import Catalog

    with Catalog.open(tmp_path / "data") as elsewhere:
        elsewhere.put(OTHER)
    assert version(runtime) == "v2"


def test_a_deleted_index_is_built_again_while_serving(runtime, backend):
    backend.files = None
    version(runtime)
    assert backend.builds == 2


def test_a_change_during_the_build_is_not_missed(runtime, backend, catalog):
    catalog.put(OTHER)
    build = backend.build

    def build_while_something_arrives(progress):
        engine = build(progress)
        catalog.delete(OTHER.document.id)
        backend.build = build
        return engine

    backend.build = build_while_something_arrives
    assert version(runtime) == "v2"
    assert version(runtime) == "v3"


def test_many_threads_build_once(settings, catalog, backend):
    runtime = Runtime(settings, catalog, backend)
    backend.gate = threading.Event()
    found = []
    threads = [threading.Thread(target=lambda: found.append(runtime.engine())) for _ in range(8)]
    for thread in threads:
        thread.start()
    backend.gate.set()
    for thread in threads:
        thread.join()
    assert backend.builds == 1
    assert len({id(engine) for engine in found}) == 1
    assert len(found) == 8


def test_a_failed_build_is_tried_again(settings, catalog, backend):
    runtime = Runtime(settings, catalog, backend)
    backend.error = DataDirError("/x", DataDirFault.FULL)
    with pytest.raises(DataDirError):
        runtime.engine()
    backend.error = None
    assert runtime.engine() is runtime.engine()


def test_the_server_answers_before_it_is_ready(settings, catalog, backend):
    backend.gate = threading.Event()
    runtime = Runtime(settings, catalog, backend)
    with TestClient(create_app(settings, runtime)) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/v1/documents").json()["total"] == 1
        for response in (client.get("/readyz"), client.post("/v1/ask", json={"question": "ai"})):
            assert response.status_code == 503
            assert response.json()["type"] == "urn:chidao:problem:not-ready"
            assert response.headers["retry-after"] == "2"
        backend.gate.set()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.post("/v1/ask", json={"question": "ai"}).status_code == 200


def test_ready_comes_after_the_first_question_was_answered(settings, catalog, backend):
    asked, release = threading.Event(), threading.Event()

    def hold(result):
        asked.set()
        assert release.wait(10)
        return result

    backend.spoil = hold
    runtime = Runtime(settings, catalog, backend)
    with TestClient(create_app(settings, runtime)) as client:
        assert asked.wait(10)
        assert runtime.state is State.LOADING
        assert client.get("/readyz").status_code == 503
        assert client.post("/v1/ask", json={"question": "ai"}).status_code == 503
        release.set()
        until(lambda: client.get("/readyz").status_code == 200)


def test_the_runtime_knows_that_the_index_is_behind(settings, catalog, backend):
    runtime = Runtime(settings, catalog, backend)
    assert runtime.is_behind()
    runtime.engine()
    assert not runtime.is_behind()
    catalog.put(OTHER)
    assert runtime.is_behind()


def test_a_failed_loading_is_told_and_healed(settings, catalog, backend, caplog):
    backend.error = DataDirError("/x", DataDirFault.FULL)
    runtime = Runtime(settings, catalog, backend)
    with TestClient(create_app(settings, runtime)) as client:
        until(lambda: runtime.state is State.FAILED)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "the disk is full" in response.json()["detail"]
        until(lambda: runtime.state is State.FAILED)
        backend.error = None
        until(lambda: client.get("/readyz").status_code == 200)
    assert "loading failed: data directory /x: the disk is full" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_request_meets_the_cause_when_loading_has_failed(settings, catalog, backend):
    backend.error = DataDirError("/x", DataDirFault.FULL)
    runtime = Runtime(settings, catalog, backend)
    with TestClient(create_app(settings, runtime)) as client:
        until(lambda: runtime.state is State.FAILED)
        response = client.post("/v1/ask", json={"question": "ai"})
        assert response.status_code == 503
        assert response.json()["type"] == "urn:chidao:problem:data-directory"


def test_require_ready_starts_the_loading_of_an_idle_runtime(settings, catalog, backend):
    runtime = Runtime(settings, catalog, backend)
    with pytest.raises(NotReady):
        runtime.require_ready()
    until(lambda: runtime.state is State.READY)
    runtime.require_ready()


def test_file_stamp_tells_contents_apart(tmp_path):
    path = tmp_path / "manifest.json"
    assert file_stamp(path) is None
    path.write_text("a")
    first = file_stamp(path)
    assert file_stamp(path) == first
    path.write_text("ab")
    assert file_stamp(path) != first
