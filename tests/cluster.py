"""Two machines out of one: network namespaces with addresses of their own, and a Ray node in each."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PORT = 6389
_STARTS_S = 90.0


class Cluster:
    """The nodes; programs are run on the first."""

    def __init__(self, folder: Path, tag: str, cpus: int) -> None:
        self._folder, self._tag, self._cpus = folder, tag, cpus
        self._nodes: list[subprocess.Popen[bytes]] = []

    def address(self, node: int) -> str:
        return f"192.0.3.{node + 1}"

    def space(self, node: int) -> str:
        return f"{self._tag}{node}"

    def run(self, *command: str, node: int = 0, **environment: str) -> "subprocess.Popen[str]":
        """Start a program on a node."""
        told = os.environ | self._environment() | environment
        entered = ["ip", "netns", "exec", self.space(node), *command]
        return subprocess.Popen(
            entered, env=told, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def join(self) -> None:
        """Start a Ray node in the next namespace."""
        node = len(self._nodes)
        command = [str(Path(sys.executable).parent / "ray"), "start", "--block", "--disable-usage-stats"]
        command += [f"--num-cpus={self._cpus}", "--object-store-memory=100000000"]
        command += [f"--node-ip-address={self.address(node)}"]
        if node:
            command += [f"--address={self.address(0)}:{_PORT}"]
        else:
            temporary = f"--temp-dir={self._folder}"
            command += ["--head", f"--port={_PORT}", "--include-dashboard=false", temporary]
        entered = ["ip", "netns", "exec", self.space(node), *command]
        self._nodes.append(
            subprocess.Popen(
                entered,
                env=os.environ | self._environment(),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        self._wait(node + 1)

    def _environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "RAY_ADDRESS": f"{self.address(0)}:{_PORT}",
            "RAY_worker_niceness": "0",  # 15 by default: on a busy machine they would hardly run
        }

    def _wait(self, nodes: int) -> None:
        script = (
            "import ray; ray.init('auto', log_to_driver=False, logging_level='ERROR');"
            "print('alive', sum(node['Alive'] for node in ray.nodes()))"
        )
        deadline = time.monotonic() + _STARTS_S
        while f"alive {nodes}" not in self.run(sys.executable, "-c", script).communicate()[0]:
            if time.monotonic() > deadline:
                raise RuntimeError("the Ray node did not start")

    def kill(self, node: int) -> None:
        """Let a machine drop dead: everything that runs in its namespace."""
        for pid in _inside(self.space(node)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def leave(self) -> None:
        for node, process in enumerate(self._nodes):
            self.kill(node)
            process.wait()


def why_not() -> str:
    """Return why there can be no two machines here; "" where there can."""
    if importlib.util.find_spec("ray") is None:
        return "needs Ray: pip install 'chidao[ray]'"
    try:
        subprocess.run(["ip", "netns", "add", "chidaoprobe"], check=True, capture_output=True)
        subprocess.run(["ip", "netns", "del", "chidaoprobe"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return "this user may make no network namespaces"
    return ""


@contextmanager
def machines(folder: Path, cpus: int = 1) -> Iterator[Cluster]:
    """Make two namespaces that reach each other, with no node in them yet."""
    tag = f"cd{os.getpid()}"  # names of links are short
    cluster = Cluster(folder, tag, cpus)
    commands = [f"ip link add {tag}v0 type veth peer name {tag}v1"]
    for node in (0, 1):
        space = cluster.space(node)
        commands += [
            f"ip netns add {space}",
            f"ip link set {tag}v{node} netns {space}",
            f"ip -n {space} addr add {cluster.address(node)}/24 dev {tag}v{node}",
            f"ip -n {space} link set {tag}v{node} up",
            f"ip -n {space} link set lo up",
        ]
    try:
        for command in commands:
            subprocess.run(command.split(), check=True, capture_output=True)
        yield cluster
    finally:
        cluster.leave()
        for node in (0, 1):
            subprocess.run(["ip", "netns", "del", cluster.space(node)], capture_output=True, check=False)


def _inside(space: str) -> list[int]:
    found = subprocess.run(["ip", "netns", "pids", space], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]
