"""The whole program over an engine by configuration alone: the committed questions, killed in the middle."""

import json
import shutil
import threading
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.checkup.contents import check_index, check_offline
from api.checkup.report import Verdict
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.ingest import ingest_files, list_files
from tests.contracts.engines import ROOT, Engine, free_port

pytestmark = pytest.mark.milvus
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/golden/samples_questions.jsonl").read_text().splitlines()
]
OTHERS = "?collection=serving"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving") / "data"
    with Catalog.open(folder) as catalog:
        list(ingest_files(catalog, list_files(sorted((ROOT / "corpus/samples").glob("[0-9]*")))))
    return folder


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = Engine("small", tmp_path_factory.mktemp("serving") / "engine").start()
    yield engine
    engine.kill()


def served(data: Path, index: str):
    runtime = Runtime.open(Settings(data_dir=data, model="hashing", index=index))
    return runtime, TestClient(create_app(runtime=runtime))


def until_answered(client, path, body, seconds=90.0):
    """Ask as a client does that heeds Retry-After; return the answer and how often it was refused."""
    end, refused = time.monotonic() + seconds, 0
    while True:
        response = client.post(path, json=body)
        if response.status_code == 200:
            return response.json(), refused
        assert response.status_code == 503, response.text
        assert int(response.headers["Retry-After"]) > 0
        assert response.json()["type"].rpartition(":")[2] in ("index-unreachable", "not-ready")
        assert time.monotonic() < end
        refused += 1
        time.sleep(0.2)


def told(answer):
    """Return what an answer comes down to, without what takes time or names a state."""
    return answer["status"], answer["reason"], [one["value"] for one in answer["answers"]]


def asked(client, question):
    return until_answered(client, "/v1/ask", {"question": question, "k": 10})


def overlap(found, expected):
    """Return the share of the expected hits that were found."""
    found, expected = ({hit["passage_id"] for hit in answer["hits"]} for answer in (found, expected))
    return len(found & expected) / max(len(expected), 1)


def test_all_questions_are_answered_while_the_engine_is_killed_and_comes_back(data, engine):
    """Answers are those of the local index, and so are nearly all hits."""
    runtime, opened = served(data, "local")
    with opened as client:
        expected = [asked(client, question)[0] for question in QUESTIONS]
    runtime.close()
    runtime, opened = served(data, f"{engine.url}{OTHERS}&timeout=2")
    found, refusals = [], []
    with opened as client:
        asked(client, QUESTIONS[0])  # models are loaded
        for place, question in enumerate(QUESTIONS):
            if place == len(QUESTIONS) // 2:
                engine.kill()
                threading.Timer(1.5, engine.start, kwargs={"wait": 0}).start()
            answer, refused = asked(client, question)
            found.append(answer)
            refusals.append(refused)
    runtime.close()
    assert list(map(told, found)) == list(map(told, expected))
    assert sum(map(overlap, found, expected)) / len(QUESTIONS) >= 0.95
    assert sum(refusals) > 0  # it was away, and said so
    assert sum(1 for refused in refusals if refused) < 5  # and was taken up again as soon as it was back


def test_the_doctor_tells_of_the_engine(data, engine):
    settings = Settings(data_dir=data, model="hashing", index=f"{engine.url}{OTHERS}")
    found = check_index(settings)
    assert found.verdict is Verdict.OK
    assert "milvus" in found.detail
    assert "khớp với kho" in found.detail
    assert check_offline(settings).verdict is Verdict.OK


def test_a_server_without_its_engine_says_so_and_lives(data, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    runtime, opened = served(folder, f"milvus://127.0.0.1:{free_port()}?timeout=0.5")
    details = set()
    with opened as client:
        for _ in range(3):
            runtime.wait()
            response = client.post("/v1/ask", json={"question": "Ai ký?"})
            assert response.status_code == 503
            told = response.json()
            assert told["type"].rpartition(":")[2] in ("index-unreachable", "not-ready")
            details.add(told["detail"])
            assert client.get("/v1/documents").status_code == 200
            assert client.get("/metrics").status_code == 200
    runtime.close()
    assert any("does not answer" in detail for detail in details)
