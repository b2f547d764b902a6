import errno
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import FeedbackNotStored
from api.feedback import store
from api.feedback.schemas import FeedbackIn, Thumb

PATH = "/v1/feedback"
GOOD = {"verdict": "up", "question": "Sở nào chủ trì?", "passage_id": "p-1", "value": "Sở Tài chính"}


def test_what_is_taken_is_in_a_file_for_its_owner_only(client, settings):
    response = client.post(PATH, json=GOOD | {"request_id": "r.1", "comment": "đúng\nrồi"})
    assert response.status_code == 201
    path = settings.data_dir / "feedback.jsonl"
    (line,) = path.read_text().splitlines()
    kept = json.loads(line)
    assert kept | GOOD == kept
    assert (kept["id"], kept["comment"]) == (response.json()["id"], "đúng\nrồi")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_a_question_is_kept_only_where_it_is_sent(client, settings):
    assert client.post(PATH, json={"verdict": "down", "request_id": "abc"}).status_code == 201
    assert "question" not in (settings.data_dir / "feedback.jsonl").read_text()


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "up"},
        {"question": "a"},
        GOOD | {"verdict": "meh"},
        GOOD | {"comment": "a" * 2001},
        GOOD | {"request_id": "a b"},
        GOOD | {"user": "x"},
        GOOD | {"type": "colour"},
    ],
)
def test_what_makes_no_sense_is_refused(client, settings, body):
    assert client.post(PATH, json=body).status_code == 422
    assert not (settings.data_dir / "feedback.jsonl").exists()


def test_a_full_file_is_told(client, settings, monkeypatch):
    monkeypatch.setattr(store, "MAX_FILE_BYTES", 300)
    assert client.post(PATH, json=GOOD).status_code == 201
    response = client.post(PATH, json=GOOD)
    assert (response.status_code, response.headers["content-type"]) == (507, "application/problem+json")
    assert len(store.read(settings.data_dir)[0]) == 1


def test_a_full_disk_leaves_no_half_line(tmp_path, monkeypatch):
    store.keep(tmp_path, FeedbackIn(**GOOD))
    before = (tmp_path / store.FILE_NAME).read_bytes()
    write = os.write

    def nearly(descriptor, content):
        if len(content) < 20:
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, content[:-10])

    monkeypatch.setattr(os, "write", nearly)
    with pytest.raises(FeedbackNotStored) as caught:
        store.keep(tmp_path, FeedbackIn(**GOOD))
    assert caught.value.errno == errno.ENOSPC
    assert (tmp_path / store.FILE_NAME).read_bytes() == before


def test_a_line_cut_off_by_a_crash_spoils_no_other(tmp_path):
    store.keep(tmp_path, FeedbackIn(**GOOD))
    with (tmp_path / store.FILE_NAME).open("ab") as file:
        file.write(b'{"verdict": "u')
    store.keep(tmp_path, FeedbackIn(**GOOD))
    found, unreadable = store.read(tmp_path)
    assert (len(found), unreadable) == (2, 1)


def test_many_at_once_lose_nothing(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.keep(tmp_path, FeedbackIn(**GOOD)), range(40)))
    assert len({one.id for one in store.read(tmp_path)[0]}) == 40


def test_thumbs_become_judgements(tmp_path):
    votes = [
        ("q1", "p1", "up"), ("q1", "p1", "up"), ("q1", "p1", "down"), ("q1", "p2", "down"),
        ("q2", "p1", "up"), ("q3", None, "up"), (None, "p1", "up"),
    ]  # fmt: skip
    for question, place, verdict in votes:
        given = FeedbackIn(question=question, passage_id=place, verdict=verdict, request_id="r", value=place)
        store.keep(tmp_path, given)
    found = store.judgements(store.read(tmp_path)[0])
    assert [(one.query, one.doc_id, one.relevance, one.up, one.down) for one in found] == [
        ("q1", "p1", 1, 2, 1), ("q1", "p2", 0, 0, 1), ("q2", "p1", 1, 1, 0),
    ]  # fmt: skip
    assert found[0].query_id == found[1].query_id != found[2].query_id
    assert found[0].values == ("p1",)


def test_the_command_lists_and_exports(cli, catalog, tmp_path):
    assert cli("feedback")[:2] == (0, "Chưa có ý kiến nào.\n")
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    store.keep(folder, FeedbackIn(**GOOD))
    store.keep(folder, FeedbackIn(verdict=Thumb.DOWN, question="Ai ký?", comment="sai người"))
    code, out, _ = cli("feedback")
    assert code == 0
    assert out.index("sai người") < out.index("Sở Tài chính")
    assert "sai người" not in cli("feedback", "--verdict", "up")[1]
    assert [json.loads(line)["verdict"] for line in cli("feedback", "--json")[1].splitlines()] == [
        "down",
        "up",
    ]
    exported = tmp_path / "judged.jsonl"
    assert cli("feedback", "--export", str(exported))[0] == 0
    (pair,) = [json.loads(line) for line in exported.read_text().splitlines()]
    assert (pair["query"], pair["doc_id"], pair["relevance"]) == (GOOD["question"], "p-1", 1)
    assert cli("feedback", "--export", str(tmp_path / "no" / "such"))[0] == 1
