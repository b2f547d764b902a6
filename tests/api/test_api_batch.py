import json

import pytest

from indexer.errors import ManifestMismatch
from tests.api.fakes import FakeBackend, FakeEngine

QUESTIONS = [("a", "Sở nào chủ trì?"), ("b", "báo cáo ai"), ("c", "hằng quý vắng")]


@pytest.fixture
def files(tmp_path):
    questions = tmp_path / "q.jsonl"
    lines = [json.dumps({"id": key, "question": text}) for key, text in QUESTIONS]
    questions.write_text("\n".join(lines) + "\n")
    return questions, tmp_path / "deep" / "out.jsonl"


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_each_line_is_the_http_response_with_the_id_first(cli, files, client):
    questions, output = files
    code, out, err = cli("batch", str(questions), "--output", str(output), "-k", "2")
    assert (code, out) == (0, "")
    assert "3 câu mới" in err
    for line, (key, text) in zip(output.read_text().splitlines(), QUESTIONS, strict=True):
        body = client.post("/v1/ask", json={"question": text, "k": 2}).text
        assert line == f'{{"id":"{key}",{body[1:]}'


def test_search_lines_are_search_responses(cli, files, client):
    questions, output = files
    cli("batch", str(questions), "-o", str(output), "--task", "search", "-k", "1")
    body = client.post("/v1/search", json={"query": QUESTIONS[0][1], "k": 1}).text
    assert output.read_text().splitlines()[0] == f'{{"id":"a",{body[1:]}'


def test_trec_lines(cli, files, catalog):
    questions, output = files
    code, _, _ = cli("batch", str(questions), "-o", str(output), "--format", "trec", "-k", "2", "--tag", "t1")
    assert code == 0
    lines = [line.split() for line in output.read_text().splitlines()]
    assert [(line[0], line[1], line[3], line[5]) for line in lines] == [
        (key, "Q0", rank, "t1") for key, _ in QUESTIONS for rank in ("1", "2")
    ]
    passage = next(iter(catalog.all_headers())).id + "-0000"
    assert lines[0][2] == passage
    assert float(lines[0][4]) >= float(lines[1][4])


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_run_is_taken_up_after_its_last_complete_line(cli, files, cut, monkeypatch):
    questions, output = files
    cli("batch", str(questions), "-o", str(output))
    whole = output.read_bytes()
    last = whole.rstrip(b"\n").rindex(b"\n") + 1
    output.write_bytes(whole[: last + cut])
    asked, texts = [], {text for _, text in QUESTIONS}
    ask = FakeEngine.ask
    monkeypatch.setattr(
        FakeEngine, "ask", lambda self, question, *rest: asked.append(question) or ask(self, question, *rest)
    )
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert code == 0
    assert [question for question in asked if question in texts] == [QUESTIONS[2][1]]  # beside the warm-up
    assert output.read_bytes() == whole
    assert "Đã có 2 câu" in err


def test_a_finished_run_is_left_alone(cli, files):
    questions, output = files
    cli("batch", str(questions), "-o", str(output))
    before = output.read_bytes()
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    assert output.read_bytes() == before


def test_a_trec_run_does_its_last_question_again(cli, files, catalog):
    questions, output = files
    args = ("batch", str(questions), "-o", str(output), "--format", "trec", "-k", "2")
    cli(*args)
    whole = output.read_bytes()
    output.write_bytes(whole[: whole.rindex(b"b Q0")])
    assert cli(*args)[0] == 0
    assert output.read_bytes() == whole


@pytest.mark.parametrize("foreign", ['{"id":"x","status":"answered"}\n', "my notes\n", "my notes"])
def test_a_file_of_something_else_is_not_touched(cli, files, foreign):
    questions, output = files
    output.parent.mkdir()
    output.write_text(foreign)
    assert cli("batch", str(questions), "-o", str(output))[0] == 2
    assert output.read_text() == foreign


def test_bad_lines_are_named_and_the_others_done(cli, tmp_path):
    questions, output = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    questions.write_text(
        '{"id": 7, "question": "ai ký"}\n{"id": "8"}\nnot json\n\n{"id": "9", "question": "?"}\n'
        '{"id": "7", "question": "again"}\n{"id": "x y", "question": "ai"}\n{"id": "z", "question": "quý"}'
    )
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert code == 3
    assert ids(output) == [7, "z"]
    for line, reason in ((2, "question"), (3, "JSON"), (5, "chữ"), (6, "trùng"), (7, "khoảng trắng")):
        assert f"dòng {line}: " in err
        assert reason in err.split(f"dòng {line}: ")[1].split("\n")[0]


def test_a_question_that_breaks_the_engine_is_named_and_the_others_done(cli, tmp_path):
    questions, output = tmp_path / "q.tsv", tmp_path / "out.jsonl"
    questions.write_text("1\tai ký\n2\tcrash\n3\tquý\n")
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert code == 3
    assert ids(output) == ["1", "3"]
    assert "Lỗi ở câu 2" in err


def test_plain_lines_are_numbered(cli, tmp_path):
    questions, output = tmp_path / "q.txt", tmp_path / "out.jsonl"
    questions.write_bytes("\ufeffai ký\r\n\r\nquý nào\r\n".encode())
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    assert ids(output) == ["1", "3"]


@pytest.mark.parametrize(
    ("name", "content"), [("q.csv", b"a"), ("q.txt", b"\xff\xfe"), ("q.jsonl", b""), ("missing.txt", None)]
)
def test_unusable_files_exit_2(cli, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, out, err = cli("batch", str(path), "-o", str(tmp_path / "out"))
    assert (code, out) == (2, "")
    assert str(path) in err
    assert not (tmp_path / "out").exists()


def test_all_lines_bad_is_a_failure(cli, tmp_path):
    (tmp_path / "q.tsv").write_text("no tab\n")
    assert cli("batch", str(tmp_path / "q.tsv"), "-o", str(tmp_path / "out"))[0] == 1


def test_what_stops_every_question_is_told_once(cli, files, monkeypatch):
    questions, output = files

    def fail(self, progress=None):
        raise ManifestMismatch("model", "a", "b", "/x/index")

    monkeypatch.setattr(FakeBackend, "build", fail)
    code, out, err = cli("batch", str(questions), "-o", str(output))
    assert (code, out) == (1, "")
    assert err.count("CHIDAO_MODEL") == 1


def test_a_tag_is_one_word(cli, files):
    questions, output = files
    assert cli("batch", str(questions), "-o", str(output), "--format", "trec", "--tag", "a b")[0] == 2
    assert not output.exists()
