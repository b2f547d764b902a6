"""Several processes behind one port: what one takes in all find, and what one dies with no one loses."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import httpx
import pytest

from corpus.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
HITS = "/v1/search?q=b%E1%BB%87nh+vi%E1%BB%87n&k=1"
_SOON_S = 30.0  # generous: machines of tests are slow


def letter(number: int, topic: str) -> bytes:
    head = f"THÀNH ỦY\n*\nSố {number}-CV/TU\nHà Nội, ngày 5 tháng 1 năm 2021\n"
    return f"{head}\n1. Giao Sở Tài chính chủ trì rà soát {topic}, báo cáo trước ngày 15/6/2021.\n".encode()


class Fleet:
    def __init__(self, process: subprocess.Popen, address: str) -> None:
        self.process = process
        self.address = address

    @property
    def members(self) -> list[int]:
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    @contextmanager
    def only(self, member: int):
        """Let one process answer: the others are held."""
        others = [each for each in self.members if each != member]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                with suppress(ProcessLookupError):
                    os.kill(other, signal.SIGCONT)

    def ask(self, method: str, path: str, **options) -> httpx.Response:
        return httpx.request(method, self.address + path, timeout=_SOON_S, **options)

    def wait_for(self, path: str, fits, member: int | None = None) -> httpx.Response:
        """Ask until the answer fits; one process alone where it is named, the others held for a request."""
        deadline = time.monotonic() + _SOON_S
        while True:
            with suppress(httpx.HTTPError), self.only(member) if member else nullcontext():
                response = self.ask("GET", path)
                if fits(response):
                    return response
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture
def fleet(place, tmp_path):
    """Two processes over one data directory, all of them ready."""
    data = tmp_path / "data"
    told = {"CHIDAO_MODEL": "hashing", "CHIDAO_DATA_DIR": str(data), "CHIDAO_THREADS": "1"}
    if not isinstance(place, Path):
        told["CHIDAO_CATALOG"] = place
    Catalog.open(place).close()
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--processes", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | told, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    address = re.search(r"http://[\d.:]+", process.stderr.readline())
    assert address is not None
    drained = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
    fleet = Fleet(process, address[0])
    try:
        for member in wait_for_members(fleet):
            fleet.wait_for("/readyz", lambda response: response.status_code == 200, member)
        yield fleet
    finally:
        process.terminate()
        assert process.wait(_SOON_S) == 0
        process.stderr.close()
        drained.wait(_SOON_S)


def wait_for_members(fleet: Fleet) -> list[int]:
    deadline = time.monotonic() + _SOON_S
    while len(fleet.members) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return fleet.members


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs to see processes")
def test_two_processes_are_one_server(fleet):
    first, second = fleet.members
    with fleet.only(second):
        sent = fleet.ask("POST", "/v1/documents", files={"files": ("a.txt", letter(1, "bệnh viện"))})
        assert sent.status_code == 202
    task = f"/v1/tasks/{sent.json()['id']}"
    ended = fleet.wait_for(task, lambda response: response.json().get("state") == "succeeded").json()
    document = ended["results"][0]["document_id"]
    for member in (first, second):  # within a bounded time both find it
        fleet.wait_for(HITS, lambda response: document in response.text, member)
    with fleet.only(first):
        assert fleet.ask("DELETE", f"/v1/documents/{document}").status_code == 204
    with fleet.only(second):  # at once
        assert document not in fleet.ask("GET", HITS).text
        assert fleet.ask("GET", f"/v1/documents/{document}").status_code == 404

    # Killed with an upload under way: what was acknowledged is carried out, and there are two again.
    tasks = []
    for number in range(10, 14):
        files = {"files": (f"{number}.txt", letter(number, f"dự án {number} của huyện {number * 7}"))}
        tasks.append(fleet.ask("POST", "/v1/documents", files=files).json()["id"])
        if number == 11:
            os.kill(first, signal.SIGKILL)
    for task_id in tasks:
        fleet.wait_for(f"/v1/tasks/{task_id}", lambda response: response.json().get("state") == "succeeded")
    assert fleet.wait_for("/v1/documents", lambda r: r.json()["total"] == 4).status_code == 200
    assert first not in wait_for_members(fleet)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs to see processes")
def test_processes_end_with_the_one_that_started_them(tmp_path):
    # Each line is one write: both members write into the same pipe, and `print` may write a line in two.
    script = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from api.host.fleet import Fleet
Fleet(2, lambda which: (os.write(1, b"%d\\n" % which), time.sleep(600))).run()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert {process.stdout.readline() for _ in range(2)} == {"0\n", "1\n"}
            members = Fleet(process, "").members
        finally:
            process.kill()
        assert process.stdout.read() == ""  # ends when all who could write have ended
    assert len(members) == 2
