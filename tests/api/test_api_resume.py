import pytest

from api.cli.questionfile import Question
from api.cli.resume import resume

QUESTIONS = [Question("a", "ai"), Question(2, "ký"), Question("cơ", "gì")]
JSONL = {"a": '{"id":"a","x":1}\n', 2: '{"id":2}\n', "cơ": '{"id":"cơ","x":"…"}\n'}
TREC = {
    "a": "a Q0 p1 1 2.0 t\na Q0 p2 2 1.0 t\n",
    2: "2 Q0 p1 1 2.0 t\n",
    "cơ": "cơ Q0 p1 1 2.0 t\ncơ Q0 p3 2 1.0 t\n",
}


@pytest.mark.parametrize(("lines", "trec"), [(JSONL, False), (TREC, True)])
def test_a_run_cut_at_any_byte_ends_as_one_that_was_not(tmp_path, lines, trec):
    path = tmp_path / "out"
    whole = "".join(lines.values()).encode()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        with resume(path, QUESTIONS, trec) as rest:
            assert rest.done + len(rest.questions) == len(QUESTIONS)
            for question in rest.questions:
                rest.write(lines[question.id])
        assert path.read_bytes() == whole


def test_what_is_done_is_not_asked_again(tmp_path):
    path = tmp_path / "out"
    path.write_text(JSONL["a"] + JSONL[2] + '{"id":"c')
    with resume(path, QUESTIONS, False) as rest:
        assert rest.done == 2
        assert [question.id for question in rest.questions] == ["cơ"]
