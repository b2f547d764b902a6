"""Engines as processes of their own, for tests that start, kill and starve them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Engine:
    """`scripts/engines.py run` on a folder and a port; may be killed and started again."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder, self.port = kind, folder, free_port()
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"milvus://127.0.0.1:{self.port}"

    def start(self, wait: float = 90.0) -> "Engine":
        command = [sys.executable, "scripts/engines.py", "run", self.kind, str(self.folder), str(self.port)]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        if wait:
            try:
                self._await(wait)
            except BaseException:
                self.kill()
                raise
        return self

    def _await(self, seconds: float) -> None:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException

        end = time.monotonic() + seconds
        while True:
            try:
                MilvusClient(uri=f"http://127.0.0.1:{self.port}", timeout=2, dedicated=True).close()
                return
            except MilvusException:
                assert self._process.poll() is None, f"the engine ended; see {self.folder}.log"
                assert time.monotonic() < end, "the engine does not come up"
                time.sleep(0.2)

    def kill(self) -> None:
        """Kill it with all its children, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
