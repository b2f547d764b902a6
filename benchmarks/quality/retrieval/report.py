"""What a run of the benchmark writes: a table, JSON, and TREC files that `chidao eval` reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.quality.retrieval.measures import MEASURES, judgements
from benchmarks.quality.retrieval.types import RetrievalSet, Run


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `p` is of the difference to the hybrid row, None where there is none."""

    set: str
    form: str
    row: str
    queries: int
    values: Mapping[str, float]
    p: float | None


def table(lines: Sequence[Line]) -> str:
    """Return the figures as plain text."""
    head = f"{'set':12}{'form':8}{'row':12}{'n':>5}" + "".join(f"{name:>9}" for name in MEASURES)
    shown = [head + "   p (hybrid)"]
    for line in lines:
        values = "".join(f"{line.values[name]:9.3f}" for name in MEASURES)
        p = f"{line.p:13.4f}" if line.p is not None else ""
        shown.append(f"{line.set:12}{line.form:8}{line.row:12}{line.queries:5}{values}{p}")
    return "\n".join(shown)


def write(folder: Path, lines: Sequence[Line], about: Mapping[str, str]) -> None:
    """Write figures.json."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"about": dict(about), "lines": [asdict(line) for line in lines]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(text + "\n", encoding="utf-8")


def write_trec(folder: Path, asked: RetrievalSet, form: str, runs: Mapping[str, Run]) -> None:
    """Write the judgements of a set and the run of each row."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{one.query_id} 0 {one.doc_id} {one.relevance}\n" for one in judgements(asked)]
    (folder / f"{asked.name}.qrels").write_text("".join(lines), encoding="utf-8")
    for row, run in runs.items():
        lines = [
            f"{query_id} Q0 {item} {rank} {score!r} {row}\n"
            for query_id, found in run.items()
            for rank, (item, score) in enumerate(found.items(), 1)
        ]
        (folder / f"{asked.name}.{form}.{row}.run").write_text("".join(lines), encoding="utf-8")
