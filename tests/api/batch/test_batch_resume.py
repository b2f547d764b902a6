import errno
from pathlib import Path

import pytest

from api.batch.questionfile import Question
from api.batch.resume import Kind, Rest, resume
from api.errors import OutputFailed, QuestionsUnusable

QUESTIONS = [Question("a", "ai"), Question(2, "ký"), Question("cơ", "gì")]
JSONL = {
    "a": '{"id":"a","answers":[]}\n',
    2: '{"id":2,"answers":1}\n',
    "cơ": '{"id":"cơ","answers":"…"}\n',
}
TREC = {
    "a": "a Q0 p1 1 2.0 t\na Q0 p2 2 1.0 t\n",
    2: "2 Q0 p1 1 2.0 t\n",
    "cơ": "cơ Q0 p1 1 2.0 t\ncơ Q0 p3 2 1.0 t\n",
}


@pytest.mark.parametrize(("lines", "kind"), [(JSONL, Kind.ASK), (TREC, Kind.TREC)])
def test_a_run_cut_at_any_byte_ends_as_one_that_was_not(tmp_path, lines, kind):
    path = tmp_path / "out"
    whole = "".join(lines.values()).encode()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        with resume(path, QUESTIONS, kind) as rest:
            assert rest.done + len(rest.questions) == len(QUESTIONS)
            for question in rest.questions:
                rest.write(lines[question.id])
        assert path.read_bytes() == whole


def test_what_is_done_is_not_asked_again(tmp_path):
    path = tmp_path / "out"
    path.write_text(JSONL["a"] + JSONL[2] + '{"id":"c')
    with resume(path, QUESTIONS, Kind.ASK) as rest:
        assert rest.done == 2
        assert [question.id for question in rest.questions] == ["cơ"]


def test_answers_are_not_continued_with_passages(tmp_path):
    path = tmp_path / "out"
    path.write_text(JSONL["a"])
    with pytest.raises(QuestionsUnusable), resume(path, QUESTIONS, Kind.SEARCH):
        pass
    path.write_text('{"id":"a","hits":[]}\n')
    with pytest.raises(QuestionsUnusable), resume(path, QUESTIONS, Kind.ASK):
        pass
    assert path.read_text() == '{"id":"a","hits":[]}\n'


@pytest.mark.parametrize("name", ["/dev/null", "."])
def test_an_output_must_be_a_file(name):
    with pytest.raises(QuestionsUnusable, match="tệp thường"), resume(Path(name), QUESTIONS, Kind.ASK):
        pass


def test_a_full_disk_is_told_and_cut_off_lines_are_done_again(tmp_path):
    class Nearly:
        room = 8

        def write(self, data):
            if not self.room:
                raise OSError(errno.ENOSPC, "No space left on device")
            written, self.room = self.room, 0
            return written

    with pytest.raises(OutputFailed) as caught:
        Rest(tmp_path / "out", Nearly(), 0, QUESTIONS).write(JSONL["a"])
    assert caught.value.errno == errno.ENOSPC
