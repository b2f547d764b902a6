"""Test a live server against its own OpenAPI document with schemathesis: every check, stateful runs too.

python scripts/conformance.py [--examples N] [--seed N] [--keys] [schemathesis options]
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "samples"
CONFIG = str(ROOT / "scripts" / "conformance.toml")
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
CHIDAO = [sys.executable, "-m", "api"]
_READY_S, _STOP_S = 120, 60
_ADDRESS = re.compile(r"http://\S+")


def main() -> int:
    """Serve the samples and let schemathesis at them; fails where a check does or the server broke."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--examples", default="30", help="cases for each operation and phase")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keys", action="store_true", help="ask for keys, and send an administrator's")
    args, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="chidao-") as folder:
        environment = _environment(Path(folder), args.keys)
        _chidao(environment, "ingest", *map(str, sorted(SAMPLES.glob("[0-9]*"))))
        headers = ["-H", f"X-API-Key: {_admin_key(environment)}"] if args.keys else []
        with _server(environment) as address:
            command = [SCHEMATHESIS, "--config-file", CONFIG, "run", f"{address}/openapi.json"]
            command += ["-n", args.examples, "--seed", args.seed, "--request-timeout", "30", *headers, *more]
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _environment(folder: Path, keys: bool) -> dict[str, str]:
    chosen = {
        "SCHEMATHESIS_HOOKS": "scripts.conformance_hooks",
        "CHIDAO_DATA_DIR": str(folder / "data"),
        "CHIDAO_MODEL": "hashing",  # needs no weights: contracts are tested here, not answers
        "CHIDAO_PORT": "0",
        "CHIDAO_UPLOADS": "on",
        "CHIDAO_ACCESS": "keys" if keys else "open",
        "CHIDAO_LOG_LEVEL": "error",
    }
    return {**os.environ, **chosen}


def _admin_key(environment: dict[str, str]) -> str:
    scopes = "search,ask,ingest,admin"
    told = _chidao(
        environment, "keys", "create", "--name", "conformance", "--scopes", scopes, "--labels", "all"
    )
    return told.split()[-1]


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    server = subprocess.Popen(
        [*CHIDAO, "serve"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert server.stderr is not None
    try:
        found = _ADDRESS.search(server.stderr.readline())
        if found is None:
            raise SystemExit("the server did not start: " + server.stderr.read())
        os.set_blocking(server.stderr.fileno(), False)
        _wait_for(found.group() + "/readyz")
        yield found.group()
        server.send_signal(signal.SIGTERM)
        code = server.wait(_STOP_S)
        said = server.stderr.read()
        if code or "Traceback" in said:
            raise SystemExit(f"the server ended with {code} and said:\n{said}")
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    raise SystemExit(f"{address} did not become ready in {_READY_S} s")


def _chidao(environment: dict[str, str], *arguments: str) -> str:
    command = [*CHIDAO, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
