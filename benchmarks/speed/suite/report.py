"""The tables of docs/speed.md, written between its markers."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Found = dict[str, Any]  # the suite's results as JSON
_REGION = re.compile(r"(<!-- suite:(\w+) -->\n).*?(<!-- /suite -->)", re.DOTALL)


def write_tables(found: Found, path: Path) -> None:
    """Write every marked region for which there are results anew."""

    def region(match: re.Match[str]) -> str:
        name = match[2]
        return f"{match[1]}\n{table}\n{match[3]}" if (table := _table(name, found)) else match[0]

    text = path.read_text(encoding="utf-8")
    path.write_text(_REGION.sub(region, text), encoding="utf-8")


def _table(name: str, found: Found) -> str:
    needs, make = _TABLES[name]
    return make(found) if all(need in found for need in needs) else ""


def _rows(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [" | ".join(head), "|".join("---" for _ in head), *(" | ".join(map(str, row)) for row in rows)]
    return "".join(f"| {line} |\n" if i != 1 else f"|{line}|\n" for i, line in enumerate(lines))


def _sizes(found: Found, part: str) -> list[Found]:
    return sorted(found[part].values(), key=lambda each: each["passages"])


def _told(value: Found) -> str:
    """Write a median with its spread."""
    return f"{_short(value['median'])} ({_short(value['least'])} to {_short(value['most'])})"


def _short(value: float) -> str:
    """Write a number with three digits, or all of those before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _percentiles(row: Found) -> str:
    return " / ".join(_short(row[f"p{q}_ms"]["median"]) for q in (50, 95, 99))


def _machine(found: Found) -> str:
    told = found["machine"]["machine"]
    libraries = ", ".join(f"{name} {value}" for name, value in told["libraries"].items())
    return _rows(
        ("machine", ""),
        [
            ("processor", f"{told['cpu']}, {told['cores']} cores, {', '.join(told['instructions'])}"),
            ("caches of a core", told["cache"]),
            ("memory", f"{told['memory_gib']} GiB"),
            ("system", told["system"]),
            ("libraries", libraries),
            ("day, load before", f"{told['day']}, {told['load']}"),
        ],
    )


def _start(found: Found) -> str:
    sizes = found["start"]
    names = list(next(iter(sizes.values())))
    rows = [(name, *(_told(each[name]) for each in sizes.values())) for name in names]
    return _rows(("seconds", *(f"{size} passages" for size in sizes)), rows)


def _build(found: Found) -> str:
    stages, command = found["building"]["by_stage"], found["building"]["by_command"]
    rows: list[tuple[object, ...]] = [
        (name, f"{rate:,.0f}", f"{stages['share'][name]:.1%}") for name, rate in stages["per_s"].items()
    ]
    rows += [
        (f"all {stages['files']} files, one stage after the other", f"{stages['all_per_s']:,.1f}", ""),
        ("`chidao ingest`: embedding and indexing, one beside the other", command["indexing_per_s"], ""),
        (f"`chidao ingest`, start and reading included ({command['seconds']} s)", command["all_per_s"], ""),
    ]
    return _rows(("stage", "passages/s", "share"), rows)


def _latency(found: Found) -> str:
    rows = []
    for each in _sizes(found, "questions"):
        asked = {f"search, {mode}": row for mode, row in each["search"].items()} | {"ask": each["ask"]}
        rows += [
            (
                f"{each['passages']:,}",
                name,
                _percentiles(row),
                _told(row["p50_ms"]),
                _told(row["per_s"]),
                _short(row["cpu_ms"]["median"]),
                f"{row['questions']} x {row['runs']}",
            )
            for name, row in asked.items()
        ]
    head = (
        "passages",
        "what",
        "p50 / p95 / p99, ms",
        "p50 over the runs",
        "questions/s, one client",
        "processor, ms",
        "asked",
    )
    return _rows(head, rows)


def _many(found: Found) -> str:
    sizes = _sizes(found, "questions")
    names = list(sizes[0]["at_once"])
    rows = [(name, *(_told(each["at_once"][name]) for each in sizes)) for name in names]
    return _rows(("questions/s", *(f"{each['passages']:,} passages" for each in sizes)), rows)


def _memory(found: Found) -> str:
    rows = []
    for each in _sizes(found, "questions"):
        memory, disk = each["memory"], each["disk"]
        rows.append(
            (
                f"{each['passages']:,}",
                each["opened_s"],
                *(f"{memory[when]['resident']} / {memory[when]['private']}" for when in ("opened", "asked")),
                *(f"{disk[part]:,.0f}" for part in ("catalog", "dense", "lexical")),
            )
        )
    head = ("passages", "opened in, s", "opened: resident / private, MiB", "after all questions")
    return _rows((*head, "catalog, MB", "dense, MB", "lexical, MB"), rows)


def _filters(found: Found) -> str:
    recalls = {(size, row["filter"]): row for size, rows in found.get("recall", {}).items() for row in rows}
    rows = []
    for size, each in found["questions"].items():
        whole = {"filter": "none", "passages": each["passages"], **each["search"]["hybrid"]}
        for row in (whole, *each["filters"]):
            near = recalls.get((size, row["filter"]))
            told = f"{near['recall']:.4f}" if near else ""
            rows.append(
                (f"{each['passages']:,}", row["filter"], f"{row['passages']:,}", _percentiles(row), told)
            )
    head = ("passages", "filter", "pass", "search: p50 / p95 / p99, ms", "dense leg: recall@10 of exact")
    return _rows(head, rows)


def _adding(found: Found) -> str:
    names = {
        "catalog": "catalog, s",
        "index": "embedded and indexed, s",
        "processor": "processor, s",
        "written_mb": "written, MB",
        "out": "taken out again, s",
    }
    sizes = _sizes(found, "adding")
    rows = [(told, *(_told(each[name]) for each in sizes)) for name, told in names.items()]
    return _rows(
        ("one document of ten passages", *(f"{each['passages']:,} passages" for each in sizes)), rows
    )


def _parts(found: Found) -> str:
    sizes = _sizes(found, "questions")
    rows: list[tuple[object, ...]] = [
        (name, *(_told(each["parts"][name]) for each in sizes)) for name in sizes[0]["parts"]
    ]
    return _rows(("ms a question", *(f"{each['passages']:,} passages" for each in sizes)), rows)


def _roofline(found: Found) -> str:
    best, work = found["machine"]["best"], found["machine"]["question"]
    sizes = _sizes(found, "questions")
    encoder = min(each["parts"]["encoder"]["median"] for each in sizes)
    reached = work["gop"] / encoder * 1e3
    rows: list[tuple[object, ...]] = [
        ("reading memory, one thread", f"{best['read_gb_s']} GB/s", "", ""),
        ("products of a vector with all, one thread", f"{best['scan_gb_s']} GB/s", "", ""),
        ("product of fp32 matrices, one thread", f"{best['fp32_gflop_s']} GFLOP/s", "", ""),
        (
            f"encoder: {work['tokens']} tokens, {work['gop']} Gop a question",
            f"{best['int8_gop_s']} Gop/s (int8 product)",
            f"{reached:.0f} Gop/s",
            f"{reached / best['int8_gop_s']:.0%}",
        ),
    ]
    for each in sizes:
        size = each["passages"] * 384 * 4
        taken = each["parts"]["dense index"]["median"]
        limit = size / best["read_gb_s"] / 1e6
        rows.append(
            (
                f"exact scan of {each['passages']:,} passages, {size / 1e6:,.0f} MB",
                f"{limit:.2f} ms",
                f"{taken:.2f} ms",
                f"{limit / taken:.0%}",
            )
        )
    return _rows(("what", "the machine's best", "reached", "share of the best"), rows)


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Found], str]]] = {
    "machine": (("machine",), _machine),
    "start": (("start",), _start),
    "build": (("building",), _build),
    "latency": (("questions",), _latency),
    "many": (("questions",), _many),
    "memory": (("questions",), _memory),
    "filters": (("questions",), _filters),
    "adding": (("adding",), _adding),
    "parts": (("questions",), _parts),
    "roofline": (("machine", "questions"), _roofline),
}
