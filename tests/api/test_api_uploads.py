import asyncio
import errno
import io
import threading
import time
import zipfile
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

import api.uploads.service
from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from api.uploads.receive import client_name, store_files
from api.uploads.service import FOLDER, Uploads
from api.uploads.store import UploadStore
from api.uploads.tasks import FINISHED, OnSameName, TaskState, UploadTask
from tests.api.fakes import TEXT


def letter(number, topic="rà soát dự án chậm tiến độ"):
    text = TEXT.replace("12-CV/TU", f"{number}-CV/TU").replace("rà soát dự án chậm tiến độ", topic)
    return text.encode()


def parts(*named):
    return [("files", (name, content, "application/octet-stream")) for name, content in named]


def finished(client, task):
    deadline = time.monotonic() + 60
    while client.get(f"/v1/tasks/{task['id']}").json()["state"] not in set(FINISHED):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return client.get(f"/v1/tasks/{task['id']}").json()


def upload(client, *named, **query):
    response = client.post("/v1/documents", files=parts(*named), params=query)
    assert response.status_code == 202, response.text
    return finished(client, response.json())


def test_an_upload_is_acknowledged_read_and_found(client):
    response = client.post("/v1/documents", files=parts(("cv20.txt", letter(20)), ("cv21.txt", b"\0\0")))
    task = response.json()
    assert response.status_code == 202
    assert response.headers["location"] == f"/v1/tasks/{task['id']}"
    assert task["files"] == {"done": 0, "total": 2}
    task = finished(client, task)
    assert (task["state"], task["failed"], task["files"]) == ("partial", 1, {"done": 2, "total": 2})
    good, bad = sorted(task["results"], key=lambda result: result["name"])
    assert (good["name"], good["status"], good["passages"] > 0) == ("cv20.txt", "ok", True)
    assert (bad["status"], bad["code"]) == ("failed", "binary_file")
    assert "binary data" in bad["detail"]
    card = client.get(f"/v1/documents/{good['document_id']}").json()
    assert (card["source"], card["number"]) == ("cv20.txt", "20-CV/TU")
    assert client.get("/v1/tasks").json()["tasks"][0]["results"] == []


def test_an_archive_tells_of_its_members(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("6/cv30.txt", letter(30))
        archive.writestr("6/cv31.txt", b"\0\0\0")
    task = upload(client, ("2024.zip", packed.getvalue()))
    told = {result["name"]: result["status"] for result in task["results"]}
    assert told == {"2024.zip!/6/cv30.txt": "ok", "2024.zip!/6/cv31.txt": "failed", "2024.zip": "unpacked"}
    assert (task["state"], task["files"]) == ("partial", {"done": 1, "total": 1})


@pytest.mark.parametrize(
    ("policy", "status", "numbers"),
    [
        ("keep", "ok", ["40-CV/TU", "41-CV/TU"]),
        ("replace", "replaced", ["41-CV/TU"]),
        ("skip", "skipped", ["40-CV/TU"]),
        ("error", "failed", ["40-CV/TU"]),
    ],
)
def test_a_name_that_comes_again(client, policy, status, numbers):
    upload(client, ("cv.txt", letter(40, "kiểm kê đất đai tại các xã")))
    task = upload(client, ("cv.txt", letter(41, "tổ chức hội nghị sơ kết")), on_same_name=policy)
    assert task["results"][0]["status"] == status
    documents = client.get("/v1/documents").json()["documents"]
    assert sorted(d["number"] for d in documents if d["source"] == "cv.txt") == numbers


def test_two_files_of_one_name_in_one_upload_both_stay(client):
    one, other = letter(42, "kiểm kê đất đai tại các xã"), letter(43, "tổ chức hội nghị sơ kết")
    task = upload(client, ("cv.txt", one), ("cv.txt", other))
    assert [result["status"] for result in task["results"]] == ["ok", "ok"]


def test_archives_of_one_name_both_stay_also_where_a_member_is_bad(client):
    for number, topic in ((44, "kiểm kê đất đai tại các xã"), (45, "tổ chức hội nghị sơ kết")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("cv.txt", letter(number, topic))
            archive.writestr("bad.txt", b"\0\0\0")
        assert upload(client, ("2024.zip", packed.getvalue()))["state"] == "partial"
    documents = client.get("/v1/documents").json()["documents"]
    numbers = sorted(d["number"] for d in documents if d["source"] == "2024.zip!/cv.txt")
    assert numbers == ["44-CV/TU", "45-CV/TU"]


def test_a_task_that_goes_on_after_a_crash_meets_its_files_again(runtime, settings, catalog):
    with TestClient(create_app(settings, runtime)) as client:
        task = upload(client, ("cv51.txt", letter(51)))
    results = settings.data_dir / FOLDER / task["id"] / "results.ndjson"
    record = results.with_name("task.json")
    record.write_text(record.read_text().replace('"succeeded"', '"running"'))
    results.write_bytes(results.read_bytes()[:9])  # taken in, and killed before that was noted
    with TestClient(create_app(settings, runtime)) as client:
        assert [r["status"] for r in finished(client, task)["results"]] == ["unchanged"]
    (document,) = catalog.documents_by_number("51-CV/TU")
    assert len(catalog.files_of([document.id])[document.id]) == 1
    with TestClient(create_app(settings, runtime)) as client:
        assert len(client.get(f"/v1/tasks/{task['id']}").json()["results"]) == 1


def test_the_settings_of_ingest_hold_for_uploads(tmp_path, catalog, backend):
    settings = Settings(data_dir=tmp_path / "data", ingest_memory=256)
    with TestClient(create_app(settings, Runtime(settings, catalog, backend))) as client:
        task = upload(client, ("cv.pdf", b"a" * (64 * 1024 * 1024 + 1)))
    assert task["results"][0]["code"] == "file_too_large"


def test_a_server_that_stops_does_not_wait_for_the_index(runtime, settings, monkeypatch):
    told = []

    def slow(progress):
        for done in range(3000):
            told.append(done)
            progress(done, 3000)
            time.sleep(0.01)

    monkeypatch.setattr(runtime, "catch_up", slow)
    with TestClient(create_app(settings, runtime)) as client:
        task = client.post("/v1/documents", files=parts(("cv80.txt", letter(80)))).json()
        while client.get(f"/v1/tasks/{task['id']}").json().get("stage") != "indexing":
            time.sleep(0.01)
    assert len(told) < 3000
    monkeypatch.undo()
    with TestClient(create_app(settings, runtime)) as client:
        assert finished(client, task)["state"] == "succeeded"


def test_an_acknowledged_upload_outlives_a_crash(runtime, settings):
    store = UploadStore(settings.data_dir / FOLDER)
    folder = store.prepare("a" * 32)
    files = store_files(folder, [("cv50.txt", io.BytesIO(letter(50)))])
    store.accept(folder, UploadTask("a" * 32, datetime.now(UTC), files))
    (folder.parent / (".receiving-" + "b" * 32)).mkdir()  # a request that was cut off
    with TestClient(create_app(settings, runtime)) as client:
        task = finished(client, {"id": "a" * 32})
        assert task["state"] == "succeeded"
        assert client.get(f"/v1/tasks/{'b' * 32}").status_code == 404
    assert [path.name for path in (settings.data_dir / FOLDER).iterdir()] == ["a" * 32]
    with TestClient(create_app(settings, runtime)) as client:  # and what was done is still known
        assert client.get(f"/v1/tasks/{'a' * 32}").json() == task


def test_a_task_that_waits_can_be_cancelled(runtime, settings, backend, catalog):
    backend.gate = threading.Event()
    with TestClient(create_app(settings, runtime)) as client:
        first = client.post("/v1/documents", files=parts(("cv60.txt", letter(60)))).json()
        second = client.post("/v1/documents", files=parts(("cv61.txt", letter(61)))).json()
        cancelled = client.post(f"/v1/tasks/{second['id']}/cancel").json()
        assert cancelled["state"] == "cancelled"
        again = client.post(f"/v1/tasks/{second['id']}/cancel")
        assert (again.status_code, again.json()["type"]) == (409, "urn:chidao:problem:task-finished")
        backend.gate.set()
        assert finished(client, first)["state"] == "succeeded"
    assert not catalog.documents_by_number("61-CV/TU")


def test_questions_are_answered_while_documents_come_in(client):
    stop, failures = threading.Event(), []

    def ask():
        while not stop.is_set():
            response = client.post("/v1/ask", json={"question": "Ai chủ trì rà soát?"})
            if response.status_code != 200 or not response.json()["answers"]:
                failures.append(response.text)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        task = upload(client, *((f"cv{n}.txt", letter(n)) for n in range(100, 150)))
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert (task["state"], task["files"]["done"]) == ("succeeded", 50)
    assert failures == []


def test_a_full_disk_takes_nothing(client, settings, monkeypatch):
    def full(folder, received):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(api.uploads.service, "store_files", full)
    response = client.post("/v1/documents", files=parts(("a.txt", b"a")))
    assert (response.status_code, response.json()["type"]) == (507, "urn:chidao:problem:upload-not-stored")
    assert list((settings.data_dir / FOLDER).iterdir()) == []


def test_a_full_disk_takes_no_form(client, settings, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("starlette.formparsers.SpooledTemporaryFile.write", full)
    response = client.post("/v1/documents", files=parts(("a.txt", b"a")))
    assert (response.status_code, response.json()["type"]) == (507, "urn:chidao:problem:upload-not-stored")


def test_a_client_that_goes_away_in_the_middle_is_no_failure_of_ours(app, settings, caplog):
    head = [(b"content-type", b"multipart/form-data; boundary=x"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/v1/documents", "headers": head, "query_string": b""}
    messages = [{"type": "http.request", "body": b"--x\r\n", "more_body": True}, {"type": "http.disconnect"}]
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    with TestClient(app), caplog.at_level("INFO", "api.http"):
        asyncio.run(app(scope, receive, send))
    assert sent == []
    assert [record.levelname for record in caplog.records if record.name == "api.http"] == ["INFO"]
    assert " 499 " in caplog.text


def test_a_form_that_cannot_be_read_is_told_as_a_form(client):
    form = {"Content-Type": "multipart/form-data"}
    bare = client.post("/v1/documents", content=b"a", headers=form).json()
    assert (bare["type"], bare["detail"]) == (
        "urn:chidao:problem:unreadable-form",
        "Missing boundary in multipart.",
    )
    wish = client.post("/v1/documents", files=parts(("a.txt", b"a")), data={"on_same_name": "skip"}).json()
    assert "'on_same_name'" in wish["detail"]
    assert client.get("/v1/tasks").json()["tasks"] == []


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (422, {"files": [("files", (None, b"no file", "text/plain"))]}),
        (403, {"files": parts(("a.txt", b"a")), "headers": {"Origin": "https://elsewhere.example"}}),
        (403, {"files": parts(("a.txt", b"a")), "headers": {"Sec-Fetch-Site": "cross-site"}}),
        (202, {"files": parts(("a.txt", b"a")), "headers": {"Origin": "http://testserver"}}),
        (415, {"json": {"files": []}, "headers": {"Content-Type": "text/plain"}}),
        (400, {"files": parts(*((f"{n}.txt", b"a") for n in range(4)))}),
        (413, {"files": parts(("a.txt", b"a" * (1024 * 1024 + 1)))}),
        (422, {"files": parts(("a.txt", b"a")), "params": {"on_same_name": "perhaps"}}),
    ],
)
def test_what_is_refused(tmp_path, catalog, backend, status, request_):
    settings = Settings(data_dir=tmp_path / "data", upload_max_files=3, upload_max_mib=1)
    with TestClient(create_app(settings, Runtime(settings, catalog, backend))) as client:
        response = client.post("/v1/documents", **request_)
    assert response.status_code == status
    if status != 202:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("settings", "takes"),
    [
        ({}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "0.0.0.0", "uploads": "on"}, True),
        ({"uploads": "off"}, False),
        ({"host": "::1"}, True),
    ],
)
def test_who_may_upload(settings, takes):
    assert Settings(**settings).takes_files is takes


def test_a_server_that_takes_no_files_says_so(tmp_path, catalog, backend):
    settings = Settings(data_dir=tmp_path / "data", uploads="off")
    with TestClient(create_app(settings, Runtime(settings, catalog, backend))) as client:
        responses = client.post("/v1/documents", files=parts(("a.txt", b"a"))), client.get("/v1/tasks")
    assert [response.json()["type"] for response in responses] == ["urn:chidao:problem:uploads-off"] * 2


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Công văn 12.docx", "Công văn 12.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\hồ sơ\\a.pdf", "a.pdf"),
        ("..", "tep-1"),
        ("", "tep-1"),
        (None, "tep-1"),
        ("a\n\x00b\u202e.txt", "ab.txt"),
        ("o\u0301.txt", "ó.txt"),
        ("đ" * 300 + ".pdf", "đ" * 98 + ".pdf"),
    ],
)
def test_a_name_is_a_label(raw, name):
    assert client_name(raw, 0) == name
    assert len(client_name(raw, 0).encode()) <= 200


def test_a_damaged_line_of_results_costs_only_that_file(runtime, settings):
    uploads = Uploads.open(settings.data_dir, runtime, 10)
    task_id = uploads.take([("cv70.txt", io.BytesIO(letter(70)))], OnSameName.KEEP).task.id
    deadline = time.monotonic() + 60
    while uploads.task(task_id).task.state is not TaskState.SUCCEEDED:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    uploads.close()
    with (settings.data_dir / FOLDER / task_id / "results.ndjson").open("ab") as out:
        out.write(b'{"file": 0, "na')
    (view,) = UploadStore(settings.data_dir / FOLDER).load()
    assert [result.name for result in view.results] == ["cv70.txt"]


@pytest.mark.parametrize(
    ("host", "uploads", "status"),
    [
        ("127.0.0.1:8000", "auto", 404),
        ("localhost", "auto", 404),
        ("[::1]:8000", "auto", 404),
        ("evil.example", "auto", 403),
        ("127.evil.example", "auto", 403),
        ("office.example", "on", 404),
    ],
)
def test_a_page_that_borrows_the_address_may_not_write(tmp_path, catalog, backend, host, uploads, status):
    access = "open" if uploads == "on" else "auto"  # else the other name is refused for want of keys
    settings = Settings(data_dir=tmp_path / "data", uploads=uploads, access=access)
    headers = {"Host": host, "Origin": f"http://{host}"}
    with TestClient(create_app(settings, Runtime(settings, catalog, backend))) as client:
        cancel = client.post("/v1/tasks/none/cancel", headers=headers)
        delete = client.delete("/v1/documents/none", headers=headers)
    assert (cancel.status_code, delete.status_code) == (status, status)


def test_several_servers_take_files_and_one_carries_them_out(settings, catalog, backend):
    def server():
        return TestClient(create_app(settings, Runtime(settings, catalog, backend)))

    with server() as first, server() as second:
        assert upload(second, ("cv80.txt", letter(80)))["state"] == "succeeded"
        backend.gate = threading.Event()
        held = first.post("/v1/documents", files=parts(("cv81.txt", letter(81)))).json()
        waiting = second.post("/v1/documents", files=parts(("cv82.txt", letter(82)))).json()
        second.post(f"/v1/tasks/{waiting['id']}/cancel")
        backend.gate.set()
        assert finished(second, held)["state"] == "succeeded"
        assert finished(second, waiting)["state"] == "cancelled"
        assert second.get("/v1/tasks").json() == first.get("/v1/tasks").json()
        first.__exit__(None, None, None)
        assert upload(second, ("cv83.txt", letter(83)))["state"] == "succeeded"  # it has taken over
        first.__enter__()
    assert not catalog.documents_by_number("82-CV/TU")


def test_what_somebody_is_receiving_is_not_removed(settings):
    receiver, cleaner = UploadStore(settings.data_dir / FOLDER), UploadStore(settings.data_dir / FOLDER)
    folder = receiver.prepare("a" * 32)
    cleaner.clean()
    assert folder.is_dir()
    receiver.discard(folder)
    assert not folder.exists()


def test_a_task_is_looked_up_by_its_id_alone(settings):
    store = UploadStore(settings.data_dir / FOLDER)
    assert store.view("../" + "a" * 29) is None
    assert store.view("a" * 32) is None
