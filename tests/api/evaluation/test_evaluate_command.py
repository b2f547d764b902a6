import json

import pytest

pytest.importorskip("ir_measures")

QRELS = "1 0 a 1\n1 0 b 0\n2 0 b 1\n3 0 c 2\n"
GOOD = "1 Q0 a 1 0.9 t\n2 Q0 x 1 0.8 t\n2 Q0 b 2 0.7 t\n3 Q0 c 1 1 t\n9 Q0 z 1 1 t\n"
BAD = "1 Q0 b 1 0.9 t\n1 Q0 a 2 0.5 t\n2 Q0 x 1 0.8 t\n"


@pytest.fixture
def files(tmp_path):
    for name, content in (("qrels", QRELS), ("good", GOOD), ("bad", BAD)):
        (tmp_path / name).write_text(content)
    queries = [{"id": 1, "kind": "x"}, {"id": "2", "kind": "y"}, {"id": "3"}]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    return tmp_path


def args(folder, *runs, qrels="qrels"):
    named = [part for run in runs for part in ("--run", str(folder / run))]
    return ("eval", "--qrels", str(folder / qrels), *named)


def rows(out):
    head, *lines = (line.split("\t") for line in out.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_one_run_is_a_line_for_each_measure(cli, files):
    code, out, err = cli(*args(files, "good"), "-m", "RR@10", "-m", "R@1")
    assert (code, out, err) == (0, f"RR@10\t{2.5 / 3:.4f}\nR@1\t{2 / 3:.4f}\n", "")


def test_a_question_without_results_is_zero_and_told(cli, files):
    code, out, err = cli(*args(files, "bad"), "-m", "RR@10")
    assert (code, out) == (0, f"RR@10\t{0.5 / 3:.4f}\n")
    assert err == "bad: 1 câu không có kết quả, tính là 0.\n"


def test_names_that_are_nowhere_the_same_are_told(cli, files):
    (files / "named").write_text("1 Q0 a.txt 1 0.9 t\n2 Q0 b.txt 1 0.8 t\n3 Q0 c.txt 1 1 t\n")
    code, out, err = cli(*args(files, "named"), "-m", "RR@10")
    assert (code, out) == (0, "RR@10\t0.0000\n")
    assert err.startswith("named: không kết quả nào mang một tên có trong tệp đánh giá")
    assert "--unit" in err


def test_runs_are_compared_with_the_first_and_slices_with_themselves(cli, files):
    more = ("--by", "kind", "--queries", str(files / "queries.jsonl"), "-m", "RR@10", "--format", "tsv")
    code, out, _ = cli(*args(files, "bad", "good"), *more)
    assert code == 0
    found = {(row["slice"], row["run"]): row for row in rows(out)}
    assert {name for name, _ in found} == {"all", "kind=x", "kind=y", "kind=(không có)"}
    whole = found["all", "good"]
    assert float(whole["delta"]) == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert (whole["queries"], whole["better"], whole["worse"]) == ("3", "3", "0")
    assert float(whole["p"]) == pytest.approx(2 / 8)  # of eight exchanges, none and all
    assert float(whole["p_holm"]) == 1.0  # four tests
    assert (found["kind=x", "good"]["mean"], found["kind=x", "bad"]["mean"]) == ("1.0", "0.5")
    assert found["all", "bad"]["p"] == ""


def test_the_table_for_people_says_what_its_columns_are(cli, files):
    out = cli(*args(files, "bad", "good"), "-m", "RR@10")[1]
    assert "+0.6667" in out
    assert "Holm's correction for 1 tests" in out


def test_slices_of_one_run_stand_against_measures(cli, files):
    by = ("--by", "kind", "--queries", str(files / "queries.jsonl"))
    told = cli(*args(files, "good"), *by, "-m", "RR@10", "-m", "R@1")[1]
    assert [line.split() for line in told.splitlines()[:3]] == [
        ["slice", "n", "RR@10", "R@1"], ["all", "3", "0.8333", "0.6667"], ["kind=x", "1", "1.0000", "1.0000"],
    ]  # fmt: skip


def test_json_tells_everything(cli, files):
    out = cli(*args(files, "bad", "good"), "-m", "RR@10", "--format", "json", "--per-query")[1]
    told = json.loads(out)
    assert [run["missing"] for run in told["runs"]] == [1, 0]
    assert told["runs"][1]["per_query"]["RR@10"] == {"1": 1.0, "2": 0.5, "3": 1.0}
    assert told["test"]["correction"] == "Holm"
    assert "per_query" not in cli(*args(files, "good"), "-m", "RR@10", "--format", "json")[1]


def test_mteb_names(cli, files):
    more = (
        "-m",
        "nDCG@10",
        "-m",
        "R@100",
        "-m",
        "RR@10",
        "-m",
        "AP@5",
        "--format",
        "mteb",
        "--task-name",
        "T",
    )
    told = json.loads(cli(*args(files, "good"), *more)[1])
    (scores,) = told["scores"]["test"]
    assert {"ndcg_at_10", "recall_at_100", "mrr_at_10", "map_at_5", "main_score", "languages"} < set(scores)
    assert told["task_name"] == "T"
    assert scores["main_score"] == scores["ndcg_at_10"]
    assert cli(*args(files, "good", "bad"), "--format", "mteb")[0] == 2


def test_judgements_and_runs_of_other_forms(cli, files):
    (files / "beir.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n3\tc\t2\n")
    pairs = [{"query_id": q, "doc_id": d, "relevance": 1} for q, d in (("1", "a"), ("2", "b"), ("3", "c"))]
    (files / "judged.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    hits = {1: ["a"], 2: ["x", "b"], 3: ["c"]}
    lines = [
        {"id": key, "hits": [{"passage_id": name, "score": 1 / (i + 1)} for i, name in enumerate(names)]}
        for key, names in hits.items()
    ]
    (files / "out.jsonl").write_text("\n".join(map(json.dumps, lines)))
    for qrels in ("qrels", "beir.tsv", "judged.jsonl"):
        assert cli(*args(files, "out.jsonl", qrels=qrels), "-m", "RR@10")[1] == f"RR@10\t{2.5 / 3:.4f}\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("good", "1 Q0 a 1 0.9 t\n\n1 Q0 b 2 0.9\n", "dòng 3: phải có 6 cột"),
        ("good", "1 Q0 a 1 x t\n", "dòng 1: điểm phải là số, đây là x"),
        ("good", "1 Q0 a 1 nan t\n", "dòng 1: điểm phải là số"),
        ("good", "1 Q0 a 1 2 t\n1 Q0 a 2 1 t\n", "dòng 2: a đã có ở trên cho câu 1"),
        ("qrels", "1 0 a 1\n1 0 b\n", "dòng 2: phải có 4 cột"),
        ("qrels", "1 0 a high\n", "dòng 1: mức liên quan phải là số nguyên"),
        ("qrels", "1 0 a 1\n1 0 a 0\n", "dòng 2: a đã được chấm khác"),
        ("qrels", "query-id\tcorpus-id\tscore\n1\ta\n", "dòng 2: phải có 3 cột"),
        ("qrels", "\n", "không có đánh giá nào"),
        ("good.jsonl", '{"id": 1, "hits": []}\n{"id": 1, "hits": []}\n', "dòng 2: câu 1 đã có"),
        ("good.jsonl", '{"id": 1}\n', "dòng 1: thiếu trường"),
        ("good.jsonl", "[1]\n", "dòng 1: không phải một đối tượng JSON"),
        ("good.jsonl", '{"id": 1, "hits": [{"passage_id": "a"}]}\n', "dòng 1: "),
    ],
)
def test_bad_input_is_told_with_file_and_line(cli, files, name, content, told):
    (files / name).write_text(content)
    run = name if name.startswith("good") else "good"
    code, out, err = cli(*args(files, run), "-m", "R@1")
    assert (code, out) == (2, "")
    assert f"{files / name}" in err
    assert told in err


def test_what_cannot_be_asked_is_a_usage_error(cli, files):
    assert cli(*args(files, "good"), "-m", "Magic@3")[0] == 2
    assert "Magic@3" in cli(*args(files, "good"), "-m", "Magic@3")[2]
    assert cli("eval", "--run", str(files / "good"))[0] == 2
    assert cli(*args(files, "good"), "--answers", str(files / "qrels"))[0] == 2
    assert cli(*args(files, "good"), "--by", "kind")[0] == 2
    by_none = ("--by", "colour", "--queries", str(files / "queries.jsonl"))
    assert "colour" in cli(*args(files, "good"), *by_none)[2]
