"""What the system knows of a process and those below it: memory, and how to end them all.

The table of processes is read where /proc shows it, as on Linux. Elsewhere a worker's own memory limit and
its time hold, and a program that a worker called ends by its own time limit.
"""

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass

OWN_FOLDER = "chidao-worker-"  # how the name of a worker's folder for temporary files begins
_MIB = 1 << 20
_HEADROOM_MIB = 128  # for the interpreter and what it has loaded
_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    session: int
    resident: int  # bytes


def limit_memory(mib: int) -> None:
    """Make this process, and each that it starts, fail to get more memory than that for its data.

    Address space is not limited: libraries reserve far more of it than they use.
    """
    most = (mib + _HEADROOM_MIB) * _MIB
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def end_after(seconds: float) -> None:
    """Let the system end this process after a time, whatever it is doing then; 0 takes that back."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def peak_memory_mib() -> int:
    """Return the most memory that this process has held."""
    with contextlib.suppress(OSError, StopIteration), open("/proc/self/status") as file:
        # What getrusage tells begins with the memory of the process that started this one.
        return int(next(line for line in file if line.startswith("VmHWM")).split()[1]) // 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // _MIB if sys.platform == "darwin" else most // 1024


def resident_mib(pid: int) -> int:
    """Return the memory that a process and all below it hold now."""
    return sum(one.resident for one in _tree(pid)) // _MIB


def below(pid: int) -> list[int]:
    """Return what a process started, and what they started in their turn, as far as it has not ended."""
    return [one.pid for one in _tree(pid) if one.pid != pid]


def kill(pids: Iterable[int]) -> None:
    """End processes at once."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _tree(pid: int) -> list[_Process]:
    """Return the process, those below it, and those left over from its session."""
    table = _table()
    inside = {one.pid for one in table if one.pid == pid or one.session == pid}
    grown = True
    while grown:
        fresh = {one.pid for one in table if one.parent in inside} - inside
        inside |= fresh
        grown = bool(fresh)
    return [one for one in table if one.pid in inside]


def _table() -> list[_Process]:
    found = []
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    found.append(_process(int(name)))
    return found


def _process(pid: int) -> _Process:
    with open(f"/proc/{pid}/stat", "rb") as file:
        # The name stands in brackets and may itself hold brackets and spaces.
        fields = file.read().rpartition(b")")[2].split()
    return _Process(pid, int(fields[1]), int(fields[3]), int(fields[21]) * _PAGE)
