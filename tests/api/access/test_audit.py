import json
import threading

from fastapi.testclient import TestClient

from api.access.audit import AuditLog, Entry
from api.access.caller import Scope
from api.app import create_app
from tests.api.fakes import make_record

QUESTION = {"question": "Sở Tài chính chủ trì việc gì bí mật?"}


def lines(settings):
    return AuditLog(settings.data_dir).latest(1000)[::-1]


def test_requests_are_written_down_without_what_was_asked(client, settings, everything, door):
    client.post("/v1/ask", json=QUESTION, headers=everything)
    client.get("/v1/search?q=bí mật", headers=everything)
    client.get("/v1/documents")
    client.get("/livez")
    key = door.store.all_keys()[0]
    told = lines(settings)
    assert [entry["action"] for entry in told] == ["POST /v1/ask", "GET /v1/search", "GET /v1/documents"]
    assert [entry["status"] for entry in told] == [200, 200, 401]
    assert (told[0]["by"], told[0]["name"]) == (key.id, "thử")
    assert "by" not in told[2]
    assert told[0]["request_id"]
    written = (settings.data_dir / "audit-reads.jsonl").read_bytes()
    assert b"b\xc3\xad m" not in written
    assert everything["Authorization"].encode() not in written


def test_who_comes_in_and_who_is_turned_away_is_written_down(client, settings, everything):
    token = everything["Authorization"].removeprefix("Bearer ")
    client.post("/login", json={"key": token + "x"})
    client.post("/login", json={"key": token})
    assert [(entry["status"], entry.get("name")) for entry in lines(settings)] == [(401, None), (200, "thử")]


def test_what_was_read_by_id_or_changed_is_named(client, settings, everything):
    key = make_record().document.id
    client.get(f"/v1/documents/{key}/text", headers=everything)
    client.patch(f"/v1/documents/{key}", json={"label": "internal"}, headers=everything)
    made = client.post("/v1/keys", json={"name": "x", "scopes": ["ask"]}, headers=everything).json()
    client.delete(f"/v1/documents/{key}", headers=everything)
    told = [entry.get("touched") for entry in lines(settings)]
    assert told == [[key], [key, f"{key}=internal"], [made["details"]["id"]], [key]]


def test_while_no_keys_are_asked_for_only_changes_are_written_down(open_client, settings):
    key = make_record().document.id
    open_client.post("/v1/ask", json=QUESTION)
    open_client.patch(f"/v1/documents/{key}", json={"label": "internal"})
    open_client.delete(f"/v1/documents/{key}")
    assert [entry["action"] for entry in lines(settings)] == [
        "PATCH /v1/documents/{document_id}", "DELETE /v1/documents/{document_id}",
    ]  # fmt: skip


def test_the_log_is_read_over_http_by_who_sees_everything(client, give, everything, public):
    client.post("/v1/ask", json=QUESTION, headers=everything)
    entries = client.get("/v1/audit?limit=1", headers=everything).json()["entries"]
    assert [entry["action"] for entry in entries] == ["POST /v1/ask"]
    assert client.get("/v1/audit", headers=public).status_code == 403
    assert client.get("/v1/audit", headers=give({Scope.ASK})).status_code == 403


def test_a_full_log_moves_on_and_the_oldest_falls_off(tmp_path):
    log = AuditLog(tmp_path, most_bytes=200)
    for number in range(40):
        log.write(Entry("key", None, f"action {number:02}"))
    files = sorted(path.name for path in tmp_path.glob("audit*.jsonl"))
    assert files == [
        "audit.1.jsonl",
        "audit.2.jsonl",
        "audit.3.jsonl",
        "audit.4.jsonl",
        "audit.5.jsonl",
        "audit.jsonl",
    ]
    found = [entry["action"] for entry in log.latest(100)]
    assert found == sorted(found, reverse=True)
    assert found[0] == "action 39"
    assert len(found) < 40
    assert log.latest(2) == log.latest(100)[:2]


def test_many_threads_write_whole_lines(tmp_path):
    log = AuditLog(tmp_path)
    threads = [
        threading.Thread(target=lambda: [log.write(Entry("k", None, "x" * 500)) for _ in range(20)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.latest(1000)) == 160


def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path):
    log = AuditLog(tmp_path)
    log.write(Entry("k", None, "one"))
    with (tmp_path / "audit.jsonl").open("a") as out:
        out.write('{"at": "2024')
    assert [entry["action"] for entry in log.latest(9)] == ["one"]


def test_a_disk_that_takes_nothing_stops_nobody(settings, runtime, everything, caplog):
    (settings.data_dir / "audit-reads.jsonl").mkdir()
    with TestClient(create_app(settings, runtime)) as client:
        assert client.get("/v1/documents", headers=everything).status_code == 200
    assert "cannot be written" in caplog.text


def test_who_has_no_key_cannot_push_the_record_of_others_out(settings, runtime):
    limited = settings.model_copy(update={"anonymous_rate": "2/h"})
    with TestClient(create_app(limited, runtime)) as client:
        for _ in range(5):
            client.get(f"/v1/documents/{'a' * 30_000}/text")
    assert [entry["status"] for entry in lines(settings)] == [401, 401]
    assert (settings.data_dir / "audit-reads.jsonl").stat().st_size < 1000


def test_a_key_that_reads_without_an_end_cannot_push_out_what_was_done(tmp_path):
    small = AuditLog(tmp_path, most_bytes=500)
    small.write(Entry("k", None, "DELETE /v1/documents/{document_id}", 204, ("x",)))
    for _ in range(60):
        small.write(Entry("k", None, "GET /v1/documents", 200), only_read=True)
    actions = [entry["action"] for entry in small.latest(1000)]
    assert 1 < actions.count("GET /v1/documents") < 60
    assert actions[-1] == "DELETE /v1/documents/{document_id}"


def test_what_was_done_and_what_was_read_are_kept_apart(client, settings, everything):
    client.get("/v1/documents", headers=everything)
    client.get("/v1/keys")  # turned away
    client.post("/v1/keys", json={"name": "x", "scopes": ["ask"]}, headers=everything)
    done = (settings.data_dir / "audit.jsonl").read_text().splitlines()
    assert [json.loads(line)["action"] for line in done] == ["POST /v1/keys"]
    assert [entry["action"] for entry in lines(settings)] == [
        "GET /v1/documents",
        "GET /v1/keys",
        "POST /v1/keys",
    ]


def test_no_name_hides_what_was_done_under_it(client, settings, everything):
    for name in ("a\u2028b", "a\x85b", "a\x1cb"):
        wanted = {"name": name, "scopes": ["search"]}
        made = client.post("/v1/keys", json=wanted, headers=everything).json()
        client.get("/v1/documents", headers={"X-API-Key": made["key"]})
        latest = client.get("/v1/audit?limit=1", headers=everything).json()["entries"][0]
        assert (latest["name"], latest["action"]) == (name, "GET /v1/documents")


def test_nothing_that_was_asked_for_steers_the_terminal(cli, tmp_path):
    log = AuditLog(tmp_path)
    log.write(Entry(None, None, "GET /v1/documents/{document_id}", 401, ("\x1b]0;thử\x07\r",)))
    _, shown, _ = cli("audit", "--data-dir", tmp_path)
    assert "thử" in shown
    assert not {"\x1b", "\x07", "\r"} & set(shown)
