"""The interface over the real index and engine, with the model that needs no weights."""

import json
import shutil
import sys

import pytest
from fastapi.testclient import TestClient

import api.cli
from api.app import create_app
from api.engine.runtime import Runtime
from api.host.private import make_private
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import TEXT, make_record

OTHER = make_record(TEXT.replace("12-CV/TU", "13-CV/TU"), "cv13.txt", "13-CV/TU")
SIGNER = {"question": "Ai ký Công văn 12-CV/TU?"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "data"
    make_private(folder)
    with Catalog.open(folder) as catalog:
        catalog.put(make_record())
    return folder


@pytest.fixture
def real(data, tmp_path, monkeypatch):
    """Give each test a copy of the data directory."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    monkeypatch.setenv("CHIDAO_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def server(real):
    runtime = Runtime.open(Settings.load())
    runtime.engine()
    with TestClient(create_app(runtime=runtime)) as client:
        yield client
    runtime.close()


def run(monkeypatch, capsys, *args):
    monkeypatch.setattr(sys, "argv", ["chidao", *args])
    with pytest.raises(SystemExit) as end:
        api.cli.main()
    told = capsys.readouterr()
    return end.value.code or 0, told.out, told.err


def test_a_header_fact_is_answered_with_its_proof(server):
    body = server.post("/v1/ask", json=SIGNER).json()
    assert body["status"] == "answered"
    answer = body["answers"][0]
    assert (answer["type"], answer["value"]) == ("signer", "Người Ký Mẫu")
    citation = answer["citation"]
    text = server.get(f"/v1/documents/{citation['document']['id']}/text").text
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert text[citation["value_start"] : citation["value_end"]] == "Người Ký Mẫu"


def test_a_deleted_index_is_rebuilt_while_serving(server, real):
    before = server.post("/v1/search", json={"query": "dự án chậm tiến độ"}).json()
    shutil.rmtree(real / "index")
    after = server.post("/v1/search", json={"query": "dự án chậm tiến độ"}).json()
    assert after["hits"] == before["hits"] != []
    assert (real / "index" / "manifest.json").is_file()


def test_what_another_process_puts_in_or_takes_out_shows_at_once(server, real):
    found = {"query": "dự án chậm tiến độ", "filters": {"numbers": ["13-CV/TU"]}}
    assert server.post("/v1/search", json=found).json()["hits"] == []
    with Catalog.open(real) as elsewhere:
        elsewhere.put(OTHER)
    hits = server.post("/v1/search", json=found).json()["hits"]
    assert {hit["document"]["id"] for hit in hits} == {OTHER.document.id}
    assert server.delete(f"/v1/documents/{OTHER.document.id}").status_code == 204
    assert server.post("/v1/search", json=found).json()["hits"] == []


def test_an_empty_catalog_abstains(server):
    server.delete(f"/v1/documents/{make_record().document.id}")
    body = server.post("/v1/ask", json=SIGNER).json()
    assert (body["status"], body["hits"]) == ("abstained", [])


def test_an_index_of_another_model_is_told_and_nothing_is_lost(real, server, monkeypatch, capsys):
    manifest = real / "index" / "manifest.json"
    content = json.loads(manifest.read_text())
    content["recipe"]["model"] |= {"name": "some-other-model", "sha256": "0" * 64}
    manifest.write_text(json.dumps(content))
    response = server.post("/v1/ask", json=SIGNER)
    assert response.status_code == 503
    assert response.json()["type"] == "urn:chidao:problem:index-of-another-model"
    assert "some-other-model" in response.json()["detail"]
    code, out, err = run(monkeypatch, capsys, "ask", SIGNER["question"])
    assert (code, out) == (1, "")
    assert "some-other-model" in err
    assert "CHIDAO_MODEL" in err
    code, out, _ = run(monkeypatch, capsys, "doctor", "--json")
    verdicts = {check["name"]: check["verdict"] for check in json.loads(out)["checks"]}
    assert code == 1
    assert verdicts["index"] == "failed"
    shutil.rmtree(real / "index")
    assert server.post("/v1/ask", json=SIGNER).json()["status"] == "answered"


def test_doctor_finds_a_sound_installation(real, server, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "doctor", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["ok"] is True
    verdicts = {check["name"]: check["verdict"] for check in found["checks"]}
    sound = ("packages", "data_dir", "model", "index", "samples", "offline")
    assert {verdicts[name] for name in sound} == {"ok"}
    assert found["packages"]["torch"]
    code, out, _ = run(monkeypatch, capsys, "doctor")
    assert code == 0
    assert "Chỉ mục: 1 văn bản, 2 đoạn, mô hình hashing; khớp với kho" in out


def test_doctor_changes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    code, out, _ = run(monkeypatch, capsys, "doctor", "--data-dir", str(tmp_path / "none"))
    assert code == 0
    assert "chưa có" in out
    assert not (tmp_path / "none").exists()


def test_an_unknown_model_is_told(real, monkeypatch, capsys):
    monkeypatch.setenv("CHIDAO_MODEL", "nonsense")
    code, _, err = run(monkeypatch, capsys, "ask", "ai ký")
    assert code == 1
    assert "Không có mô hình nonsense" in err


def test_many_documents_leave_their_names_for_the_next_start(real, monkeypatch):
    monkeypatch.setattr("api.engine.backend._FEW", 0)
    monkeypatch.setattr("search.names.book._FEW", 0)
    runtime = Runtime.open(Settings.load())
    runtime.bring_up()
    kept = real / "index" / "names.npz"
    assert kept.is_file()
    written = kept.stat().st_mtime_ns
    runtime.close()
    monkeypatch.setattr("api.engine.backend._FEW", 100)
    with Catalog.open(real) as catalog:
        catalog.put(OTHER)
    runtime = Runtime.open(Settings.load())
    runtime.bring_up()
    assert kept.stat().st_mtime_ns == written
    assert runtime.engine().ask("Ai ký Công văn 13-CV/TU?").answers
    runtime.close()
