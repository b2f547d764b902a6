"""What a file may cost, and what is told of the processes that read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.sandbox.messages import MIB, Limits
from corpus.sandbox.processes import below, kill, peak_memory_mib, resident_mib

needs_table = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the table of processes is read there"
)


def test_pictures_of_pages_get_time_by_their_size():
    limits = Limits(seconds=100)
    assert limits.seconds_for("a.pdf", 20 * MIB) == 300
    assert limits.seconds_for("a.TIF", 0) == 100
    assert limits.seconds_for("a.txt", 50 * MIB) == 100


def test_a_file_may_be_a_quarter_of_the_memory():
    assert Limits(memory_mib=400).file_bytes == 100 * MIB


@needs_table
def test_what_a_process_started_is_found_and_ended():
    program = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(1000)'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], start_new_session=True) as process:
        while not below(process.pid):
            assert process.poll() is None
        assert process.pid in below(os.getpid())
        assert resident_mib(process.pid) > 0
        kill([*below(process.pid), process.pid])
        assert process.wait(30) == -9


def test_peak_memory_is_that_of_this_process():
    program = (
        "from corpus.sandbox.processes import peak_memory_mib; before = peak_memory_mib();"
        "x = b'1' * 200_000_000; print(before, peak_memory_mib())"
    )
    root = Path(__file__).resolve().parents[3]
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    before, after = map(int, told.stdout.split())
    assert after - before >= 180
    assert peak_memory_mib() > 0
