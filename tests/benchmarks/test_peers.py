"""The comparison with other libraries: what a worker measures, and what is made of it."""

import json
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL
from benchmarks.peers.engines.table import TABLE, load
from benchmarks.peers.figures import qualities, speeds
from benchmarks.peers.job import Job, Passage, Question, write_job
from benchmarks.peers.plot import Dot, drawing, frontier
from benchmarks.peers.report import write_report
from benchmarks.peers.worker import items, measure

TEXTS = ("thu hồi đất nông nghiệp", "cấp giấy phép lái xe", "trợ cấp thất nghiệp hằng tháng")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Three documents, the first of two passages, and a question for each."""
    passages = [Passage(f"d{i}-0000", f"d{i}", text) for i, text in enumerate(TEXTS)]
    passages.append(Passage("d0-0001", "d0", "bồi thường khi thu hồi đất"))
    questions = [Question(f"q{i}", "set", "as-is", text) for i, text in enumerate(TEXTS)]
    relevant = {f"q{i}": [f"d{i}"] for i in range(len(TEXTS))}
    documents = {f"d{i}": text for i, text in enumerate(TEXTS)}
    made = write_job(tmp_path / "jobs" / "set-test", documents, passages, questions, relevant, "documents")
    for name, count in (("vectors", len(passages)), ("question_vectors", len(questions))):
        np.save(made.folder / f"{name}.npy", np.eye(count, 4, dtype=np.float32))
    return made


def told(engine: str, job: Job, modes: dict[str, dict[str, object]], build_s: float) -> str:
    """Return what a worker would have written."""
    return json.dumps(
        [
            {
                "engine": engine,
                "collection": job.name,
                "versions": {},
                "passages": 100,
                "build_s": build_s,
                "rss_mb": 1.0,
                "disk_mb": 0.0,
                "modes": modes,
            }
        ]
    )


def test_a_worker_measures_a_library(job: Job) -> None:
    found = measure("bm25s", job, quality=True, speed=True)
    mode = found["modes"][LEXICAL]
    assert {key: next(iter(run)) for key, run in mode["runs"]["as-is"].items()} == {
        "q0": "d0",
        "q1": "d1",
        "q2": "d2",
    }
    assert set(mode["latency_ms"]) == {"q0", "q1", "q2"}
    assert found["passages"] == 4
    assert found["disk_mb"] > 0


def test_a_document_counts_once_by_its_best_passage() -> None:
    ranking = [("b-1", 3.0), ("a-1", 2.0), ("b-2", 1.0)]
    assert list(items(ranking, {"a-1": "a", "b-1": "b", "b-2": "b"})) == ["b", "a"]
    assert list(items(ranking, None)) == ["b-1", "a-1", "b-2"]


def test_encoding_counts_for_dense_rows_of_others_only(job: Job, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    latency = {"latency_ms": {"q0": 10.0, "q1": 10.0, "q2": 10.0}}
    modes: dict[str, dict[str, object]] = {DENSE: latency, HYBRID: latency, LEXICAL: latency}
    for name in ("ours", "txtai"):
        for at, build_s in enumerate((1.0, 9.0, 2.0)):
            path = runs / f"speed.{job.name}.{name}.{at}.json"
            path.write_text(told(name, job, modes, build_s), encoding="utf-8")
    encoder = {"int8": {"passages_s": 50.0, "question_ms": dict.fromkeys(("q0", "q1", "q2"), 5.0)}}
    for at in range(3):
        content = json.dumps({job.name: encoder | {"torch": {"passages_s": 10.0}}})
        (runs / f"encode.{at}.json").write_text(content, encoding="utf-8")
    found = {(one.engine, one.mode): one for one in speeds(runs, [job])}
    assert found["ours", HYBRID].p50 == 10.0  # embeds itself
    assert found["txtai", HYBRID].p50 == 15.0
    assert found["txtai", LEXICAL].p50 == 10.0
    assert found["txtai", LEXICAL].build_rate == 50.0  # median of three: 100 passages in 2 s
    assert found["txtai", DENSE].build_rate == found["ours", DENSE].build_rate == 25.0
    assert found["txtai", DENSE].as_library_s == 10.0


def test_quality_is_told_against_ours(job: Job, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    right = {f"q{i}": {f"d{i}": 0.0} for i in range(3)}
    wrong = {f"q{i}": {"d9": 0.0} for i in range(3)}
    for name, run in (("ours", right), ("txtai", wrong)):
        modes: dict[str, dict[str, object]] = {HYBRID: {"runs": {"as-is": run}}}
        path = runs / f"quality.{job.name}.{name}.json"
        path.write_text(told(name, job, modes, 1.0), encoding="utf-8")
    found = {(one.engine, one.collection): one for one in qualities(runs, [job])}
    assert found["ours", job.name].values["nDCG@10"] == 1.0
    assert found["txtai", "all test"].values["nDCG@10"] == 0.0
    assert found["ours", job.name].p is None
    assert found["txtai", job.name].p is not None
    write_report(tmp_path, [job], tmp_path / "out")
    assert "1.000" in (tmp_path / "out" / "tables.md").read_text(encoding="utf-8")


def test_a_row_that_lacks_a_set_has_no_mean_over_the_sets(job: Job, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    other = Job(tmp_path / "jobs" / "other-test")
    shutil.copytree(job.folder, other.folder)
    modes: dict[str, dict[str, object]] = {HYBRID: {"runs": {"as-is": {"q0": {"d0": 0.0}}}}}
    for name, one in (("ours", job), ("ours", other), ("txtai", job)):
        path = runs / f"quality.{one.name}.{name}.json"
        path.write_text(told(name, one, modes, 1.0), encoding="utf-8")
    found = {(one.engine, one.collection): one for one in qualities(runs, [job, other])}
    assert found["ours", "all test"].questions == 6
    assert ("txtai", job.name) in found
    assert ("txtai", "all test") not in found


def test_the_frontier_holds_what_nothing_beats() -> None:
    slow, best = Dot("slow", 9.0, 0.7, False), Dot("best", 5.0, 0.9, True)
    fast, dull = Dot("fast", 1.0, 0.5, False), Dot("dull", 2.0, 0.4, False)
    assert frontier([slow, best, fast, dull]) == [fast, best]
    root = ElementTree.fromstring(drawing([slow, best, fast, dull]))
    assert len(root.findall(".//{*}circle")) == 4


def test_every_engine_has_modes_and_packages() -> None:
    for name in TABLE:
        engine = load(name)
        assert engine.modes
        assert engine.packages
