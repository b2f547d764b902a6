"""`chidao doctor`: what is sound, what is broken, and what to do about it."""

import json
import shutil
import socket
import sqlite3
from types import SimpleNamespace

import pytest

from api.checkup import Verdict, examine
from api.checkup.installation import check_access, check_data_dir, check_disk
from api.checkup.programs import check_converters, check_ocr
from api.checkup.sockets import no_sockets
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.labels import Label
from tests.api.fakes import make_record


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A data directory with an index, made with the model that needs no weights."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    with Catalog.open(folder) as catalog:
        catalog.put(make_record())
    runtime = Runtime.open(Settings(data_dir=folder, model="hashing"))
    runtime.engine()
    runtime.close()
    return folder


@pytest.fixture
def settings(sound, tmp_path):
    shutil.copytree(sound, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", model="hashing")


def checks_of(settings):
    found = examine(settings)
    for check in found.checks:
        assert (check.advice is None) is (check.verdict is Verdict.OK), check
    return found, {check.name: check for check in found.checks}


def change(settings, statement):
    connection = sqlite3.connect(settings.data_dir / "catalog.sqlite")
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


def test_a_sound_installation(settings):
    settings.data_dir.chmod(0o700)
    found, checks = checks_of(settings)
    assert found.ok
    told = {
        name: checks[name].verdict for name in ("data_dir", "disk", "model", "index", "samples", "offline")
    }
    assert set(told.values()) == {Verdict.OK}
    assert "2 đoạn của 1 văn bản khớp nguyên văn, 2 vectơ tính lại khớp" in checks["samples"].detail
    assert "đã hỏi 2 câu" in checks["offline"].detail
    assert "chỉ máy này vào được" in checks["access"].detail


def test_passages_that_are_not_in_their_text_are_found(settings):
    change(settings, "UPDATE passages SET text = 'khác' WHERE ordinal = 0")
    found, checks = checks_of(settings)
    assert not found.ok
    assert "1 trong 2 đoạn không khớp" in checks["samples"].detail


def test_vectors_of_another_model_are_found(settings):
    change(settings, "UPDATE vectors SET vector = CAST(zeroblob(length(vector) - 4) || x'0000803f' AS BLOB)")
    _, checks = checks_of(settings)
    assert checks["samples"].verdict is Verdict.FAILED
    assert "vectơ" in checks["samples"].detail


def test_an_index_that_is_behind_or_missing_is_no_failure(settings):
    with Catalog.open(settings.data_dir) as catalog:
        catalog.delete(make_record().document.id)
    found, checks = checks_of(settings)
    assert checks["index"].verdict is Verdict.WARNING
    assert "chậm 1 thay đổi" in checks["index"].detail
    shutil.rmtree(settings.data_dir / "index")
    found, checks = checks_of(settings)
    assert checks["index"].verdict is Verdict.WARNING
    assert found.ok


def test_files_of_the_index_are_hashed_whole(settings):
    check = checks_of(settings)[1]["index_files"]
    assert (check.verdict, "3 tệp" in check.detail) == (Verdict.OK, True)
    vectors = next((settings.data_dir / "index" / "dense").glob("*.faiss"))
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    vectors.write_bytes(content)
    check = checks_of(settings)[1]["index_files"]
    assert check.verdict is Verdict.FAILED
    vectors.unlink()
    check = checks_of(settings)[1]["index_files"]
    assert (check.verdict, f"thiếu tệp {vectors.name}" in check.detail) == (Verdict.FAILED, True)


def test_nothing_to_check_is_told_and_nothing_is_made(tmp_path):
    settings = Settings(data_dir=tmp_path / "none", model="hashing")
    found, checks = checks_of(settings)
    assert found.ok
    assert checks["offline"].advice == checks["samples"].advice == "nạp văn bản bằng: chidao ingest"
    assert not (tmp_path / "none").exists()


def test_a_model_that_loads_but_cannot_be_used_is_told(settings, monkeypatch):
    def unreadable(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("models.hashing.HashingEmbedder.embed_queries", unreadable)
    check = checks_of(settings)[1]["model"]
    assert (check.verdict, "không có quyền" in check.detail) == (Verdict.FAILED, True)


def test_little_room_is_told(settings, monkeypatch):
    for free, verdict in ((10**6, Verdict.FAILED), (5 * 10**8, Verdict.WARNING), (10**11, Verdict.OK)):
        usage = SimpleNamespace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda path, usage=usage: usage)
        assert check_disk(settings).verdict is verdict


def test_a_directory_that_everybody_may_write_is_told(settings):
    settings.data_dir.chmod(0o777)
    check = checks_of(settings)[1]["data_dir"]
    assert (check.verdict, "chmod o-w" in check.advice) == (Verdict.WARNING, True)


def test_a_directory_that_everybody_may_read_is_told_with_what_in_it_is_not_public(settings):
    settings.data_dir.chmod(0o755)
    found = check_data_dir(settings)
    assert (found.verdict, "không công khai" in found.detail) == (Verdict.WARNING, False)
    assert "chmod o-rwx" in found.advice
    with Catalog.open(settings.data_dir) as catalog:
        catalog.set_label(make_record().document.id, Label.INTERNAL)
    found = check_data_dir(settings)
    assert (found.verdict, "1 văn bản không công khai" in found.detail) == (Verdict.WARNING, True)
    settings.data_dir.chmod(0o750)
    assert check_data_dir(settings).verdict is Verdict.OK


def test_serving_others_without_keys_is_told(settings):
    for changes, verdict in (
        ({"host": "0.0.0.0", "access": "open"}, Verdict.WARNING),
        ({"host": "0.0.0.0"}, Verdict.WARNING),  # no key yet
        ({"host": "127.0.0.1"}, Verdict.OK),
    ):
        assert check_access(settings.model_copy(update=changes)).verdict is verdict


def test_missing_programs_are_named_with_their_packages(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check_ocr(settings).advice == "cài gói tesseract-ocr-vie"
    assert "libreoffice-writer" in check_converters(settings).advice


def test_a_tesseract_without_vietnamese_is_told(settings, monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'tesseract 5.9.1'; echo eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = check_ocr(settings)
    assert (found.verdict, "5.9.1 thiếu dữ liệu tiếng Việt" in found.detail) == (Verdict.WARNING, True)


def test_sockets_are_forbidden_and_then_allowed_again():
    with no_sockets() as attempts:
        with pytest.raises(PermissionError):
            socket.create_connection(("127.0.0.1", 9))
        with pytest.raises(PermissionError):
            socket.socket()
        socket.socket(socket.AF_UNIX).close()
    assert "socket.getaddrinfo" in attempts
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        no_sockets(but_unused=True) as attempts,
        socket.socket() as unused,
        pytest.raises(PermissionError),
    ):
        unused.connect(server.getsockname())
    assert attempts == ["socket.connect"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_an_asking_that_reaches_out_is_caught(settings, monkeypatch):
    import search.engine

    def ask(*args, **kwargs):
        socket.getaddrinfo("localhost", 80)

    monkeypatch.setattr(search.engine.Engine, "ask", ask)
    check = checks_of(settings)[1]["offline"]
    assert check.verdict is Verdict.FAILED


def test_json_and_exit_codes(settings, monkeypatch, capsys, cli):
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    code, out, _ = cli("doctor", "--json", "--data-dir", str(settings.data_dir))
    assert code == 0
    assert {"name", "verdict", "detail", "advice"} == set(json.loads(out)["checks"][0])
    change(settings, "UPDATE passages SET text = 'khác'")
    code, out, _ = cli("doctor", "--data-dir", str(settings.data_dir))
    assert code == 1
    assert "✗ Kiểm mẫu" in out
    assert "→ khôi phục kho" in out
