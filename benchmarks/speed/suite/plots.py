"""The plots of docs/speed.md, drawn from the suite's results."""

from pathlib import Path
from typing import Any

from benchmarks.speed.suite.svg import Bar, Line, bars_plot, lines_plot

Found = dict[str, Any]  # the suite's results as JSON
_MODES = {"hybrid": "search, both legs", "dense": "dense leg alone", "lexical": "lexical leg alone"}


def draw(found: Found, folder: Path) -> None:
    """Write the plots for which there are results."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = sorted(found.get("questions", {}).values(), key=lambda each: each["passages"])
    if len(sizes) > 1:
        _write(folder / "speed-latency.svg", _latency(sizes))
        _write(folder / "speed-memory.svg", _memory(sizes))
        _write(folder / "speed-filters.svg", _filters(sizes))
    if sizes:
        _write(folder / "speed-parts.svg", _parts(sizes))
    if building := found.get("building"):
        _write(folder / "speed-build.svg", _build(building))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _latency(sizes: list[Found]) -> str:
    lines = [
        _line(_MODES[mode] + ", p50", sizes, lambda each, m=mode: each["search"][m]["p50_ms"])
        for mode in _MODES
    ]
    lines.append(_line("search, both legs, p99", sizes, lambda each: each["search"]["hybrid"]["p99_ms"]))
    lines.append(_line("ask, p50", sizes, lambda each: each["ask"]["p50_ms"]))
    lines.append(_line("ask, p99", sizes, lambda each: each["ask"]["p99_ms"]))
    return lines_plot("Milliseconds of a question by size of the collection", "passages", "ms", lines)


def _line(name: str, sizes: list[Found], value: Any) -> Line:  # noqa: ANN401  # a lambda
    return Line(name, tuple((each["passages"], value(each)["median"]) for each in sizes))


def _memory(sizes: list[Found]) -> str:
    lines = [
        Line(
            "resident after all questions", _points(sizes, lambda each: each["memory"]["asked"]["resident"])
        ),
        Line("its private part", _points(sizes, lambda each: each["memory"]["asked"]["private"])),
        Line("resident when opened", _points(sizes, lambda each: each["memory"]["opened"]["resident"])),
        *(
            Line(f"disk, {part}", _points(sizes, lambda each, p=part: each["disk"][p]))
            for part in ("catalog", "dense", "lexical")
        ),
    ]
    return lines_plot("Memory (MiB) and disk (MB) by size of the collection", "passages", "MiB, MB", lines)


def _points(sizes: list[Found], value: Any) -> tuple[tuple[float, float], ...]:  # noqa: ANN401
    return tuple((each["passages"], float(value(each))) for each in sizes)


def _filters(sizes: list[Found]) -> str:
    lines = []
    for each in sizes:
        by_share: dict[float, list[float]] = {100.0: [each["search"]["hybrid"]["p50_ms"]["median"]]}
        for row in each["filters"]:
            share = float(row["filter"].split()[-1].rstrip("%"))
            by_share.setdefault(share, []).append(row["p50_ms"]["median"])
        points = tuple((share, sum(own) / len(own)) for share, own in sorted(by_share.items()))
        lines.append(Line(f"{each['passages']:,} passages, p50", points))
    across = "% of the documents that pass (mean of a filter by kind and one by issuer)"
    return lines_plot("Milliseconds of a filtered search", across, "ms", lines)


def _parts(sizes: list[Found]) -> str:
    bars = []
    for each in sizes:
        parts = {name: value["median"] for name, value in each["parts"].items()}
        known = sum(value for name, value in parts.items() if name != "whole search")
        rest = max(parts["whole search"] - known, 0.0)
        shown = [(name, value) for name, value in parts.items() if name != "whole search"]
        bars.append(Bar(f"{each['passages']:,}", (*shown, ("the rest: Python, SQLite", rest))))
    return bars_plot("Where the time of a search goes, by passages", "ms", bars)


def _build(building: Found) -> str:
    stages = building["by_stage"]
    total = stages["all_per_s"]
    parts = tuple((name, share * 1000 / total) for name, share in stages["share"].items())
    return bars_plot("Where the time of the build goes, a passage", "ms", [Bar("one core", parts)])
