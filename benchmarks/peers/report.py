"""The results of a run: JSON, tables in Markdown, and the plot."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.peers.figures import (
    MEASURES,
    OURS,
    Quality,
    Row,
    Speed,
    qualities,
    rows,
    speeds,
    title,
    versions,
)
from benchmarks.peers.job import Job
from benchmarks.peers.plot import Dot, drawing

SETS = ("statutes", "headings", "web", "regulations", "samples")


def write_report(build: Path, jobs: Sequence[Job], out: Path) -> None:
    """Write results.json, tables.md and pareto.svg from what lies under `build`/runs."""
    out.mkdir(parents=True, exist_ok=True)
    quality = list(qualities(build / "runs", jobs))
    speed = list(speeds(build / "runs", jobs))
    about = {"machine": machine(), "versions": versions(build / "runs")}
    content = about | {
        "quality": [asdict(one) for one in quality],
        "speed": [asdict(one) | {"passages_per_s": one.build_rate} for one in speed],
    }
    (out / "results.json").write_text(json.dumps(rounded(content), indent=1) + "\n", encoding="utf-8")
    (out / "tables.md").write_text("\n".join(tables(quality, speed)) + "\n", encoding="utf-8")
    (out / "pareto.svg").write_text(drawing(dots(quality, speed)), encoding="utf-8")


def rounded(value: object) -> object:
    """Round every figure to four digits after the point."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


def machine() -> dict[str, str]:
    """Describe the machine."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next(line.split(":")[1].strip() for line in text.splitlines() if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{os.cpu_count()} x {model}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }


def tables(quality: Sequence[Quality], speed: Sequence[Speed]) -> Iterator[str]:
    """Yield the lines of all tables."""
    for part in ("test", "dev"):
        yield from (f"## Quality, {part} part", "", *overall(quality, part), "")
        yield from (f"### nDCG@10 by set, {part} part, as typed | without diacritics", "")
        yield from (*by_set(quality, part), "")
    collections = dict.fromkeys(one.collection for one in speed)
    for name in collections:
        own = [one for one in speed if one.collection == name]
        yield from (f"## Speed, `{name}`: {own[0].passages} passages", "", *timings(own), "")
        yield from (*of_mixed([one for one in quality if one.collection == name]), "")


def overall(quality: Sequence[Quality], part: str) -> Iterator[str]:
    """Yield one row for each way to ask: means over the sets."""
    yield ("| | " + " | ".join(f"{m}, {f}" for f in ("as typed", "bare") for m in MEASURES) + " |")
    yield "|---" * 7 + "|"
    found = {(one.engine, one.mode, one.form): one for one in quality if one.collection == f"all {part}"}
    for row in rows():
        cells = []
        for form in ("as-is", "bare"):
            one = found.get((*row, form))
            cells += [_told(one, name) for name in MEASURES]
        if any(cells):
            yield f"| {_name(row)} | " + " | ".join(cells) + " |"


def by_set(quality: Sequence[Quality], part: str) -> Iterator[str]:
    """Yield one row for each way to ask, a column for each set."""
    found = {(one.engine, one.mode, one.collection, one.form): one for one in quality}
    yield "| | " + " | ".join(SETS) + " |"
    yield "|---" * (len(SETS) + 1) + "|"
    for row in rows():
        pairs = [[found.get((*row, f"{name}-{part}", form)) for form in ("as-is", "bare")] for name in SETS]
        cells = [" \\| ".join(_told(one, "nDCG@10") for one in pair) if any(pair) else "" for pair in pairs]
        if any(cells):
            yield f"| {_name(row)} | " + " | ".join(cells) + " |"


def of_mixed(quality: Sequence[Quality]) -> Iterator[str]:
    """Yield the quality in one collection."""
    found = {(one.engine, one.mode, one.form): one for one in quality}
    yield "| | nDCG@10, as typed | R@10 | MRR@10 | nDCG@10, bare |"
    yield "|---|---|---|---|---|"
    for row in rows():
        written, bare = (found.get((*row, form)) for form in ("as-is", "bare"))
        cells = [_told(written, name) for name in MEASURES]
        if any(cells):
            yield f"| {_name(row)} | {' | '.join(cells)} | {_told(bare, 'nDCG@10')} |"


def timings(speed: Sequence[Speed]) -> Iterator[str]:
    """Yield build, latency, throughput and size of each row."""
    yield (
        "| | index, s | vectors, s | passages/s | passages/s, torch | p50, ms | p95 | p99 | questions/s "
        "| in a batch | memory, MB | disk, MB | rounds |"
    )
    yield "|---" * 13 + "|"
    for one in speed:
        as_library = one.passages / (one.index_s + one.as_library_s)
        batch = f"{one.batch:.0f}" if one.batch else ""
        disk = f"{one.disk_mb:.0f}" if one.disk_mb else ""
        cells = (
            f"{one.index_s:.1f}",
            f"{one.encode_s:.0f}" if one.encode_s else "",
            f"{one.build_rate:.0f}",
            f"{as_library:.0f}" if one.as_library_s and one.engine != "ours" else "",
            f"{one.p50:.1f}",
            f"{one.p95:.1f}",
            f"{one.p99:.1f}",
            f"{one.single:.0f}",
            batch,
            f"{one.rss_mb:.0f}",
            disk,
            str(one.rounds),
        )
        yield f"| {_name((one.engine, one.mode))} | " + " | ".join(cells) + " |"


def dots(quality: Sequence[Quality], speed: Sequence[Speed]) -> list[Dot]:
    """Return what is drawn: the largest collection that has both figures."""
    timed = {(one.engine, one.mode, one.collection): one for one in speed}
    judged = [
        one for one in quality if one.form == "as-is" and (one.engine, one.mode, one.collection) in timed
    ]
    if not judged:
        return []
    sizes = {one.collection: timed[one.engine, one.mode, one.collection].passages for one in judged}
    largest = max(sizes, key=lambda name: sizes[name])
    return [
        Dot(
            title((one.engine, one.mode)),
            timed[one.engine, one.mode, largest].p50,
            one.values["nDCG@10"],
            one.engine == OURS[0],
        )
        for one in judged
        if one.collection == largest
    ]


def _name(row: Row) -> str:
    return f"**{title(row)}**" if row == OURS else title(row)


def _told(one: Quality | None, name: str) -> str:
    """Return a figure; a star where the row differs from ours by more than chance (nDCG@10)."""
    if one is None:
        return ""
    star = " *" if name == "nDCG@10" and one.p is not None and one.p < 0.05 else ""
    return f"{one.values[name]:.3f}".removeprefix("0") + star
