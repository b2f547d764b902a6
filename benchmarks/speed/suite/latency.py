"""How long questions take in one data directory, what memory that needs, and where the time goes."""

import gc
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speed.corpora.headers import COMMON, KINDS
from benchmarks.speed.suite.machine import JSON, spread
from benchmarks.speed.suite.opened import opened
from benchmarks.speed.suite.parts import at_once, parts
from search.engine import Engine
from search.stages import Lap, seconds_by_stage
from search.types import Filters, Mode

SHARES = (0.5, 0.1, 0.01, 0.001)
WARM = 10  # questions asked before anything is measured
_PATIENCE = 40.0  # seconds after which a measurement begins no further run
_SHARED = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds: of each question in each of the runs, of the processor in each run, of all stages together."""

    runs: list[list[float]]
    cpu: list[float]
    stages: dict[str, float]

    def row(self) -> JSON:
        """Return milliseconds at the percentiles, each the median of the runs, and questions a second."""
        at = {q: [float(np.percentile(run, q)) * 1e3 for run in self.runs] for q in (50, 95, 99)}
        total = sum(map(sum, self.runs))
        return {
            "questions": len(self.runs[0]),
            "runs": len(self.runs),
            **{f"p{q}_ms": spread(values) for q, values in at.items()},
            "cpu_ms": spread([cpu / len(self.runs[0]) * 1e3 for cpu in self.cpu]),
            "per_s": spread([len(run) / sum(run) for run in self.runs], 1),
            "share": {stage: round(value / total, 3) for stage, value in self.stages.items()},
        }


def timed(work: Callable[[str], tuple[Lap, ...]], questions: Sequence[str], runs: int) -> Timed:
    """Ask all questions one after the other, in several runs."""
    for question in questions[:WARM]:
        work(question)
    taken: list[list[float]] = []
    spent: list[float] = []
    stages: dict[str, float] = {}
    began = time.perf_counter()
    for _ in range(runs):
        if taken and time.perf_counter() - began > _PATIENCE:
            break
        run, before = [], time.process_time()
        for question in questions:
            start = time.perf_counter()
            laps = work(question)
            run.append(time.perf_counter() - start)
            for stage, seconds in seconds_by_stage(laps).items():
                stages[stage.value] = stages.get(stage.value, 0.0) + seconds
        taken.append(run)
        spent.append(time.process_time() - before)
    return Timed(taken, spent, stages)


def measured(folder: Path, questions: Sequence[str], runs: int, asks: int) -> JSON:
    """Open a directory and measure searches, answers, batches, filters, memory and disk."""
    before, start = memory(), time.perf_counter()
    with opened(folder) as (runtime, engine):
        found: JSON = {"opened_s": round(time.perf_counter() - start, 2)}
        kept: JSON = {"opened": memory()}
        found["passages"] = engine.search(questions[0], 1).total
        found["search"] = {mode.value: _search(engine, questions, runs, mode) for mode in Mode}
        kept["searched"] = memory()
        found["filters"] = _filtered(engine, questions, runs)
        found["ask"] = timed(lambda one: engine.ask(one).laps, questions[:asks], runs).row()
        kept["asked"] = memory()
        few, embedder = questions[:asks], runtime.embedder()
        found["parts"] = parts(engine, embedder, few, runs)
        found["at_once"] = at_once(engine, embedder, few, runs)
    found["memory"] = {"started": before, **kept}
    found["disk"] = disk(folder)
    return found


def _search(
    engine: Engine, questions: Sequence[str], runs: int, mode: Mode, filters: Filters | None = None
) -> JSON:
    return timed(lambda one: engine.search(one, 10, mode, filters).laps, questions, runs).row()


def _filtered(engine: Engine, questions: Sequence[str], runs: int) -> list[JSON]:
    """Search with filters by kind and by issuer that leave known shares of a made collection."""
    rows: list[JSON] = []
    for name, filters in filters_by_share():
        total = engine.search(questions[0], 1, Mode.HYBRID, filters).total
        if total:
            row = _search(engine, questions[: len(questions) // 2], runs, Mode.HYBRID, filters)
            rows.append({"filter": name, "passages": total, **row})
    return rows


def filters_by_share() -> list[tuple[str, Filters]]:
    """Return filters that leave half, a tenth, a hundredth and a thousandth, by kind and by issuer."""
    kinds = {share: name.lower() for (name, _), share in KINDS.items()}
    issuers = {share: name for (name, _), share in COMMON.items()}
    found = []
    for share in SHARES:
        found.append((f"kind, {share:.1%}", Filters(kinds=(kinds[share],))))
        found.append((f"issuer, {share:.1%}", Filters(issuers=(issuers[share],))))
    return found


def memory() -> JSON:
    """Return MiB of this process: resident, its private part, and what the system may drop (mapped files)."""
    gc.collect()
    text = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8")
    kb = {name: int(value) for name, value in _SHARED.findall(text)}
    status = dict(_SHARED.findall(Path("/proc/self/status").read_text(encoding="utf-8")))
    return {
        "resident": kb["Rss"] // 1024,
        "private": (kb["Private_Dirty"] + kb["Private_Clean"]) // 1024,
        "anonymous": kb["Anonymous"] // 1024,
        "files": int(status["RssFile"]) // 1024,
    }


def disk(folder: Path) -> JSON:
    """Return MB by part of a data directory."""
    parts = {"catalog": folder.glob("catalog.sqlite*"), "dense": (folder / "index" / "dense").rglob("*")}
    parts["lexical"] = (path for each in (folder / "index").glob("lexical*") for path in each.rglob("*"))
    return {
        name: round(sum(path.stat().st_size for path in paths if path.is_file()) / 1e6, 1)
        for name, paths in parts.items()
    }
