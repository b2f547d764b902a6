import io
import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from api.app import create_app
from api.cli.render import render_ask, render_search
from api.settings import Settings
from api.telemetry.logs import configure_logging
from api.wording import REASONS, TYPES
from search.types import AnswerType, DocumentCard, Reason
from tests.api.fakes import FakeEngine


def shown(render, result, **options):
    console = Console(width=100, file=io.StringIO(), **options)
    render(console, result)
    return console.file.getvalue()


def test_json_is_exactly_the_http_response(cli, client):
    for args, path, body in (
        (("ask", "Sở nào chủ trì?", "-k", "1"), "/v1/ask", {"question": "Sở nào chủ trì?", "k": 1}),
        (("search", "báo cáo", "-k", "2"), "/v1/search", {"query": "báo cáo", "k": 2}),
    ):
        code, out, err = cli(*args, "--json")
        assert (code, err) == (0, "")
        assert out == client.post(path, json=body).text + "\n"


def test_an_answer_shows_value_quote_and_source(cli, catalog):
    code, out, _ = cli("ask", "Sở nào chủ trì?")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Sở Tài chính  cơ quan chủ trì · độ tin cậy 93 %"
    quote = " ".join(line.strip() for line in lines[1:-1])
    assert quote.startswith("“1. Giao Sở Tài chính chủ trì")
    assert quote.endswith("chậm tiến độ.”")
    assert lines[-1] == "  Công văn 12-CV/TU · mục 1 · ký tự 48–134 · cv12.txt"


def test_the_value_is_emphasised_in_the_quote_on_a_terminal(catalog):
    result = FakeEngine(catalog, "v1").ask("Sở nào chủ trì?")
    styled = shown(render_ask, result, force_terminal=True, color_system="standard", no_color=False)
    assert "Giao \x1b[1;4mSở Tài chính\x1b[0m chủ trì" in styled
    plain = shown(render_ask, result, force_terminal=True, no_color=True)
    assert "32m" not in plain
    assert "Giao \x1b[1;4mSở Tài chính\x1b[0m chủ trì" in plain


def test_the_page_is_shown_where_there_are_pages(catalog):
    result = FakeEngine(catalog, "v1").ask("Sở nào chủ trì?")
    first, *rest = result.answers
    paged = replace(result, answers=(replace(first, citation=replace(first.citation, page=3)), *rest))
    assert " · mục 1 · trang 3 · ký tự 48–134 · " in shown(render_ask, paged)


def test_lines_do_not_end_in_spaces(catalog):
    text = shown(render_ask, FakeEngine(catalog, "v1").ask("Sở nào chủ trì?"))
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_an_abstention_says_why_and_shows_the_nearest_passage(cli, catalog):
    code, out, _ = cli("ask", "hằng quý vắng")
    assert code == 0
    assert out.splitlines()[0] == "Văn bản được hỏi có trong kho nhưng không nêu thông tin này."
    assert "Đoạn gần nhất:" in out
    assert "“2. Định kỳ hằng quý báo cáo Ban Thường vụ.”" in out


def test_the_documents_of_an_ambiguous_question_are_listed(catalog):
    result = FakeEngine(catalog, "v1").ask("vắng")
    numbered = DocumentCard("a", "7-CT/TU", "chỉ thị", "t", None, None, "s")
    cards = (numbered, DocumentCard("b", None, None, "Tin", None, None, "s"))
    text = shown(render_ask, replace(result, reason=Reason.AMBIGUOUS_DOCUMENT, candidates=cards))
    assert "• Chỉ thị 7-CT/TU" in text
    assert "• Tin" in text


def test_passages_are_ranked_and_named(cli, catalog):
    code, out, _ = cli("search", "quý", "-k", "1")
    assert code == 0
    assert out.splitlines()[0] == "1. Công văn 12-CV/TU  1,000"


def test_no_passage_is_said(catalog):
    result = replace(FakeEngine(catalog, "v1").search("x"), hits=())
    assert "Không tìm thấy đoạn nào." in shown(render_search, result)


def test_every_type_and_reason_has_its_words():
    assert set(TYPES) == set(AnswerType)
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "Câu hỏi đang để trống."),
        ("?!", "Câu hỏi không có chữ cái hay chữ số nào."),
        ("a" * 10_000, "Câu hỏi dài quá 2000 ký tự."),
        ("a\x07", "Câu hỏi có ký tự điều khiển; chỉ cho phép dấu tab và xuống dòng."),
        ("a\udcff", "Câu hỏi không phải văn bản Unicode hợp lệ."),
    ],
)
def test_bad_questions_exit_2_in_vietnamese(cli, question, message):
    for command in ("ask", "search"):
        assert cli(command, question) == (2, "", f"chidao: {message}\n")


@pytest.mark.parametrize("args", [["ask"], ["nothing"], ["ask", "a", "-k", "0"], ["search", "a", "--mode=x"]])
def test_wrong_usage_exits_2(cli, args):
    code, out, err = cli(*args)
    assert (code, out) == (2, "")
    assert err


def test_an_unknown_setting_exits_2(cli, monkeypatch):
    monkeypatch.setenv("CHIDAO_MODELS", "x")
    code, _, err = cli("ask", "ai ký")
    assert code == 2
    assert "CHIDAO_MODELS" in err


def test_a_data_dir_that_cannot_be_used_exits_1(cli, tmp_path):
    (tmp_path / "file").write_text("x")
    code, out, err = cli("ask", "ai ký", "--data-dir", str(tmp_path / "file"))
    assert (code, out) == (1, "")
    assert err.startswith("chidao: Không dùng được thư mục dữ liệu")


def test_eval_prints_means_and_counts_a_missing_question_as_zero(cli, tmp_path):
    pytest.importorskip("ir_measures")
    (tmp_path / "qrels").write_text("1 0 a 1\n2 0 b 1\n")
    (tmp_path / "run").write_text("1 Q0 a 1 0.5 t\n")
    files = ("--qrels", str(tmp_path / "qrels"), "--run", str(tmp_path / "run"))
    code, out, err = cli("eval", *files, "-m", "nDCG@10", "-m", "R@5")
    assert (code, out) == (0, "nDCG@10\t0.5000\nR@5\t0.5000\n")
    assert err == "run: 1 câu không có kết quả, tính là 0.\n"
    assert cli("eval", *files, "-m", "Magic@3")[0] == 2
    (tmp_path / "run").write_text("1 Q0\n")
    assert cli("eval", *files, "-m", "R@5")[0] == 2
    (tmp_path / "run").unlink()
    code, _, err = cli("eval", *files, "-m", "R@5")
    assert (code, err) == (2, f"chidao: {tmp_path / 'run'}: không tìm thấy tệp\n")


def test_eval_names_the_extra_that_it_needs(cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    code, _, err = cli("eval", "--qrels", "q", "--run", "r", "-m", "R@5")
    assert code == 1
    assert "chidao[eval]" in err


def python(*args):
    command = [sys.executable, *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_help_is_quick_and_loads_nothing_heavy():
    script = (
        "import sys, api.cli\n"
        "heavy = {'torch', 'sqlalchemy', 'fastapi', 'pydantic', 'numpy', 'faiss', 'uvicorn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert python("-c", script).stdout.strip() == "[]"
    before = os.times()
    found = python("-m", "api", "--help")
    after = os.times()
    assert found.returncode == 0
    assert "ingest" in found.stdout
    assert after.children_user - before.children_user < 5  # 0.25 s


def test_version_is_printed():
    assert python("-m", "api", "--version").stdout.startswith("chidao ")


def test_a_taken_port_is_told(tmp_path, settings):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = python("-m", "api", "serve", "--port", port, "--data-dir", str(tmp_path / "d"))
    assert found.returncode == 1
    assert f"Không mở được địa chỉ 127.0.0.1:{port}" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_closed_pipe_is_quiet():
    command = f"{sys.executable} -m api --help | true"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert found.stderr == ""


def test_the_factory_needs_no_arguments(monkeypatch, tmp_path):
    monkeypatch.setenv("CHIDAO_DATA_DIR", str(tmp_path / "d"))
    assert create_app().state.settings == Settings.load()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["ask"], "thiếu CÂU_HỎI. Xem cách dùng: chidao ask -h"),
        (["ask", "a", "b"], "thừa tham số b; câu hỏi phải nằm trong ngoặc kép"),
        (["nothing"], "không có lệnh nothing"),
        (["ask", "a", "-k", "x"], "giá trị của -k không hợp lệ"),
        (["search", "a", "--mode=x"], "phải là một trong hybrid, dense, lexical"),
        (["ask", "--bogus"], "không có tùy chọn --bogus"),
        (["batch", "q.txt", "-o", "x", "--tag", "a b"], "giá trị của --tag không hợp lệ: phải có chữ"),
    ],
)
def test_wrong_usage_is_told_in_vietnamese(cli, args, told):
    code, out, err = cli(*args)
    assert (code, out) == (2, "")
    assert err.startswith("chidao: ")
    assert err.count("\n") == 1
    assert told in err


def test_help_has_vietnamese_panels(cli):
    code, out, _ = cli("ask", "--help")
    assert code == 0
    assert "Tùy chọn" in out
    assert cli()[0] == 2


def test_two_documents_of_one_number_are_told_apart(catalog):
    result = FakeEngine(catalog, "v1").ask("vắng")
    cards = tuple(
        DocumentCard(str(day), "5-NQ/TW", "nghị quyết", title, "Bộ Chính trị", day, "s")
        for day, title in (
            (date(2020, 8, 5), "Nghị quyết 5-NQ/TW về thành phố"),
            (date(2025, 1, 24), "Hội nhập"),
        )
    )
    text = shown(render_ask, replace(result, reason=Reason.AMBIGUOUS_DOCUMENT, candidates=cards))
    assert "• Nghị quyết 5-NQ/TW ngày 05/8/2020, Bộ Chính trị: về thành phố" in text
    assert "• Nghị quyết 5-NQ/TW ngày 24/01/2025, Bộ Chính trị: Hội nhập" in text


def test_other_libraries_are_silent_unless_debugging(capsys):
    for level, heard in (("info", False), ("debug", True)):
        configure_logging(level)
        logging.getLogger("sentence_transformers").warning("tie your weights")
        assert ("tie your weights" in capsys.readouterr().err) is heard
        logging.getLogger("sentence_transformers").error("broken")
        assert "broken" in capsys.readouterr().err


def test_doctor_tells_a_place_where_nothing_can_be_created(cli, tmp_path):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        code, out, _ = cli("doctor", "--data-dir", str(place))
        assert code == 1
        assert "✗ Dữ liệu" in out


def test_a_stopped_command_says_that_nothing_is_lost(cli, catalog, monkeypatch):
    def stop(self, *args):
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeEngine, "ask", stop)
    code, out, err = cli("ask", "ai ký")
    assert (code, out) == (130, "")
    assert "đã dừng" in err
