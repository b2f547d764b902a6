"""How long it takes from nothing to the first answer, in new processes; files are in the system's cache."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.speed.suite.machine import JSON, spread

_IMPORTS = {
    "python alone": "pass",
    "import the command line": "import api.cli",
    "import the notebook's engine": "from api.local import Chidao",
}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_PATIENCE_S, _PAUSE_S = 120.0, 0.02


def cold_start(folder: Path, question: str, runs: int) -> JSON:
    """Return seconds of imports, of `chidao ask`, and of a server up to its first answer."""
    rows: dict[str, list[float]] = {
        name: _seconds(lambda code=code: _run("-c", code), runs)  # type: ignore[misc]
        for name, code in _IMPORTS.items()
    }
    ask = ("-m", "api", "ask", question, "--data-dir", str(folder))
    rows["chidao ask"] = _seconds(lambda: _run(*ask), runs)
    rows["chidao serve, first answer"] = [_first_answer(folder, question) for _ in range(runs)]
    return {name: spread(values) for name, values in rows.items()}


def _seconds(work: Callable[[], None], runs: int) -> list[float]:
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken[1:]  # the first one reads the files


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def _first_answer(folder: Path, question: str) -> float:
    """Start a server, ask until it answers, and return the seconds since the start."""
    start = time.perf_counter()
    with serving(folder) as port:
        body = json.dumps({"question": question})
        while (status := _asked(port, body)) != 200:
            if time.perf_counter() - start > _PATIENCE_S:
                raise TimeoutError(f"no answer, last {status}")
            time.sleep(_PAUSE_S)
        return time.perf_counter() - start


def _asked(port: int, body: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    try:
        connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, more: Sequence[str] = ()) -> Iterator[int]:
    """Serve a directory on a free port; yield the port as soon as it is told."""
    environment = os.environ | {"CHIDAO_PORT": "0", "CHIDAO_HOST": "127.0.0.1", "CHIDAO_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "api", "serve", "--data-dir", str(folder), *more]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
        try:
            yield _port(process, log.fileno())
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: "subprocess.Popen[bytes]", log: int) -> int:
    deadline = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < deadline and process.poll() is None:
        if found := _ADDRESS.search(os.pread(log, 10_000, 0).decode("utf-8", "replace")):
            return int(found[1])
        time.sleep(_PAUSE_S)
    raise TimeoutError(os.pread(log, 10_000, 0).decode("utf-8", "replace"))
