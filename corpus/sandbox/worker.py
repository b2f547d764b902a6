"""The worker process: reads the files that it is sent, one after the other."""

import errno
import hashlib
import os
import pickle
import shutil
import stat
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, cast

from corpus.duplicates import fingerprint
from corpus.errors import (
    EmptyFile,
    FileRefused,
    FileTooLarge,
    FileVanished,
    NestedTooDeep,
    NotAFile,
    OutOfMemory,
    ReaderFailed,
    ReadError,
)
from corpus.names import safe_name
from corpus.readers import unpack
from corpus.readers.members import MAX_DEPTH, SEPARATOR, Member, member_source
from corpus.record import FileRecord
from corpus.sandbox.messages import MIB, Begun, Built, Outcome, Refused, Setup, Task, Unpacked
from corpus.sandbox.processes import OWN_FOLDER, below, end_after, kill, limit_memory, peak_memory_mib

_GRACE_S = 20.0  # beyond its time, after which a worker ends itself: its parent has gone
_TIRED = 0.25  # share of the memory limit beyond which a worker makes room for a fresh one
_SPECIMEN = """ỦY BAN NHÂN DÂN
TỈNH MẪU
Số: 1/KH-UBND
Mẫu, ngày 02 tháng 3 năm 2024
KẾ HOẠCH
Thực hiện Nghị quyết số 3-NQ/TU ngày 01/02/2024 của Tỉnh ủy
1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát 4 nhiệm vụ, hoàn thành trước ngày 30/6/2024.
| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |
| 1 | Rà soát dự án | Sở Xây dựng | Quý II/2024 |
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


class _Build(Protocol):
    def __call__(self, data: bytes, source: str, origin: str) -> FileRecord: ...


def serve(descriptor: int, parent: int) -> None:
    """Work for the parent process at the other end of a connection until it closes."""
    threading.Thread(target=_die_with_parent, args=(parent,), daemon=True).start()
    connection = Connection(descriptor)
    try:
        setup: Setup = pickle.loads(connection.recv_bytes())
        limit_memory(setup.limits.memory_mib)
        module, _, name = setup.build.partition(":")
        build = cast(_Build, getattr(import_module(module), name))
        _rehearse(build)
        room_mib = peak_memory_mib() + int(setup.limits.memory_mib * _TIRED)
        while True:
            _Reading(connection, setup, build, pickle.loads(connection.recv_bytes()), room_mib).run()
    except (EOFError, OSError):  # the parent wants no more, or is gone
        _leave()


def _rehearse(build: _Build) -> None:
    """Load what is loaded on first use, while the parent gets ready."""
    with suppress(Exception):  # what is wrong will show on the files
        build(_SPECIMEN.encode(), "specimen.txt", "specimen.txt")


def _die_with_parent(parent: int) -> None:
    """End this process and what it started when the parent is killed, even in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(1.0)
    _leave()


def _leave() -> None:
    kill(below(os.getpid()))
    folder = Path(tempfile.gettempdir())
    if folder.name.startswith(OWN_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


@dataclass(frozen=True, slots=True)
class _Node:
    """A file (depth 0, member "") or a member of a container."""

    member: str
    source: str
    origin: str
    data: bytes
    depth: int = 0
    error: ReadError | None = None


class _Reading:
    """One task.

    Files, members and faults of containers are numbered in the order in which they come, which is the same
    each time: a second worker can go on behind the member at which the first one ended.
    """

    def __init__(
        self, connection: Connection, setup: Setup, build: _Build, task: Task, room_mib: int
    ) -> None:
        self._connection = connection
        self._limits = setup.limits
        self._build = build
        self._task = task
        self._room_mib = room_mib
        self._position = 0

    def run(self) -> None:
        """Read the file, or all members of the container."""
        source, origin = self._task.source, self._task.origin
        try:
            data = bytes_of(self._task.path, source, self._limits.file_bytes)
        except ReadError as error:
            self._told("", Refused(error), 0.0, last=True)
            return
        self._read(_Node("", source, origin, data))

    def _read(self, node: _Node) -> None:
        """Read a file or member and tell what became of it."""
        told, top = self._position < self._task.skip, node.depth == 0
        sha256, size = hashlib.sha256(node.data).hexdigest(), len(node.data)
        if not told and not self._is_wanted(Begun(self._position, node.member, sha256, size)):
            return
        started = time.perf_counter()
        end_after(self._limits.seconds_for(node.source, size) + _GRACE_S)
        found = self._found(node, told)
        end_after(0)
        if isinstance(found, Refused) and self._position > self._task.skip:
            told = False
        if found is not None and (top or not (told or isinstance(found, Unpacked))):
            self._told(node.member, found, time.perf_counter() - started, top, sha256)

    def _found(self, node: _Node, told: bool) -> Built | Refused | Unpacked | None:
        """Return what a file or member holds; None where that was told before."""
        try:
            if node.error is not None:
                raise node.error
            members = unpack(node.data, node.source)
            if members is not None:
                self._go_through(members, node)
                return Unpacked()
            if told:
                return None
            built = self._build(node.data, node.source, node.origin)
            return Built(built.record, built.offsets.pack(), fingerprint(built.record.document.text))
        except ReadError as error:
            return Refused(error)
        except MemoryError:
            return Refused(OutOfMemory(node.source, self._limits.memory_mib))
        except Exception as error:  # a defect of a reader costs this file only
            problem = f"{type(error).__name__}: {error}"[:300]
            return Refused(ReaderFailed(node.source, problem), traceback.format_exc())

    def _go_through(self, members: Iterator[Member], container: _Node) -> None:
        """Read the members of a container."""
        if container.depth >= MAX_DEPTH:
            raise NestedTooDeep(container.source, MAX_DEPTH)
        before = self._position
        try:
            for member in members:
                self._position += 1
                if self._position != self._task.skip:  # else the last worker ended here
                    self._read(_inside(container, member))
            if self._position == before:
                raise EmptyFile(container.source)
        finally:
            self._position += 1  # what is wrong with the container as a whole

    def _is_wanted(self, begun: Begun) -> bool:
        self._tell(begun)
        end_after(0)
        try:
            return self._connection.recv_bytes() == b"1"
        except (EOFError, OSError):
            _leave()
            raise

    def _told(
        self,
        member: str,
        found: Built | Refused | Unpacked,
        seconds: float,
        last: bool,
        sha256: str = "",
    ) -> None:
        peak = peak_memory_mib()
        is_leaving = last and peak > self._room_mib
        self._tell(Outcome(member, found, seconds, last, sha256, peak, is_leaving))
        if is_leaving:
            raise SystemExit(0)

    def _tell(self, message: Begun | Outcome) -> None:
        try:
            self._connection.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        except OSError:
            _leave()


def _inside(container: _Node, member: Member) -> _Node:
    """Return a member of a container."""
    name = safe_name(member.name)
    return _Node(
        member=f"{container.member}{SEPARATOR}{name}" if container.member else name,
        source=member_source(container.source, name),
        origin=member_source(container.origin, name),
        data=member.data,
        depth=container.depth + 1,
        error=member.error,
    )


def bytes_of(path: Path, source: str, limit: int) -> bytes:
    """Return the content of a regular file; raises ReadError."""
    try:
        # A pipe would make a plain opening wait for somebody who writes to it.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise NotAFile(source)
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise FileVanished(source) from error
    except OSError as error:
        raise FileRefused(source, error.errno or errno.EIO) from error
    if len(data) > limit:
        raise FileTooLarge(source, limit // MIB)
    return data
