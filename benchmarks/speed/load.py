"""How many questions a server answers, how long they take, what it does when there are too many.

    python -m benchmarks.speed.load --data-dir DIR                            # 1, 8 and 32 clients, then 200
    python -m benchmarks.speed.load --data-dir DIR --clients 8 --minutes 30   # does its memory stay flat?

Starts a server of its own over DIR and sends questions about its documents, drawn anew for each request (the
same ones for the same seed), over kept connections, each client as fast as it is answered.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from corpus.catalog import Catalog
from corpus.sandbox.processes import resident_mib

_ABOUT = (
    "Ai ký {kind} {number}?",
    "{kind} {number} do cơ quan nào ban hành?",
    "{kind} {number} ban hành ngày nào?",
    "Cơ quan nào chủ trì thực hiện {kind} {number}?",
    "Thời hạn báo cáo theo {kind} {number} là khi nào?",
    "{kind} {number} căn cứ vào văn bản nào?",
)
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_READY_S, _STOP_S, _PATIENCE_S = 300, 60, 120
_WORDS = (4, 12)  # of a passage that a search asks for
_PAUSE_S = 1.0  # of a client that was refused: shorter than Retry-After, longer than no pause


@dataclass
class Tally:
    """What the clients of one round saw."""

    seconds: list[float] = field(default_factory=list)  # of answers
    refused: list[float] = field(default_factory=list)  # seconds until a refusal
    statuses: Counter[int] = field(default_factory=Counter)
    without_advice: int = 0  # refusals without Retry-After
    broken: int = 0  # connections that ended or timed out

    def row(self, path: str, clients: int, duration: float) -> str:
        """Return the round as a row of a table."""
        p50, p95, p99 = (f"{1000 * percentile(self.seconds, q):.0f}" for q in (0.5, 0.95, 0.99))
        refused = len(self.refused)
        first = f" in {1000 * percentile(self.refused, 0.95):.0f} ms (p95)" if refused else ""
        other = sum(n for status, n in self.statuses.items() if status not in (200, 503)) + self.broken
        return (
            f"| {path} | {clients} | {len(self.seconds) / duration:.1f} | {p50} / {p95} / {p99} "
            f"| {refused}{first} | {self.without_advice} | {other} |"
        )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of them lie; not a number where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def requests(data_dir: Path) -> dict[str, list[bytes]]:
    """Return bodies of requests about the documents of a directory, by path."""
    rng = random.Random(0)
    asked, searched = [], []
    with Catalog.open(data_dir) as catalog:
        for card in catalog.all_headers():
            header = card.header
            if header.number is not None:
                facts = {
                    "kind": header.kind.value if header.kind else "văn bản",
                    "number": header.number.value,
                }
                asked += [{"question": text.format(**facts)} for text in _ABOUT]
            for passage in rng.sample(catalog.passages(card.id), min(6, card.passages)):
                words = passage.text.split()
                size = rng.randint(*_WORDS)
                start = rng.randrange(max(1, len(words) - size))
                text = " ".join(words[start : start + size])
                searched.append({"query": text})
                asked.append({"question": f"{text} là gì?"})
    bodies = {"/v1/search": searched, "/v1/ask": asked}
    for each in bodies.values():
        rng.shuffle(each)
    return {path: [json.dumps(body).encode() for body in each] for path, each in bodies.items()}


class Connection:
    """One client's kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, dict[bytes, bytes]]:
        """Send a request and read the whole response; return status and headers."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        await reader.readexactly(int(headers[b"content-length"]))
        if headers.get(b"connection") == b"close":
            self.close()
        return int(first.split()[1]), headers

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def client(port: int, path: str, bodies: Iterator[bytes], until: float, tally: Tally) -> None:
    """Ask until the time is over."""
    connection = Connection(port)
    while time.monotonic() < until:
        started = time.monotonic()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                status, headers = await connection.post(path, next(bodies))
        except (OSError, EOFError, TimeoutError):
            tally.broken += 1
            connection.close()
            continue
        took = time.monotonic() - started
        tally.statuses[status] += 1
        if status == 200:
            tally.seconds.append(took)
        elif status == 503:
            tally.refused.append(took)
            tally.without_advice += b"retry-after" not in headers
            await asyncio.sleep(_PAUSE_S)
    connection.close()


async def round_of(port: int, path: str, bodies: Sequence[bytes], clients: int, seconds: float) -> Tally:
    """Let some clients ask for some time."""
    tally, until = Tally(), time.monotonic() + seconds
    turn = endless(bodies)
    await asyncio.gather(*(client(port, path, turn, until, tally) for _ in range(clients)))
    return tally


def endless(bodies: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the bodies over and over."""
    while True:
        yield from bodies


@contextmanager
def server(data_dir: Path, log: Path) -> Iterator[tuple[int, int]]:
    """Serve a directory; yield process and port."""
    environment = os.environ | {"CHIDAO_PORT": "0", "CHIDAO_HOST": "127.0.0.1", "CHIDAO_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "api", "serve", "--data-dir", str(data_dir)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=environment, stderr=output)
    try:
        port = wait_until_ready(process, log)
        yield process.pid, port
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        code = process.wait(_STOP_S)
        print(f"\nstopped by SIGTERM with {code} after {time.monotonic() - started:.1f} s")
    finally:
        process.kill()
        process.wait()


def wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Return the port, once questions can be answered."""
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline and process.poll() is None:
        if found := _ADDRESS.search(log.read_text(encoding="utf-8")):
            try:
                with urlopen(f"http://127.0.0.1:{found[1]}/readyz", timeout=5):
                    return int(found[1])
            except (URLError, OSError):
                pass
        time.sleep(0.2)
    raise SystemExit(f"the server did not become ready:\n{log.read_text(encoding='utf-8')}")


def main() -> None:
    """Print the tables."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32, 200])
    parser.add_argument("--seconds", type=float, default=20.0, help="of each round")
    parser.add_argument("--minutes", type=int, default=0, help="then ask for so long and watch the memory")
    parser.add_argument("--log", type=Path, default=Path("load-server.log"), help="of the server")
    args = parser.parse_args()
    bodies = requests(args.data_dir)
    told = ", ".join(f"{len(each)} for {path}" for path, each in bodies.items())
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; requests: {told}")
    with server(args.data_dir, args.log) as (process, port):
        print(f"memory when ready: {resident_mib(process):.0f} MiB\n")
        print("| path | clients | answers/s | p50 / p95 / p99, ms | refused (503) | of them bare | else |")
        print("|---|---|---|---|---|---|---|")
        for path, each in bodies.items():
            asyncio.run(round_of(port, path, each, 2, 3))  # what is loaded on first use
            for clients in args.clients:
                tally = asyncio.run(round_of(port, path, each, clients, args.seconds))
                print(tally.row(path, clients, args.seconds), flush=True)
        print(f"\nload after {os.getloadavg()[0]:.1f}; memory: {resident_mib(process):.0f} MiB")
        watch_memory(process, port, bodies["/v1/ask"], args.clients[0], args.minutes)


def watch_memory(process: int, port: int, bodies: Sequence[bytes], clients: int, minutes: int) -> None:
    """Ask for some minutes and tell the memory after each."""
    for minute in range(1, minutes + 1):
        tally = asyncio.run(round_of(port, "/v1/ask", bodies, clients, 60))
        told = f"{len(tally.seconds) / 60:.1f} answers/s, {tally.broken} broken"
        print(f"minute {minute}: {resident_mib(process):.0f} MiB, {told}", flush=True)


if __name__ == "__main__":
    main()
