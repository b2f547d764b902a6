import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import corpus.ingest as corpus_ingest
from api.cli.interrupts import Interrupts
from api.cli.options import OnConflict
from corpus.catalog import Catalog
from tests.api.fakes import FakeBackend

ROOT = Path(__file__).resolve().parents[2]

LETTER = (
    "TỈNH ỦY MẪU\n*\nSố: 12-CV/TU\n\nMẫu, ngày 03 tháng 4 năm 2024\n\n"
    "1. Giao Sở Tài chính chủ trì, phối hợp với các quận, huyện rà soát dự án chậm tiến độ.\n"
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text(LETTER)
    return path


def test_the_policy_has_the_words_of_the_corpus():
    assert {each.value for each in OnConflict} == {each.value for each in corpus_ingest.OnConflict}


def test_new_then_unchanged(cli, folder):
    code, out, err = cli("ingest", str(folder))
    assert (code, err) == (0, "")
    assert out.startswith("1 tệp: 1 mới. ")
    assert "Kho có 1 văn bản." in out
    code, out, _ = cli("ingest", str(folder))
    assert code == 0
    assert out.startswith("1 tệp: 1 không đổi. ")


def test_commands_that_ask_nothing_open_no_engine(cli, folder, monkeypatch):
    brought, bring_up = [], FakeBackend.bring_up
    monkeypatch.setattr(FakeBackend, "bring_up", lambda self, told=None: brought.append(bring_up(self)))
    monkeypatch.delattr(FakeBackend, "build")
    for command in (
        ("ingest", str(folder)),
        ("label", "12-CV/TU", "--label", "internal"),
        ("delete", "--yes", "12-CV/TU"),
    ):
        assert cli(*command)[0] == 0
    assert len(brought) == 3


def test_kinds_that_no_reader_takes_are_told(cli, folder):
    for name in ("a.dwg", "b.DWG", "c"):
        (folder / name).write_text("x")
    code, out, err = cli("ingest", str(folder))
    assert (code, out.startswith("4 tệp: 1 mới, 3 bỏ qua. ")) == (0, True)
    assert err == ("Chưa đọc vì chưa hỗ trợ loại tệp: .dwg (2), không đuôi (1); --report ghi tên từng tệp.\n")


@pytest.mark.parametrize(
    ("policy", "code", "told"), [("replace", 0, "1 thay thế"), ("skip", 0, "1 bỏ qua"), ("error", 3, "1 lỗi")]
)
def test_a_changed_file_follows_the_policy(cli, folder, policy, code, told):
    cli("ingest", str(folder))
    (folder / "a.txt").write_text(LETTER.replace("12-CV/TU", "13-CV/TU"))
    found = cli("ingest", str(folder), "--on-conflict", policy)
    assert found[0] == code
    assert told in found[1]
    assert "Kho có 1 văn bản." in found[1]


def test_bad_files_are_named_with_the_reason_and_the_others_done(cli, folder):
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "empty.txt").write_bytes(b"")
    code, out, err = cli("ingest", str(folder))
    assert code == 3
    assert "3 tệp: 1 mới, 2 lỗi." in out
    assert "binary.txt: tệp là dữ liệu nhị phân, không phải văn bản" in err
    assert "empty.txt: tệp không có nội dung" in err


def test_a_run_of_bad_files_only_is_partial_as_well(cli, tmp_path):
    code, out, err = cli("ingest", str(tmp_path / "missing.txt"))
    assert code == 3
    assert "missing.txt: tệp không tồn tại" in err
    assert "1 lỗi" in out


def test_an_empty_folder_is_a_failure(cli, tmp_path):
    empty = tmp_path / "in"
    empty.mkdir()
    assert cli("ingest", str(empty)) == (1, "", "Không có tệp nào để nạp.\n")
    (empty / "photo.heic").write_bytes(b"x")
    code, out, err = cli("ingest", str(empty))
    assert (code, err) == (1, "Không có tệp nào thuộc loại được hỗ trợ.\n")
    assert "1 bỏ qua" in out


def test_wrong_usage_exits_2(cli, folder):
    assert cli("ingest")[0] == 2
    assert cli("ingest", str(folder), "--on-conflict", "burn")[0] == 2


def test_the_report_has_a_row_for_each_file_and_the_sums(cli, folder, tmp_path):
    (folder / "b.txt").write_text(LETTER)
    (folder / "empty.txt").write_bytes(b"")
    where = tmp_path / "out.json"
    assert cli("ingest", str(folder), "--report", str(where))[0] == 3
    told = json.loads(where.read_text())
    rows = {row["source"]: row for row in told["files"]}
    assert sorted(row["status"] for row in rows.values()) == ["duplicate", "failed", "ok"]
    assert rows["empty.txt"]["code"] == "empty_file"
    assert rows["empty.txt"]["reason"] == "empty.txt: tệp không có nội dung"
    assert rows["a.txt"]["document_id"] == rows["b.txt"]["document_id"]
    assert {row["reader"] for row in rows.values()} >= {"text"}
    assert told["complete"] is True
    totals = told["totals"]
    assert (totals["files"], totals["ok"], totals["duplicate"], totals["failed"]) == (3, 1, 1, 1)
    assert totals["peak_memory_mib"]["worker"] > 0
    assert list(tmp_path.glob("*.part")) == []


def test_a_report_that_cannot_be_written_is_told_at_once(cli, folder, tmp_path):
    code, out, err = cli("ingest", str(folder), "--report", str(tmp_path / "no" / "out.json"))
    assert (code, out) == (1, "")
    assert "Không ghi được báo cáo" in err
    assert "out.json" in err


def test_a_dry_run_makes_no_catalog(cli, folder, tmp_path):
    code, out, err = cli("ingest", str(folder), "--dry-run")
    assert (code, err) == (0, "")
    assert out.startswith("1 tệp: 1 mới. ")
    assert "Chạy thử: kho không thay đổi." in out
    assert not (tmp_path / "data").exists()


def test_files_that_are_gone_are_told_and_removed_on_request(cli, folder):
    (folder / "b.txt").write_text(LETTER.replace("12-CV", "13-CV"))
    cli("ingest", str(folder))
    (folder / "b.txt").unlink()
    _, out, err = cli("ingest", str(folder))
    assert "1 tệp trong kho không còn trên đĩa" in err
    assert "Kho có 2 văn bản." in out
    _, out, err = cli("ingest", str(folder), "--delete-missing")
    assert f"Đã xóa khỏi kho: {folder / 'b.txt'}" in err
    assert "Kho có 1 văn bản." in out


def test_ctrl_c_between_two_removals_tells_the_first(cli, folder, monkeypatch):
    for number in (13, 14, 15):
        (folder / f"{number}.txt").write_text(LETTER.replace("12-CV", f"{number}-CV"))
    cli("ingest", str(folder))
    for number in (13, 14):
        (folder / f"{number}.txt").unlink()
    forget = Catalog.forget_file

    def forget_and_stop(catalog, origin):
        left = forget(catalog, origin)
        signal.raise_signal(signal.SIGINT)
        return left

    monkeypatch.setattr(Catalog, "forget_file", forget_and_stop)
    code, out, err = cli("ingest", str(folder), "--delete-missing")
    assert code == 130
    assert f"Đã xóa khỏi kho: {folder / '13.txt'}" in err
    assert "14.txt" not in err
    assert "Kho có 3 văn bản." in out


@contextmanager
def run_beside(folder, tmp_path, *more):
    """Start the command in a process of its own, over a catalog at tmp_path / "data"; end it in any case."""
    command = [sys.executable, "-m", "api", "ingest", str(folder), "--data-dir", str(tmp_path / "data")]
    quiet = {**os.environ, "CHIDAO_MODEL": "hashing"}
    with subprocess.Popen(
        [*command, *more], cwd=ROOT, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # a shell that starts the tests in the background has them, and all below, ignore Ctrl+C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def count(tmp_path):
    if not (tmp_path / "data" / "catalog.sqlite").exists():
        return 0
    with Catalog.open(tmp_path / "data") as catalog:
        return catalog.count()


def test_ctrl_c_stops_behind_a_file_and_the_next_run_goes_on(folder, tmp_path):
    for number in range(100, 200):
        (folder / f"{number}.txt").write_text(LETTER.replace("12-CV", f"{number}-CV"))
    where = tmp_path / "out.json"
    with run_beside(folder, tmp_path, "--report", str(where), "--jobs", "1") as process:
        wait_for(lambda: count(tmp_path) > 3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "chạy lại lệnh này để làm tiếp" in err
    done = count(tmp_path)
    assert f"Kho có {done} văn bản." in out
    told = json.loads(where.read_text())
    assert (told["complete"], told["totals"]["ok"]) == (False, done)
    with Catalog.open(tmp_path / "data") as catalog:
        again = list(corpus_ingest.ingest_files(catalog, corpus_ingest.list_files([folder])))
    assert sum(report.status.value == "unchanged" for report in again) == done < 101
    assert count(tmp_path) == 101


def test_watching_takes_what_comes_until_ctrl_c(folder, tmp_path):
    with run_beside(folder, tmp_path, "--watch", "--delete-missing") as process:
        wait_for(lambda: count(tmp_path) == 1)
        (folder / "new.txt").write_text(LETTER.replace("12-CV", "14-CV"))
        wait_for(lambda: count(tmp_path) == 2)
        (folder / "a.txt").unlink()
        wait_for(lambda: count(tmp_path) == 1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)  # 130 where it hit the indexing
    assert "Đang theo dõi thư mục" in err
    assert f"Đã xóa khỏi kho: {folder / 'a.txt'}" in err


@pytest.fixture
def usual_ctrl_c():
    """Ctrl+C as Python has it, whatever earlier tests of servers left behind."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("usual_ctrl_c")
def test_a_second_ctrl_c_ends_at_once():
    assert threading.current_thread() is threading.main_thread()
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        assert interrupts.is_set
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
