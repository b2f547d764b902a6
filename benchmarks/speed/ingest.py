"""Ingest of many files: rate, memory, and what is left after being killed.

    python -m benchmarks.speed.ingest make FOLDER --files 10000 [--texts DIR]   short letters of known clauses
    python -m benchmarks.speed.ingest run FOLDER DATA                           rate and memory of one run
    python -m benchmarks.speed.ingest kill FOLDER DATA --kills 20               kill -9 at random, resume

The letters are made of clauses of the shipped samples, or of the texts in DIR, under numbers of their own;
the same arguments make the same files.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.catalog import Catalog
from corpus.sandbox.processes import below, resident_mib

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
_BODIES = ("Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Văn phòng Ủy ban nhân dân tỉnh")
_PROVINCES = ("An Giang", "Cao Bằng", "Đồng Tháp", "Lâm Đồng", "Nghệ An", "Quảng Trị", "Sơn La", "Tây Ninh")
_CLAUSE = re.compile(r"^(?:\d+[.)]|[a-zđ]\)|-)?\s*([A-ZĐÀ-Ỹ][^\n|]{80,400}[.;])$", re.MULTILINE)
_PER_FOLDER = 500


def clauses(texts: Path) -> list[str]:
    """Return the sentences and clauses of the texts of a folder, each once."""
    found: dict[str, None] = {}
    for path in sorted(texts.glob("*.txt")):
        found |= dict.fromkeys(_CLAUSE.findall(path.read_text("utf-8")))
    return list(found)


def make(folder: Path, files: int, texts: Path) -> None:
    """Write letters of three clauses into folders below `folder`."""
    known = clauses(texts)
    print(f"{len(known)} clauses")
    for number in range(1, files + 1):
        rng = random.Random(number)
        place = folder / f"{(number - 1) // _PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"cv-{number:06}.txt").write_text(letter(number, known, rng), "utf-8")


def letter(number: int, known: list[str], rng: random.Random) -> str:
    """Return a letter of three clauses."""
    province, body = rng.choice(_PROVINCES), rng.choice(_BODIES)
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2005, 2025)
    tasks = "\n\n".join(f"{i}. {text}" for i, text in enumerate(rng.sample(known, 3), 1))
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}\n\nSố: {number}/UBND-TH\n\n"
        f"{province}, ngày {day:02} tháng {month:02} năm {year}\n\nKính gửi: {body}\n\n{tasks}\n\n"
        f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
    )


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory held, in MiB: by the command, by one worker, by all together."""

    main: int
    worker: int
    total: int


def start(folder: Path, data: Path, *more: str) -> subprocess.Popen[str]:
    """Start an ingest."""
    command = [sys.executable, "-m", "api", "ingest", str(folder), "--data-dir", str(data), *more]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE)


def watched(process: subprocess.Popen[str]) -> Peak:
    """Wait for a process and look at the memory of all that it has started, five times a second."""
    main = worker = total = 0
    while process.poll() is None:
        own = _own_mib(process.pid)
        main = max(main, own)
        total = max(total, resident_mib(process.pid))
        worker = max([worker, *map(_own_mib, below(process.pid))])
        time.sleep(0.2)
    return Peak(main, worker, total)


def _own_mib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def run(folder: Path, data: Path, more: list[str]) -> None:
    """Ingest once and print what it took."""
    report = data.with_suffix(".json")
    started = time.perf_counter()
    process = start(folder, data, "--report", str(report), *more)
    peak = watched(process)
    seconds = time.perf_counter() - started
    totals = json.loads(report.read_text("utf-8"))["totals"]
    reading, indexing = totals["reading_seconds"], totals["indexing_seconds"]
    print((process.stdout.read() if process.stdout else "").strip())
    print(f"exit {process.returncode}, {seconds:.0f} s in all; load {os.getloadavg()[0]:.1f}")
    print(f"reading: {totals['files'] / reading:.1f} files/s, {totals['passages'] / reading:.1f} passages/s")
    if indexing:
        print(f"embedding and indexing: {totals['passages'] / indexing:.1f} passages/s")
    print(f"all: {totals['files'] / seconds:.1f} files/s, {totals['passages'] / seconds:.1f} passages/s")
    print(f"peak memory: command {peak.main}, a worker {peak.worker}, all together {peak.total} MiB")


def kill(folder: Path, data: Path, kills: int, seed: int) -> None:
    """Kill an ingest again and again, resume it, and compare with one that was let be."""
    clean = data.with_name(data.name + "-clean")
    started = time.perf_counter()
    start(folder, clean).wait()
    whole = time.perf_counter() - started
    rng, before = random.Random(seed), set[str]()
    for number in range(1, kills + 1):
        process = start(folder, data)
        seconds = rng.uniform(0.5, 1.5 * whole / kills + 10)  # some of it goes by before the first file
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            children = below(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
            left = _outliving(children)
        else:
            left = []
        now = ids(data)
        print(f"{number}: killed after {seconds:.1f} s: {len(now)} documents, workers left {len(left)}")
        if before - now or left:
            raise SystemExit(f"lost {len(before - now)} documents; workers left: {left}")
        before = now
    code = start(folder, data).wait()
    faults = list(differences(clean, data))
    print(f"last run: exit {code}; " + ("; ".join(faults) or f"{len(ids(data))} documents as in a clean run"))
    if faults:
        raise SystemExit(1)


def _outliving(pids: list[int]) -> list[int]:
    """Return those of the processes that are still there after twenty seconds."""
    for _ in range(100):
        if not (left := [pid for pid in pids if _own_mib(pid)]):
            break
        time.sleep(0.2)
    return left


def ids(data: Path) -> set[str]:
    """Return the ids of all documents."""
    if not (data / "catalog.sqlite").exists():
        return set()
    with Catalog.open(data) as catalog:
        return {card.id for card in catalog.all_headers()}


def differences(clean: Path, resumed: Path) -> Iterator[str]:
    """Tell in what the outcome of a killed run differs from that of a clean one."""
    with Catalog.open(clean) as one, Catalog.open(resumed) as other:
        for name, mine, theirs in (
            ("documents", *(sorted((c.origin, c.id) for c in each.all_headers()) for each in (one, other))),
            ("passages", one.count_passages(), other.count_passages()),
            ("files", *(sorted(f.origin for f in each.files_below("/")) for each in (one, other))),
        ):
            if mine != theirs:
                yield f"{name} differ"
        change, passages = other.change_number(), other.count_passages()
    manifest = json.loads((resumed / "index" / "manifest.json").read_text("utf-8"))
    if (manifest["change"], manifest["passages"]) != (change, passages):
        yield f"the index has {manifest['passages']} passages at change {manifest['change']}"


def main() -> None:
    """Run one of the commands above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("folder", type=Path)
    making.add_argument("--files", type=int, default=10_000)
    making.add_argument("--texts", type=Path, default=SAMPLES)
    running = commands.add_parser("run")
    killing = commands.add_parser("kill")
    for one in (running, killing):
        one.add_argument("folder", type=Path)
        one.add_argument("data", type=Path)
    killing.add_argument("--kills", type=int, default=20)
    killing.add_argument("--seed", type=int, default=1)
    args, more = parser.parse_known_args()
    if args.command == "make":
        make(args.folder, args.files, args.texts)
    elif args.command == "run":
        run(args.folder, args.data, more)
    else:
        kill(args.folder, args.data, args.kills, args.seed)


if __name__ == "__main__":
    main()
