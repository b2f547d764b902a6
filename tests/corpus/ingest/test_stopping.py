"""What a run that is killed leaves behind, and what the next one makes of it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from corpus.catalog import Catalog
from corpus.ingest import ingest_files, list_files

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Số: {}-CV/TU\n\n1. Giao Sở Tài chính chủ trì rà soát {} dự án, báo cáo trước ngày {}/6/2024.\n"
PROGRAM = """
import sys, tempfile
from pathlib import Path
from corpus.catalog import Catalog
from corpus.ingest import ingest_files, list_files
tempfile.gettempdir()  # tries the folder with a file, which stays where the kill comes in the middle of it
with Catalog.open(Path(sys.argv[1])) as catalog:
    for report in ingest_files(catalog, list_files([Path(sys.argv[2])])):
        print(report.status.value, report.document_id, flush=True)
"""

STARTER = """
import os, signal, subprocess
from corpus.ingest import IngestOptions, open_pool
subprocess.Popen = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
open_pool(IngestOptions()).warm()
"""


def state(where):
    with Catalog.open(where) as catalog:
        cards = catalog.all_headers()
        files = catalog.files_of(card.id for card in cards)
        return {card.id: [(file.source, file.link) for file in files[card.id]] for card in cards}


def killed(where, folder, after, temporary):
    """Kill a run when it has reported so many files; return what it had acknowledged."""
    command = [sys.executable, "-c", PROGRAM, str(where), str(folder)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline().split() for _ in range(after)]
        process.kill()
        told += [line.split() for line in process.stdout]
    return {line[1] for line in told if len(line) == 2}


def test_a_killed_run_loses_nothing_and_the_next_one_goes_on(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(TEXT.format(number, number, number % 28 + 1))
    with Catalog.open(tmp_path / "clean") as catalog:
        assert len(list(ingest_files(catalog, list_files([folder])))) == 40
    where, rng, acknowledged = tmp_path / "killed", random.Random(7), set()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for _ in range(3):
        acknowledged |= killed(where, folder, rng.randint(3, 12), temporary)
        assert acknowledged <= state(where).keys()
    with Catalog.open(where) as catalog:
        statuses = [report.status.value for report in ingest_files(catalog, list_files([folder]))]
    assert statuses.count("unchanged") >= len(acknowledged)
    assert state(where) == state(tmp_path / "clean")
    end = time.monotonic() + 60
    while list(temporary.iterdir()) and time.monotonic() < end:  # workers see within a second that
        time.sleep(0.1)  # they are alone
    assert list(temporary.iterdir()) == []


def test_killed_while_it_starts_a_worker_it_leaves_nothing(tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.run([sys.executable, "-c", STARTER], cwd=ROOT, env=environment, check=False)
    assert started.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []
