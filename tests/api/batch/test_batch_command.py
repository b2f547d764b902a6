import hashlib
import json
import re
import signal
from dataclasses import replace

import pytest

import api.batch.outcomes as batch_processes
import api.batch.run as batch_run
from api.batch.lines import trec_lines
from api.batch.options import Options, Unit
from api.batch.questionfile import Question
from api.engine.runtime import Runtime
from api.errors import BatchStopped
from api.settings import Settings
from api.version import VERSION
from corpus.catalog import Catalog
from indexer.errors import ManifestMismatch
from tests.api.fakes import TEXT, FakeBackend, FakeEngine, make_record

QUESTIONS = [("a", "Sở nào chủ trì?"), ("b", "báo cáo ai"), ("c", "hằng quý vắng")]


@pytest.fixture
def files(tmp_path, catalog):
    questions = tmp_path / "q.jsonl"
    lines = [json.dumps({"id": key, "question": text}) for key, text in QUESTIONS]
    questions.write_text("\n".join(lines) + "\n")
    return questions, tmp_path / "out.jsonl"


def as_line(key, body):
    """Return what a response is in an output: the id first, and no time, which differs from run to run."""
    assert '"took_ms":' in body
    return f'{{"id":"{key}",' + re.sub(r'"took_ms":[\d.]+', '"took_ms":0.0', body[1:])


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_each_line_is_the_http_response_with_the_id_first(cli, files, client):
    questions, output = files
    code, out, err = cli("batch", str(questions), "--output", str(output), "-k", "2")
    assert (code, out) == (0, "")
    assert "3 câu mới" in err
    for line, (key, text) in zip(output.read_text().splitlines(), QUESTIONS, strict=True):
        body = client.post("/v1/ask", json={"question": text, "k": 2}).text
        assert line == as_line(key, body)


def test_search_lines_are_search_responses(cli, files, client):
    questions, output = files
    cli("batch", str(questions), "-o", str(output), "--task", "search", "-k", "1")
    body = client.post("/v1/search", json={"query": QUESTIONS[0][1], "k": 1}).text
    assert output.read_text().splitlines()[0] == as_line("a", body)


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
    output.write_text(foreign)
    assert cli("batch", str(questions), "-o", str(output))[0] == 2
    assert output.read_text() == foreign


def test_bad_lines_are_named_and_the_others_done(cli, catalog, tmp_path):
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


def test_a_question_that_breaks_the_engine_is_named_and_the_others_done(cli, catalog, tmp_path):
    questions, output = tmp_path / "q.tsv", tmp_path / "out.jsonl"
    questions.write_text("1\tai ký\n2\tcrash\n3\tquý\n")
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert code == 3
    assert ids(output) == ["1", "3"]
    assert "Lỗi ở câu 2" in err


def test_plain_lines_are_numbered(cli, catalog, tmp_path):
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


def test_all_lines_bad_is_a_failure(cli, catalog, tmp_path):
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


def test_a_manifest_tells_what_an_output_was_made_of(cli, files, catalog):
    questions, output = files
    cli("batch", str(questions), "-o", str(output), "-k", "3")
    found = json.loads((output.parent / "out.jsonl.manifest.json").read_text())
    recipe = found["recipe"]
    assert recipe["questions_sha256"] == hashlib.sha256(questions.read_bytes()).hexdigest()
    assert (recipe["index"]["version"], recipe["options"]["k"], recipe["program"]) == ("v1", 3, VERSION)
    assert found["output_sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()
    assert (found["total"], found["done"], found["failed"], found["faults"]) == (3, 3, [], 0)
    assert found["started"] <= found["ended"]


def test_a_finished_run_keeps_its_manifest(cli, files):
    questions, output = files
    cli("batch", str(questions), "-o", str(output))
    path = output.with_name(output.name + ".manifest.json")
    before = path.read_bytes()
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    assert path.read_bytes() == before


def cut(output):
    lines = output.read_bytes().splitlines(keepends=True)
    output.write_bytes(b"".join(lines[:1]))


def test_a_run_that_was_stopped_tells_how_far_it_came(cli, files, monkeypatch):
    questions, output = files
    path = output.with_name(output.name + ".manifest.json")
    questions.write_text('{"id": "z", "question": "crash"}\n' + questions.read_text())
    ask = FakeEngine.ask

    def stopping(self, question, *rest):
        if question == QUESTIONS[2][1]:
            raise KeyboardInterrupt
        return ask(self, question, *rest)

    with monkeypatch.context() as stopped:
        stopped.setattr(FakeEngine, "ask", stopping)
        assert cli("batch", str(questions), "-o", str(output))[0] == 130
    found = json.loads(path.read_text())
    assert (found["done"], found["failed"], found["total"], found["ended"]) == (2, ["z"], 4, None)
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    found = json.loads(path.read_text())
    assert (found["done"], found["failed"]) == (3, ["z"])
    assert found["ended"]


def test_a_failed_question_that_is_asked_again_is_named_once(cli, tmp_path, catalog, monkeypatch):
    questions, output = tmp_path / "q.tsv", tmp_path / "out.jsonl"
    questions.write_text("1\tai ký\n2\tcrash\n3\tquý\n")
    ask = FakeEngine.ask

    def stopping(self, question, *rest):
        if question == "quý":
            raise KeyboardInterrupt
        return ask(self, question, *rest)

    with monkeypatch.context() as stopped:
        stopped.setattr(FakeEngine, "ask", stopping)
        cli("batch", str(questions), "-o", str(output))
    cli("batch", str(questions), "-o", str(output))
    found = json.loads((tmp_path / "out.jsonl.manifest.json").read_text())
    assert (found["done"], found["failed"]) == (2, ["2"])


def test_a_run_that_is_killed_has_told_how_far_it_came(cli, files, monkeypatch):
    questions, output = files
    monkeypatch.setattr("api.batch.run.PORTION", 2)
    told = []
    write = batch_run.write_run
    monkeypatch.setattr(batch_run, "write_run", lambda out, one: told.append(one.done) or write(out, one))
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    assert told == [0, 2, 3]


def test_a_folder_that_is_not_there_is_a_slip(cli, files, tmp_path):
    questions, _ = files
    code, _, err = cli("batch", str(questions), "-o", str(tmp_path / "nowhere" / "deep" / "out.jsonl"))
    assert (code, str(tmp_path / "nowhere" / "deep") in err) == (2, True)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("change", "told"), [("options", "tùy chọn"), ("questions", "tệp câu hỏi"), ("index", "chỉ mục")]
)
def test_a_run_is_not_continued_with_another_recipe(cli, files, catalog, change, told):
    questions, output = files
    cli("batch", str(questions), "-o", str(output))
    cut(output)
    left, depth = output.read_bytes(), "10"
    if change == "options":
        depth = "2"
    elif change == "questions":
        questions.write_text(questions.read_text() + '{"id": "d", "question": "ai"}\n')
    else:
        catalog.put(make_record(TEXT.replace("Tài chính", "Y tế"), "cv13.txt", "12-CV/TU"))
    code, _, err = cli("batch", str(questions), "-o", str(output), "-k", depth)
    assert code == 2
    assert told in err
    assert output.read_bytes() == left


def test_an_output_without_manifest_is_continued_and_that_is_told(cli, files):
    questions, output = files
    cli("batch", str(questions), "-o", str(output))
    cut(output)
    path = output.with_name(output.name + ".manifest.json")
    path.unlink()
    assert cli("batch", str(questions), "-o", str(output))[0] == 0
    found = json.loads(path.read_text())
    assert (found["without_manifest"], found["done"]) == (1, 3)


def test_documents_that_change_in_the_middle_end_the_run(cli, files, catalog, monkeypatch):
    questions, output = files
    ask = FakeEngine.ask

    def changing(self, question, *rest):
        if question == QUESTIONS[1][1]:
            catalog.put(make_record(TEXT.replace("Tài chính", "Y tế"), "cv13.txt", "12-CV/TU"))
        return ask(self, question, *rest)

    monkeypatch.setattr(FakeEngine, "ask", changing)
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert code == 1
    assert "đã thay đổi trong khi chạy" in err
    assert ids(output) == ["a", "b"]


def test_times_are_kept_where_they_are_asked_for(cli, files):
    questions, output = files
    cli("batch", str(questions), "-o", str(output), "--timing")
    assert {json.loads(line)["took_ms"] for line in output.read_text().splitlines()} == {2.5}


def test_documents_stand_once_in_a_run_of_documents(cli, files, catalog):
    questions, output = files
    args = ("batch", str(questions), "-o", str(output), "--format", "trec", "-k", "3")
    assert cli(*args, "--unit", "source")[0] == 0
    rows = [line.split() for line in output.read_text().splitlines()]
    assert [(row[0], row[2], row[3]) for row in rows] == [(key, "cv12.txt", "1") for key, _ in QUESTIONS]
    assert cli("batch", str(questions), "-o", str(output) + "2", "--unit", "source")[0] == 2


def test_names_of_files_are_one_word_in_a_run(catalog):
    hits = FakeEngine(catalog, "v").search("quý").hits
    card = replace(hits[0].document, source="Công văn 12%.txt")
    (line,) = trec_lines(1, [replace(hits[0], document=card)], "t", Unit.SOURCE).splitlines()
    assert line.split()[2] == "Công%20văn%2012%25.txt"


def test_the_output_is_the_same_for_any_number_of_processes(tmp_path):
    with Catalog.open(tmp_path) as opened:
        opened.put(make_record())
    texts = ("Cơ quan nào chủ trì?", "báo cáo ai", "Ai ký công văn số 12-CV/TU?")
    questions = [Question(i, text) for i, text in enumerate(texts)]
    runtime = Runtime.open(Settings(data_dir=tmp_path, model="hashing"))
    one, two = (list(batch_processes.outcomes(questions, Options(), runtime, n)) for n in (1, 2))
    runtime.close()
    assert one == two
    assert json.loads(one[2].lines)["answers"][0]["value"] == "Người Ký Mẫu"


def test_what_stops_a_process_is_told_by_its_first_question(tmp_path, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(batch_processes, "_WORKER", batch_processes._Worker())
    monkeypatch.setattr(batch_processes, "_end_with_parent", lambda: None)
    batch_processes._begin(Settings(data_dir=tmp_path, model=str(tmp_path / "no-model")), Options())
    with pytest.raises(BatchStopped, match="no-model"):
        batch_processes._answer(Question("1", "ai"))


def test_a_line_may_ask_like_a_request(cli, tmp_path, catalog, monkeypatch):
    asked = []
    ask = FakeEngine.ask
    monkeypatch.setattr(FakeEngine, "ask", lambda self, *args: asked.append(args) or ask(self, *args))
    lines = [
        {"id": 1, "question": "thế ai ký?", "history": [{"role": "user", "content": "12-CV/TU nói gì?"}]},
        {
            "id": 2,
            "question": "ai ký",
            "as_of": "2024-05-01",
            "filters": {"numbers": ["12-CV/TU"]},
            "type": "signer",
        },
        {"id": 3, "question": "ai ký", "filters": {"colour": "red"}},
        {"id": 4, "question": "ai ký", "history": "x", "as_of": "soon"},
    ]
    questions, output = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    questions.write_text("\n".join(map(json.dumps, lines)))
    code, _, err = cli("batch", str(questions), "-o", str(output))
    assert (code, ids(output)) == (3, [1, 2])
    assert "dòng 3: trường filters không hợp lệ" in err
    assert "as_of" in err.split("dòng 4")[1]
    first, second = asked[-2:]
    assert first[4][0].content == "12-CV/TU nói gì?"
    assert (second[2].numbers, str(second[3])) == (("12-CV/TU",), "2024-05-01")
