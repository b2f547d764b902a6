import json

import pytest

from api.evaluation.answers import Given, GivenAnswer, GoldAnswer, judge, read_gold

GOLD = GoldAnswer("q", ("Sở Tài chính", "STC"), frozenset({"cv12.txt"}), True)
HERE, ELSEWHERE = frozenset({"id1", "cv12.txt"}), frozenset({"id2", "cv13.txt"})


def said(*answers, hits=(HERE,)):
    return Given(tuple(GivenAnswer((value,), where) for value, where in answers), not answers, tuple(hits))


def values(gold, given):
    found = judge({"q": gold}, {"q": given})
    return {name: value["q"] for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("given", "first", "anywhere"),
    [
        (said(("SỞ TÀI CHÍNH", HERE)), 1, 1),
        (said(("so tai chinh.", HERE)), 1, 1),
        (said(("Giám đốc Sở Tài chính", HERE)), 1, 1),
        (said(("Tài chính", HERE)), 1, 1),
        (said(("Sở", HERE)), 0, 0),
        (said(("Sở Tài chính", ELSEWHERE)), 0, 0),
        (said(("Sở Y tế", HERE), ("STC", HERE)), 0, 1),
        (said(), 0, 0),
    ],
)
def test_value_and_document_must_be_right(given, first, anywhere):
    found = values(GOLD, given)
    assert (found["right@1"], found["right"], found["correct"]) == (first, anywhere, first)
    assert found["answered"] == bool(given.answers)


def test_the_document_must_be_among_the_first_five_hits():
    assert values(GOLD, said(hits=[ELSEWHERE] * 4 + [HERE]))["document@5"] == 1
    assert values(GOLD, said(hits=[ELSEWHERE] * 5 + [HERE]))["document@5"] == 0


def test_silence_is_right_where_there_is_no_answer():
    nothing = GoldAnswer("q", (), frozenset(), False)
    assert values(nothing, said()) == {"abstained": 1, "correct": 1}
    assert values(nothing, said(("x", HERE))) == {"abstained": 0, "correct": 0}


def test_neither_always_answering_nor_always_silence_wins():
    gold = {"a": GOLD, "b": GoldAnswer("b", (), frozenset(), False)}
    for given in (said(), said(("Sở Tài chính", HERE))):
        found = judge(gold, dict.fromkeys(gold, given))
        assert sum(found["correct"].values()) == 1


def test_a_question_without_a_line_is_wrong_both_ways():
    gold = {"a": GOLD, "b": GoldAnswer("b", (), frozenset(), False)}
    assert set(judge(gold, {})["correct"].values()) == {0.0}


def test_a_run_of_our_own_is_scored(cli, client, tmp_path):
    questions = [("a", "Sở nào chủ trì?"), ("b", "quý vắng"), ("c", "báo cáo ai")]
    (tmp_path / "q.tsv").write_text("".join(f"{key}\t{text}\n" for key, text in questions))
    out = tmp_path / "out.jsonl"
    cli("batch", str(tmp_path / "q.tsv"), "-o", str(out))
    gold = [
        {
            "id": "a",
            "values": ["Sở Tài chính"],
            "source": "cv12.txt",
            "type": "lead_agency",
            "status": "answered",
        },
        {"id": "b", "type": "deadline", "status": "abstained"},
        {"id": "c", "value": "Sở Y tế", "number": "12-CV/TU", "type": "lead_agency"},
        {"id": "d", "value": "x"},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)))
    command = ("eval", "--answers", str(tmp_path / "gold.jsonl"), "--run", str(out), "--by", "type")
    code, told, err = cli(*command, "--format", "tsv")
    assert code == 0
    assert "1 câu không có kết quả" in err
    found = {tuple(line.split("\t")[:2]): line.split("\t")[3:5] for line in told.splitlines()[1:]}
    assert found["all", "right@1"] == ["3", str(1 / 3)]
    assert found["all", "abstained"] == ["1", "1.0"]
    assert found["all", "correct"] == ["4", "0.5"]
    assert found["type=lead_agency", "right@1"] == ["2", "0.5"]
    assert ("type=deadline", "right@1") not in found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "status": "answered"}', "values"),
        ('{"id": "a", "status": "maybe"}', "status"),
        ('{"values": ["x"]}', '"id"'),
        ('{"id": "a", "values": {"x": 1}}', "values"),
    ],
)
def test_gold_that_is_none_is_told_with_its_line(tmp_path, line, told):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "0", "value": "x"}\n' + line)
    with pytest.raises(Exception, match="dòng 2") as caught:
        read_gold(path)
    assert told in caught.value.problem
