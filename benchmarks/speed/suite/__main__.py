"""All about speed, in one command.

    python -m benchmarks.speed.corpora --data ../shared/data --folder build/scale --sizes 6k 60k 1m   # once
    python -m benchmarks.speed.suite --folder build/scale --data ../shared/data

Each measurement runs in a process of its own, one after the other; nothing else should run. What is measured
is kept in OUT/suite.json (`--only` measures parts of it anew, `--only report` nothing). Then the tables and
plots in `docs/` are written from it. `adding` puts documents into the collections and takes them out again.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.corpora.collection import is_ready
from benchmarks.speed.suite.plots import draw
from benchmarks.speed.suite.report import write_tables

ROOT = Path(__file__).resolve().parents[3]
RESULTS = ROOT / "benchmarks" / "speed" / "results"
PARTS = ("machine", "start", "building", "questions", "recall", "adding", "report")
SIZES = ("6k", "60k", "1m")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, then write tables and plots."""
    options = _options(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "suite.json"
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for part in options.only:
        for key, arguments in _jobs(part, options):
            began = time.perf_counter()
            result = _child(part, arguments)
            print(f"{part} {key}: {time.perf_counter() - began:.0f} s", flush=True)
            found.setdefault(part, {})
            if key:
                found[part][key] = result
            else:
                found[part] = result
            kept.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_tables(found, options.docs)
    draw(found, options.docs.parent / "images")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed.suite",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--folder", type=Path, help="where benchmarks.speed.corpora has put its collections")
    parser.add_argument("--data", type=Path, help="development data for the build; else the shipped samples")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "speed.md")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sizes", nargs="+", default=list(SIZES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--questions", type=int, default=200, help="of a run of searches")
    parser.add_argument("--asks", type=int, default=60, help="questions of a run of answers")
    options = parser.parse_args(argv)
    if options.folder is None and options.only != ["report"]:
        parser.error("--folder is missing")
    return options


def _jobs(part: str, options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """Return the processes of a part: the key of its result, and its arguments."""
    runs = ["--runs", str(options.runs)]
    sizes = [size for size in options.sizes if part != "report" and _ready(options.folder / size)]
    if part == "start":
        return [(size, [*runs, "--folder", str(options.folder / size)]) for size in sizes]
    if part == "building":
        return [("", ["--data", str(options.data)] if options.data else [])]
    if part == "questions":
        counts = ["--questions", str(options.questions), "--asks", str(options.asks)]
        return [(size, [*runs, *counts, "--folder", str(options.folder / size)]) for size in sizes]
    if part == "recall":
        pool = ["--pool", str(options.folder / "pool.npz"), "--questions", str(options.questions)]
        return [(size, [*pool, "--folder", str(options.folder / size)]) for size in sizes]
    if part == "adding":
        pool = [*runs, "--pool", str(options.folder / "pool.npz")]
        return [(size, [*pool, "--folder", str(options.folder / size)]) for size in sizes]
    return [("", [])] if part == "machine" else []


def _ready(folder: Path) -> bool:
    if not is_ready(folder):
        print(f"{folder} is not complete, or its index is of another format: left out", flush=True)
        return False
    return True


def _child(part: str, arguments: list[str]) -> object:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed.suite.child", part, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
