"""What a worker found in a file, into the catalog."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.catalog import Catalog
from corpus.catalog.files import UNSEEN, SeenFile, Taken
from corpus.catalog.files import Outcome as TakenAs
from corpus.errors import DocumentConflict, PathTooLong, UnsupportedFormat
from corpus.ingest.reports import Candidate, FileReport, FileStatus, IngestOptions, OnConflict
from corpus.readers.members import member_source
from corpus.sandbox.messages import Begun, Built, Outcome, Refused
from corpus.types import Remark

log = logging.getLogger(__name__)
_STATUS = {
    TakenAs.NEW: FileStatus.OK,
    TakenAs.UNCHANGED: FileStatus.UNCHANGED,
    TakenAs.REREAD: FileStatus.REREAD,
    TakenAs.REPLACED: FileStatus.REPLACED,
    TakenAs.SAME_TEXT: FileStatus.DUPLICATE,
    TakenAs.NEAR_DUPLICATE: FileStatus.DUPLICATE,
    TakenAs.KEPT: FileStatus.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class Stat:
    """Size and time of a file, as they were before it was read."""

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Look at a file; one that cannot be looked at was never seen like this."""
        try:
            found = os.stat(path)
        except OSError:
            return cls(UNSEEN, UNSEEN)
        return cls(found.st_size, found.st_mtime_ns)


class Intake:
    """One file on its way into the catalog, with all its members."""

    def __init__(self, catalog: Catalog, options: IngestOptions, file: Candidate, stat: Stat) -> None:
        self._catalog = catalog
        self._dry = options.dry_run
        self._on_conflict = options.on_conflict
        self._label = options.label
        self._may_raise = options.may_raise
        self._file = file
        self._stat = stat
        self._whole = True  # no member has failed, none is read in part

    def already(self, begun: Begun) -> FileReport | None:
        """Return the report of a content that is in the catalog; None where it must be read."""
        if not self._catalog.files_by_sha256(begun.sha256):
            return None  # most files are new: they need not wait for the right to write
        seen = self._seen(begun.member, begun.sha256)
        if self._dry:
            taken = self._catalog.assess_known(seen, self._may_replace)
        else:
            try:
                taken = self._catalog.take_known(seen, self._may_replace, self._label, self._may_raise)
            except PathTooLong:  # told when it has been read
                return None
        return self._report(begun.member, taken) if taken else None

    def outcome(self, outcome: Outcome) -> FileReport:
        """Take in what was read and report it."""
        try:
            return self._outcome(outcome)
        except PathTooLong as error:
            return self._refused(outcome, Refused(error))

    def _outcome(self, outcome: Outcome) -> FileReport:
        found = outcome.found
        if isinstance(found, Built):
            return self._built(outcome, found)
        if isinstance(found, Refused):
            return self._refused(outcome, found)
        if self._whole and not self._dry:
            self._catalog.take_container(self._seen("", outcome.sha256))
        return FileReport(
            self._file.path,
            FileStatus.UNPACKED,
            label=self._file.stored_source,
            seconds=outcome.seconds,
            memory_mib=outcome.memory_mib,
        )

    def _built(self, outcome: Outcome, found: Built) -> FileReport:
        seen = self._seen(outcome.member, outcome.sha256)
        if Remark.OCR_MISSING in found.record.document.provenance.remarks:
            seen = SeenFile(seen.origin, seen.source, "")  # read again by each run: until OCR is installed
            self._whole = False
        if self._dry:
            taken = self._catalog.assess(found.record, seen, self._may_replace, found.offsets)
        else:
            taken = self._catalog.take(
                found.record,
                found.offsets,
                seen,
                found.fingerprint,
                self._may_replace,
                self._label,
                self._may_raise,
            )
        return self._report(outcome.member, taken, outcome, found)

    def _refused(self, outcome: Outcome, refused: Refused) -> FileReport:
        source = self._source(outcome.member)
        if refused.trace:
            log.debug("%s: unexpected error\n%s", source, refused.trace)
        unasked = bool(outcome.member) or not self._file.named
        skipped = unasked and isinstance(refused.error, UnsupportedFormat)
        self._whole = self._whole and skipped
        return FileReport(
            self._file.path,
            FileStatus.SKIPPED if skipped else FileStatus.FAILED,
            outcome.member,
            self._file.stored_source,
            seconds=outcome.seconds,
            memory_mib=outcome.memory_mib,
            error=refused.error,
        )

    def _report(
        self, member: str, taken: Taken, outcome: Outcome | None = None, built: Built | None = None
    ) -> FileReport:
        status, error = _STATUS[taken.outcome], None
        if taken.outcome is TakenAs.KEPT:
            error = DocumentConflict(self._source(member))
            if self._on_conflict is OnConflict.ERROR:
                status, self._whole = FileStatus.FAILED, False
        document = built.record.document if built else None
        entered = document is not None and taken.document_id == document.id
        fresh = entered and taken.outcome not in (TakenAs.UNCHANGED, TakenAs.REREAD, TakenAs.SAME_TEXT)
        return FileReport(
            self._file.path,
            status,
            member,
            self._file.stored_source,
            document_id=taken.document_id,
            passages=len(built.record.passages) if built and fresh else 0,
            pages=document.pages if document else None,
            provenance=document.provenance if document else None,
            similarity=taken.similarity,
            seconds=outcome.seconds if outcome else 0.0,
            memory_mib=outcome.memory_mib if outcome else 0,
            error=error,
            bears=taken.label,
        )

    def _seen(self, member: str, sha256: str) -> SeenFile:
        origin = self._file.stored_origin
        full = member_source(origin, member) if member else origin
        return SeenFile(full, self._source(member), sha256, self._stat.size, self._stat.mtime_ns)

    def _source(self, member: str) -> str:
        source = self._file.stored_source
        return member_source(source, member) if member else source

    @property
    def _may_replace(self) -> bool:
        return self._on_conflict is OnConflict.REPLACE
