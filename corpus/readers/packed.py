"""Archives that the standard library does not open: .rar, .7z, .tar, through the system's libarchive."""

import ctypes
import locale
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Protocol

from corpus.errors import Bomb, Damaged, EmptyFile, Encrypted, FileTooLarge, ReadError, ToolMissing
from corpus.readers.archive import MIB, MOST_EACH, MOST_MEMBERS, MOST_TOTAL, SUSPECT_RATIO, SUSPECT_SIZE
from corpus.readers.members import Member, harmless, is_litter, member_source, unique


class _Entry(Protocol):
    pathname: str | None
    isfile: bool
    _entry_p: int

    def get_blocks(self) -> Iterable[bytes]: ...


def packed_members(data: bytes, source: str) -> Iterator[Member]:
    """Yield the members of an archive; one that cannot be taken out carries its error.

    Raises:
        ToolMissing: the system has no libarchive.
        Damaged: it is none of the formats, or cut off; also after members were delivered.
        Encrypted: not even the names can be read.
        Bomb: it unpacks to more than a gibibyte or ten thousand files, or to far more than it holds.
    """
    libarchive = _library(source)
    taken: dict[str, int] = {}
    budget = _Budget(len(data), source)
    try:
        with libarchive.memory_reader(data) as archive:
            for entry in archive:
                if entry.isfile and not is_litter(entry.pathname or ""):
                    name = unique(harmless(entry.pathname or "") or "tệp", taken)
                    yield _member(libarchive, entry, name, budget)
    except libarchive.ArchiveError as error:
        raise _meant(error, source) from error
    if not taken:
        raise EmptyFile(source)


def _library(source: str) -> ModuleType:
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:  # what a missing library leads to
        raise ToolMissing(source, "libarchive", "libarchive13") from error
    if "utf" not in locale.setlocale(locale.LC_CTYPE).lower():
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")  # else it has no names with Vietnamese letters
    module: ModuleType = libarchive
    return module


class _Budget:
    """Counts what has been unpacked and refuses what cannot be honest."""

    def __init__(self, packed: int, source: str) -> None:
        self._packed = packed
        self.source = source
        self._total = 0
        self._members = 0

    def begin(self) -> None:
        """Count a member."""
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise Bomb(self.source)

    def take(self, size: int) -> None:
        """Count bytes that came out."""
        self._total += size
        inflated = self._total > SUSPECT_SIZE and self._total > SUSPECT_RATIO * self._packed
        if inflated or self._total > MOST_TOTAL:
            raise Bomb(self.source)


def _member(libarchive: ModuleType, entry: _Entry, name: str, budget: _Budget) -> Member:
    source = member_source(budget.source, name)
    pieces: list[bytes] = []
    size = 0
    budget.begin()
    if _is_locked(libarchive, entry):
        return Member(name, b"", Encrypted(source))
    try:
        for piece in entry.get_blocks():
            size += len(piece)
            budget.take(len(piece))
            if size > MOST_EACH:
                return Member(name, b"", FileTooLarge(source, MOST_EACH // MIB))
            pieces.append(piece)
    except libarchive.ArchiveError as error:
        return Member(name, b"", _meant(error, source))
    return Member(name, b"".join(pieces))


def _is_locked(libarchive: ModuleType, entry: _Entry) -> bool:
    """Ask the library itself: its binding has no word for it, and of a locked RAR it gives out noise."""
    asked = libarchive.ffi.libarchive.archive_entry_is_data_encrypted
    asked.argtypes, asked.restype = [ctypes.c_void_p], ctypes.c_int
    return bool(asked(entry._entry_p) == 1)


def _meant(error: Exception, source: str) -> ReadError:
    said = str(error).lower()
    return Encrypted(source) if "encrypt" in said or "passphrase" in said else Damaged(source)
