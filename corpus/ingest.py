"""Files and folders into the catalog: one transaction a file, one bad file never stops the others."""

import errno
import hashlib
import logging
import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.catalog import Catalog
from corpus.errors import (
    CorpusError,
    DataDirError,
    DocumentConflict,
    FileRefused,
    FileVanished,
    NotAFile,
    ReaderFailed,
    UnsupportedFormat,
)
from corpus.readers import is_supported
from corpus.record import build_record, safe_name

log = logging.getLogger(__name__)


class OnConflict(StrEnum):
    """What to do when a file was ingested before with another content."""

    REPLACE = "replace"
    SKIP = "skip"
    ERROR = "error"


class FileStatus(StrEnum):
    """What became of a file."""

    OK = "ok"
    UNCHANGED = "unchanged"  # this text is in the catalog already
    REPLACED = "replaced"
    SKIPPED = "skipped"  # kept the older version, or a file in a folder that no reader takes
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; `error` says why where it failed or was skipped."""

    path: Path
    status: FileStatus
    document_id: str | None = None
    passages: int = 0
    seconds: float = 0.0
    error: CorpusError | None = None

    @property
    def source(self) -> str:
        """Name the file."""
        return safe_name(self.path.name)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to ingest; `named` when the user named it rather than a folder above it."""

    path: Path
    named: bool


def list_files(paths: Sequence[Path]) -> list[Candidate]:
    """List the files to ingest: those named, and all below the folders named, hidden ones left out.

    A folder that cannot be listed, and a link to a file that is gone, are listed too, so that they are told.
    """
    found: dict[Path, Candidate] = {}
    for path in paths:
        if os.path.isdir(path):  # Path.is_dir raises where permission is lacking
            for below in _below(path):
                found.setdefault(below.absolute(), Candidate(below, named=False))
        else:
            found[path.absolute()] = Candidate(path, named=True)
    return list(found.values())


def _below(folder: Path) -> list[Path]:
    """Return the files below a folder in order; links to folders are not followed."""
    found: list[Path] = []

    def refused(error: OSError) -> None:
        found.append(Path(os.fsdecode(error.filename)))

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in names if not name.startswith("."))
        found += filter(_to_read, paths)
    return sorted(found)


def _to_read(path: Path) -> bool:
    """Tell whether a file is to be read; what cannot even be looked at is, if it has the right name."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return is_supported(path.name)


def ingest_files(
    catalog: Catalog, files: Sequence[Candidate], on_conflict: OnConflict = OnConflict.REPLACE
) -> Iterator[FileReport]:
    """Ingest one file after the other, reporting each as soon as it is in the catalog or has failed.

    Raises:
        DataDirError: the catalog cannot be written; nothing acknowledged before is lost.
    """
    for file in files:
        started = time.perf_counter()
        try:
            yield _ingest(catalog, file, on_conflict, started)
        except DataDirError:
            raise
        except CorpusError as error:
            yield FileReport(file.path, FileStatus.FAILED, seconds=_since(started), error=error)
        except Exception as error:  # a defect in an extractor must not stop the other files
            log.debug("%s: unexpected error", file.path, exc_info=True)
            defect = ReaderFailed(safe_name(file.path.name), f"{type(error).__name__}: {error}")
            yield FileReport(file.path, FileStatus.FAILED, seconds=_since(started), error=defect)


def _ingest(catalog: Catalog, file: Candidate, on_conflict: OnConflict, started: float) -> FileReport:
    path, source = file.path, safe_name(file.path.name)
    if not is_supported(path.name) and (os.path.isfile(path) or not (file.named or os.path.isdir(path))):
        status = FileStatus.FAILED if file.named else FileStatus.SKIPPED
        return FileReport(path, status, error=UnsupportedFormat(source), seconds=_since(started))
    data = _bytes_of(path)
    known = catalog.document_by_sha256(hashlib.sha256(data).hexdigest())
    if known is not None:
        return FileReport(path, FileStatus.UNCHANGED, known.id, seconds=_since(started))
    built = build_record(path, data)
    record = built.record
    older = [card.id for card in catalog.documents_by_origin(record.document.origin)]
    if record.document.id in catalog.cards([record.document.id]):
        return FileReport(path, FileStatus.UNCHANGED, record.document.id, seconds=_since(started))
    if older and on_conflict is not OnConflict.REPLACE:
        conflict = DocumentConflict(source)
        status = FileStatus.SKIPPED if on_conflict is OnConflict.SKIP else FileStatus.FAILED
        return FileReport(path, status, older[0], seconds=_since(started), error=conflict)
    catalog.put(record, built.offsets.pack(), replacing=older)
    status = FileStatus.REPLACED if older else FileStatus.OK
    return FileReport(path, status, record.document.id, len(record.passages), _since(started))


def _bytes_of(path: Path) -> bytes:
    source = safe_name(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise NotAFile(source)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileVanished(source) from error
    except OSError as error:
        raise FileRefused(source, error.errno or errno.EIO) from error


def _since(started: float) -> float:
    return time.perf_counter() - started
