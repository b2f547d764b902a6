from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from benchmarks.quality.retrieval.measures import mean, ndcg, p_value, per_query
from benchmarks.quality.retrieval.report import write_trec
from benchmarks.quality.retrieval.rows import _rrf
from benchmarks.quality.retrieval.types import RetrievalSet
from indexer.protocols import Scored

ASKED = RetrievalSet(
    "small",
    {"q1": "một", "q2": "hai", "q3": "ba"},
    {},
    {"q1": frozenset({"a"}), "q2": frozenset({"b", "c"}), "q3": frozenset({"d"})},
)
RUN = {"q1": {"x": 3.0, "a": 2.0}, "q2": {"b": 5.0, "x": 4.0, "c": 3.0}}


def test_a_question_without_results_counts_as_zero():
    values = per_query(ASKED, RUN)
    assert values["MRR@10"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}
    assert values["R@10"] == {"q1": 1.0, "q2": 1.0, "q3": 0.0}
    assert values["nDCG@10"]["q1"] == pytest.approx(0.6309, abs=1e-4)
    assert values["nDCG@10"]["q2"] == pytest.approx(1.5 / 1.6309, abs=1e-4)


def test_the_quick_measure_is_the_same():
    rankings = {key: list(found) for key, found in RUN.items()}
    assert ndcg(ASKED, rankings) == pytest.approx(mean(per_query(ASKED, RUN)["nDCG@10"]))


def test_chidao_eval_gives_the_same_figure(tmp_path: Path):
    write_trec(tmp_path, ASKED, "as-is", {"lexical": RUN})
    files = [f"--qrels={tmp_path / 'small.qrels'}", f"--run={tmp_path / 'small.as-is.lexical.run'}"]
    result = CliRunner().invoke(app, ["eval", *files, "-m", "nDCG@10", "-m", "RR@10"])
    values = per_query(ASKED, RUN)
    expected = [mean(values["nDCG@10"]), mean(values["MRR@10"])]
    assert result.stdout.split() == ["nDCG@10", f"{expected[0]:.4f}", "RR@10", f"{expected[1]:.4f}"]


def test_randomisation():
    same = {f"q{i}": 0.5 for i in range(30)}
    better = {key: value + 0.1 for key, value in same.items()}
    mixed = {key: value + (0.1 if i % 2 else -0.1) for i, (key, value) in enumerate(same.items())}
    assert p_value(same, same) == 1.0
    assert p_value(better, same) < 0.001
    assert p_value(mixed, same) > 0.9


def test_reciprocal_ranks():
    fused = _rrf([Scored("a", 9.0), Scored("b", 1.0)], [Scored("b", 3.0)])
    assert fused == [("b", pytest.approx(1 / 62 + 1 / 61)), ("a", pytest.approx(1 / 61))]
