"""What the processes of a run have written, as figures: quality of each row, and speed of each row."""

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.engines.base import DENSE, HYBRID
from benchmarks.peers.engines.table import TABLE, load
from benchmarks.peers.job import Job
from benchmarks.quality.retrieval.measures import mean, p_value, per_query
from benchmarks.quality.retrieval.types import RetrievalSet

OURS = ("ours", HYBRID)
MEASURES = ("nDCG@10", "R@10", "MRR@10")
Row = tuple[str, str]  # engine and mode
PerQuery = dict[str, dict[str, float]]  # measure -> question id -> value


@dataclass(frozen=True, slots=True)
class Quality:
    """Means of one row over the questions of a collection, or over collections; `p` against ours."""

    engine: str
    mode: str
    collection: str
    form: str
    questions: int
    values: Mapping[str, float]
    p: float | None


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians of one row over the rounds.

    Attributes:
        index_s: seconds to index the passages, without their vectors.
        encode_s: seconds that the vectors take; 0 for rows without them.
        as_library_s: the same where the library runs the model with sentence-transformers.
        p50, p95, p99: milliseconds of a question, its vector included.
        batch: questions a second in one call, None where there is no such call.
        single: questions a second one after the other.
    """

    engine: str
    mode: str
    collection: str
    passages: int
    rounds: int
    index_s: float
    encode_s: float
    as_library_s: float
    p50: float
    p95: float
    p99: float
    batch: float | None
    single: float
    rss_mb: float
    disk_mb: float

    @property
    def build_rate(self) -> float:
        """Return passages a second, vectors included."""
        return self.passages / (self.index_s + self.encode_s)


def rows() -> list[Row]:
    """Return the rows of every table."""
    return [(name, mode) for name in TABLE for mode in load(name).modes]


def title(row: Row) -> str:
    """Return what a row is called."""
    engine, mode = row
    return TABLE[engine].title if len(load(engine).modes) == 1 else f"{TABLE[engine].title}, {mode}"


def qualities(runs: Path, jobs: Sequence[Job]) -> Iterator[Quality]:
    """Yield the quality of every row in every collection, and over the test parts of the sets together."""
    together: dict[str, dict[Row, dict[str, PerQuery]]] = {}
    for job in jobs:
        asked = RetrievalSet(job.name, {}, {}, {key: frozenset(right) for key, right in job.relevant.items()})
        for form, of_form in _runs(runs, job).items():
            measured = {row: per_query(asked, run) for row, run in of_form.items()}
            yield from _qualities(job.name, form, measured)
            for part in ("dev", "test"):
                if job.name.endswith(f"-{part}"):
                    for row, values in measured.items():
                        of_part = together.setdefault(f"{part}/{form}", {})
                        of_part.setdefault(row, {})[job.name] = values
    for key, of_part in together.items():
        part, form = key.split("/")
        # A row that lacks a set that ours has cannot be compared with it.
        whole = {
            row: list(of.values()) for row, of in of_part.items() if of.keys() == of_part.get(OURS, of).keys()
        }
        yield from _qualities_together(f"all {part}", form, whole)


def _runs(runs: Path, job: Job) -> dict[str, dict[Row, dict[str, dict[str, float]]]]:
    found: dict[str, dict[Row, dict[str, dict[str, float]]]] = {}
    for name in TABLE:
        for told in _read(runs / f"quality.{job.name}.{name}.json"):
            for mode, of_mode in told["modes"].items():
                for form, run in of_mode["runs"].items():
                    found.setdefault(form, {})[name, mode] = run
    return found


def _qualities(collection: str, form: str, measured: Mapping[Row, PerQuery]) -> Iterator[Quality]:
    ours = measured.get(OURS)
    for row, values in measured.items():
        p = p_value(ours["nDCG@10"], values["nDCG@10"]) if ours and row != OURS else None
        means = {name: mean(values[name]) for name in MEASURES}
        yield Quality(*row, collection, form, len(values["nDCG@10"]), means, p)


def _qualities_together(
    collection: str, form: str, of_row: Mapping[Row, list[PerQuery]]
) -> Iterator[Quality]:
    """Yield means over the sets, each counting alike; the test is over all questions."""
    pooled = {row: {name: _joined(parts, name) for name in MEASURES} for row, parts in of_row.items()}
    tested = {(one.engine, one.mode): one for one in _qualities(collection, form, pooled)}
    for row, parts in of_row.items():
        means = {name: float(np.mean([mean(part[name]) for part in parts])) for name in MEASURES}
        yield Quality(*row, collection, form, tested[row].questions, means, tested[row].p)


def _joined(parts: Sequence[PerQuery], name: str) -> dict[str, float]:
    return {f"{at}/{key}": value for at, part in enumerate(parts) for key, value in part[name].items()}


def speeds(runs: Path, jobs: Sequence[Job]) -> Iterator[Speed]:
    """Yield the speed of every row in every collection that was timed."""
    for job in jobs:
        for name in TABLE:
            told = []
            for path in sorted(runs.glob(f"speed.{job.name}.{name}.*.json")):
                encoder = _read(runs / f"encode.{path.suffixes[-2].removeprefix('.')}.json")
                told += [(one, encoder[job.name]) for one in _read(path)]
            for mode in load(name).modes if told else ():
                yield _speed(name, mode, job.name, told)


def _speed(name: str, mode: str, collection: str, told: Sequence[tuple[dict[str, Any], Any]]) -> Speed:
    needs = mode in (DENSE, HYBRID)
    adds = needs and not load(name).embeds
    times, batches, singles = [], [], []
    for one, encoder in told:
        of_mode, question_ms = one["modes"][mode], encoder["int8"]["question_ms"]
        taken = {key: ms + adds * question_ms[key] for key, ms in of_mode["latency_ms"].items()}
        times.append(np.percentile(list(taken.values()), (50, 95, 99)))
        singles.append(1000 * len(taken) / sum(taken.values()))
        if "batch" in of_mode:
            asked = of_mode["batch"]["questions"]
            seconds = of_mode["batch"]["seconds"] + adds * sum(question_ms[key] for key in asked) / 1000
            batches.append(len(asked) / seconds)
    passages = told[0][0]["passages"]
    p50, p95, p99 = (float(value) for value in np.median(times, axis=0))
    return Speed(
        name,
        mode,
        collection,
        passages,
        len(told),
        index_s=statistics.median(one["build_s"] for one, _ in told),
        encode_s=needs * passages / statistics.median(e["int8"]["passages_s"] for _, e in told),
        as_library_s=needs * passages / statistics.median(e["torch"]["passages_s"] for _, e in told),
        p50=p50,
        p95=p95,
        p99=p99,
        batch=statistics.median(batches) if batches else None,
        single=statistics.median(singles),
        rss_mb=statistics.median(one["rss_mb"] for one, _ in told),
        disk_mb=statistics.median(one["disk_mb"] for one, _ in told),
    )


def versions(runs: Path) -> dict[str, str]:
    """Return package -> version, of all that was measured."""
    found: dict[str, str] = {}
    for path in sorted(runs.glob("*.json")):
        if not path.name.startswith("encode"):
            for told in _read(path):
                found |= told["versions"]
    return dict(sorted(found.items()))


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
