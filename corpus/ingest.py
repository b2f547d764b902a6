"""Files and folders into the catalog: one transaction a file, one bad file never stops the others."""

import hashlib
import logging
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
    FileVanished,
    ReadError,
    UnsupportedFormat,
)
from corpus.readers import is_supported
from corpus.record import build_record

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
        return self.path.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to ingest; `named` when the user named it rather than a folder above it."""

    path: Path
    named: bool


def list_files(paths: Sequence[Path]) -> list[Candidate]:
    """List the files to ingest: those named, and all below the folders named, hidden ones left out."""
    found: dict[Path, Candidate] = {}
    for path in paths:
        if path.is_dir():
            for below in sorted(path.rglob("*")):
                if below.is_file() and not any(p.startswith(".") for p in below.relative_to(path).parts):
                    found.setdefault(below.absolute(), Candidate(below, named=False))
        else:
            found[path.absolute()] = Candidate(path, named=True)
    return list(found.values())


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
            log.exception("%s: unexpected error", file.path)
            problem = ReadError(file.path.name, f"unexpected error: {type(error).__name__}: {error}")
            yield FileReport(file.path, FileStatus.FAILED, seconds=_since(started), error=problem)


def _ingest(catalog: Catalog, file: Candidate, on_conflict: OnConflict, started: float) -> FileReport:
    path = file.path
    if not is_supported(path.name):
        status = FileStatus.FAILED if file.named and path.exists() else FileStatus.SKIPPED
        if path.exists() or not file.named:
            return FileReport(path, status, error=UnsupportedFormat(path.name), seconds=_since(started))
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
        conflict = DocumentConflict(path.name)
        status = FileStatus.SKIPPED if on_conflict is OnConflict.SKIP else FileStatus.FAILED
        return FileReport(path, status, older[0], seconds=_since(started), error=conflict)
    catalog.put(record, built.offsets.pack(), replacing=older)
    status = FileStatus.REPLACED if older else FileStatus.OK
    return FileReport(path, status, record.document.id, len(record.passages), _since(started))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileVanished(path.name) from error
    except OSError as error:
        raise ReadError(path.name, f"cannot be opened: {error.strerror or error}") from error


def _since(started: float) -> float:
    return time.perf_counter() - started
