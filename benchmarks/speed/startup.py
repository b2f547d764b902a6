"""How long the first answer takes: `chidao ask` in a new process, and `chidao serve` from start to answer.

    python -m benchmarks.speed.startup --data-dir DIR [--runs 5] [--json FILE]

"warm" finds the files in the page cache. "cold" asks the kernel to drop the pages of the interpreter, the
environment, the packages and the data directory before each run (posix_fadvise, which needs no rights; pages
that another process has mapped stay, so stop other Pythons first). Medians of the runs, with the range.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "Cơ quan nào chủ trì rà soát các dự án chậm tiến độ?"
_PAUSE_S = 0.01
_LONGEST_S = 120


def main() -> None:
    """Print a table, and write it as JSON where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    files = list(_files(args.data_dir))
    found: dict[str, dict[str, float]] = {}
    print(f"{'':24} {'median s':>9} {'least':>7} {'most':>7}")
    for what, measure in {"ask": ask_once, "serve to first answer": serve_once}.items():
        measure(args.data_dir)  # what is written at the first start is written now
        for state in ("warm", "cold"):
            taken = [_run(measure, args.data_dir, files if state == "cold" else []) for _ in range(args.runs)]
            row = {"median": statistics.median(taken), "least": min(taken), "most": max(taken)}
            found[f"{what}, {state}"] = row
            print(
                f"{what + ', ' + state:24} {row['median']:9.2f} {row['least']:7.2f} {row['most']:7.2f}",
                flush=True,
            )
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def ask_once(data_dir: Path) -> float:
    """Return the seconds that `chidao ask` takes from nothing to the end of its process."""
    started = time.perf_counter()
    subprocess.run(
        [*_chidao(), "ask", "--data-dir", str(data_dir), QUESTION], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - started


def serve_once(data_dir: Path) -> float:
    """Return the seconds from starting `chidao serve` until a question has its answer."""
    port = _free_port()
    command = [*_chidao(), "serve", "--data-dir", str(data_dir), "--port", str(port)]
    started = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if time.perf_counter() - started > _LONGEST_S or server.poll() is not None:
                raise SystemExit("the server gave no answer")
            time.sleep(_PAUSE_S)
        return time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()


def _run(measure: Callable[[Path], float], data_dir: Path, to_drop: list[Path]) -> float:
    for path in to_drop:
        _drop(path)
    return measure(data_dir)


def _answers(port: int) -> bool:
    body = json.dumps({"question": QUESTION}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/ask", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_LONGEST_S) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _files(data_dir: Path) -> Iterator[Path]:
    """Yield what a start reads: interpreter and standard library, environment, packages, data."""
    base = Path(sys.base_prefix)
    packages = [ROOT / name for name in ("api", "corpus", "indexer", "models", "search")]
    for folder in (base / "bin", base / "lib", Path(sys.prefix), *packages, data_dir):
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _drop(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:  # a socket, or gone since
        return
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _chidao() -> list[str]:
    return [str(Path(sys.executable).parent / "chidao")]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
