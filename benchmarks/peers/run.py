"""Compare this project with other libraries: the same passages, questions and vectors, one after the other.

    python -m benchmarks.peers.run --data ../shared/data --out benchmarks/peers/results         # both parts
    python -m benchmarks.peers.run --data ../shared/data --out benchmarks/peers/results --part speed

`quality` asks every question of every set in two forms; its figures do not depend on the machine.
`speed` wants a quiet one: three rounds, each library in a process of its own on one core; where the first
took more than half a minute it is the only one. What was measured before stays in build/peers, and the tables
and the plot in --out are made of all of it. The libraries stand in an environment that is made there at the
first run.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.engines.table import TABLE
from benchmarks.peers.job import Job
from benchmarks.peers.prepare import MIXED, prepare
from benchmarks.peers.report import write_report

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = Path("build/peers")
SMALL = "headings-dev"
THREADS = {
    name: "1"
    for name in (
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS",
    )
}
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
QUIET = {"TOKENIZERS_PARALLELISM": "false", "PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}
_LIMIT = 1_800  # seconds for one process
_LONG = 30.0  # what took longer in the first round is measured in one round only


def main() -> None:
    args = _arguments()
    python = environment(args.build)
    jobs = prepare(args.build, args.data, args.passages)
    started = time.perf_counter()
    judged = args.collections or [job.name for job in jobs if not job.name.endswith("-dev")]
    timed = args.collections or [SMALL, f"{MIXED}-{args.passages // 1000}k" if args.passages else MIXED]
    if args.part in ("all", "quality"):
        quality(args, [job for job in jobs if job.name in judged], python)
    if args.part in ("all", "speed"):
        speed(args, [job for job in jobs if job.name in timed], python)
    print(f"# measured in {time.perf_counter() - started:.0f} s", flush=True)
    write_report(args.build, jobs, args.out)


def environment(build: Path) -> Path:
    """Return the interpreter of the libraries, installing them where they are not."""
    folder, wanted = build / ".venv", (HERE / "requirements.txt").read_text(encoding="utf-8")
    python, mark = folder / "bin" / "python", folder / "installed.txt"
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        # torch first and alone: pinned, so that nothing draws in another build of it.
        torch = next(line for line in wanted.splitlines() if line.startswith("torch=="))
        pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, torch], check=True)
        subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
        mark.write_text(wanted, encoding="utf-8")
    return python


def quality(args: argparse.Namespace, jobs: Sequence[Job], python: Path) -> None:
    """Ask everything of every library."""
    for name in args.engines:
        started = time.perf_counter()
        for job in jobs:
            # The slow ones would take an hour for all of a large collection.
            patience = args.patience if job.name.startswith(MIXED) else 1e9
            out = args.build / "runs" / f"quality.{job.name}.{name}.json"
            if out.exists() and not TABLE[name].own:  # nothing of it changes but with its version
                continue
            _work(name, [job], out, python, "--quality", "--patience", str(patience))
        print(f"# quality of {name}: {time.perf_counter() - started:.0f} s", flush=True)


def speed(args: argparse.Namespace, jobs: Sequence[Job], python: Path) -> None:
    """Take time in rounds, so that a disturbance meets every library."""
    for at in range(args.rounds):
        core = ["--core", str(args.core)]
        out = args.build / "runs" / f"encode.{at}.json"
        folders = [str(job.folder) for job in jobs]
        command = [sys.executable, "-m", "benchmarks.peers.encode", "--jobs", *folders, "--out", str(out)]
        _run([*command, *core])
        for name in args.engines:
            started = time.perf_counter()
            for job in jobs:
                out = args.build / "runs" / f"speed.{job.name}.{name}.{at}.json"
                out.unlink(missing_ok=True)
                if at and _seconds(out.with_name(f"speed.{job.name}.{name}.0.json")) > _LONG:
                    continue
                _work(name, [job], out, python, "--speed", *core)
            load = os.getloadavg()[0]
            took = time.perf_counter() - started
            print(f"# round {at + 1}, {name}: {took:.0f} s, load {load:.1f}", flush=True)


def _seconds(told: Path) -> float:
    """Return what a process took; what failed is not tried again."""
    return float(json.loads(told.read_text(encoding="utf-8"))[0]["seconds"]) if told.exists() else math.inf


def _work(name: str, jobs: Sequence[Job], out: Path, python: Path, *options: str) -> None:
    interpreter = sys.executable if TABLE[name].own else python
    folders = [job.folder for job in jobs]
    out.parent.mkdir(parents=True, exist_ok=True)
    _run(
        [
            interpreter,
            "-m",
            "benchmarks.peers.worker",
            "--engine",
            name,
            "--jobs",
            *folders,
            "--out",
            out,
            *options,
        ]
    )


def _run(command: Sequence[str | Path]) -> None:
    """Run one process and wait for it; what fails is told, and the others go on."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | THREADS | OFFLINE | QUIET, capture_output=True, timeout=_LIMIT
        )
    except subprocess.TimeoutExpired:
        print(f"# given up after {_LIMIT} s: {' '.join(map(str, command))}", flush=True)
        return
    if done.returncode:
        print(f"# failed: {' '.join(map(str, command))}\n{done.stderr.decode()[-2000:]}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=BUILD)
    parser.add_argument("--part", choices=("all", "quality", "speed", "report"), default="all")
    parser.add_argument("--engines", nargs="+", choices=tuple(TABLE), default=tuple(TABLE))
    parser.add_argument(
        "--collections", nargs="+", help="else test parts and mixed for quality, two for speed"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--passages", type=int, default=0, help="one more collection, of so many passages")
    parser.add_argument(
        "--patience", type=float, default=180, help="seconds a mode of a mixed collection has"
    )
    args = parser.parse_args()
    args.build = args.build.resolve()
    return args


if __name__ == "__main__":
    main()
