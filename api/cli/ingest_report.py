"""What an ingest came to: the lines at its end, and the file of `--report`."""

import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath

from api.errors import ReportFailed
from api.rules import vietnamese
from corpus.errors import UnsupportedFormat
from corpus.ingest import FileReport, FileStatus
from corpus.labels import Label
from corpus.names import file_origin, safe_name

WORDS = {
    FileStatus.OK: "mới",
    FileStatus.REPLACED: "thay thế",
    FileStatus.UNCHANGED: "không đổi",
    FileStatus.REREAD: "đọc lại vì cách đọc đã đổi",
    FileStatus.DUPLICATE: "trùng",
    FileStatus.UNPACKED: "tệp nén",
    FileStatus.SKIPPED: "bỏ qua",
    FileStatus.FAILED: "lỗi",
}
_MOST_KINDS = 8


class Tally:
    """The sums of a run."""

    def __init__(self) -> None:
        self.counts: Counter[FileStatus] = Counter()
        self.unread: Counter[str] = Counter()  # files that no reader takes, by the end of their name
        self.passages = 0
        self.marked = 0  # files whose documents not everybody may see
        self.pages = 0
        self.worker_mib = 0
        self.reading_s = 0.0
        self.indexing_s = 0.0
        self._readable = False

    def add(self, report: FileReport) -> None:
        """Count a file."""
        self.counts[report.status] += 1
        self.passages += report.passages
        self.pages += report.pages or 0
        self.marked += report.bears not in (None, Label.PUBLIC)
        self.worker_mib = max(self.worker_mib, report.memory_mib)
        is_supported = not isinstance(report.error, UnsupportedFormat)
        self._readable = self._readable or is_supported
        if report.status is FileStatus.SKIPPED and not is_supported:
            self.unread[PurePath(report.source).suffix.lower() or "không đuôi"] += 1

    @property
    def files(self) -> int:
        """Count the files, members of containers among them."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """Count the files that failed."""
        return self.counts[FileStatus.FAILED]

    @property
    def is_nothing_readable(self) -> bool:
        """Tell whether no reader takes any of the files."""
        return bool(self.files) and not self._readable

    def summary(self, documents: int) -> str:
        """Return the line at the end."""
        told = ", ".join(f"{self.counts[one]} {word}" for one, word in WORDS.items() if self.counts[one])
        times = (
            f"đọc {decimal(self.reading_s)} giây, lập chỉ mục {decimal(self.indexing_s)} giây "
            "kể cả nạp mô hình"
        )
        work = f" {self.passages} đoạn: {times}." if self.passages else ""
        counted = f"{self.files} tệp: {told}." if told else "Không có tệp mới."
        return f"{counted}{work} Kho có {documents} văn bản."

    def unread_kinds(self) -> str:
        """Return the line about files that no reader takes; "" where there are none."""
        if not self.unread:
            return ""
        told = ", ".join(f"{kind} ({count})" for kind, count in self.unread.most_common(_MOST_KINDS))
        more = ", ..." if len(self.unread) > _MOST_KINDS else ""
        return f"Chưa đọc vì chưa hỗ trợ loại tệp: {told}{more}; --report ghi tên từng tệp."

    def as_json(self) -> dict[str, object]:
        """Return the sums as the report has them."""
        reading = self.reading_s or 1e-9
        return {
            "files": self.files,
            **{status.value: self.counts[status] for status in FileStatus},
            "pages": self.pages,
            "passages": self.passages,
            "reading_seconds": round(self.reading_s, 3),
            "indexing_seconds": round(self.indexing_s, 3),
            "files_per_second": round(self.files / reading, 2),
            "passages_per_second": round(self.passages / reading, 2),
            "peak_memory_mib": {"main": _peak_mib(), "worker": self.worker_mib},
        }


class ReportFile:
    """The file of `--report`; it appears whole when the run ends, also when it is stopped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun = datetime.now(UTC)
        self._part = path.with_name(path.name + ".part")
        self._rows = 0
        with self._telling():
            self._file = self._part.open("w", encoding="utf-8")
            self._file.write('{"files": [')

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what the system refuses into ReportFailed."""
        try:
            yield
        except OSError as error:
            raise ReportFailed(safe_name(str(self._path)), error.errno or 0) from error

    def add(self, report: FileReport) -> None:
        """Write the row of a file; rows are not kept in memory."""
        with self._telling():
            self._file.write((",\n" if self._rows else "\n") + json.dumps(row(report), ensure_ascii=False))
        self._rows += 1

    def close(self, tally: Tally, is_whole: bool) -> None:
        """Write the sums, and put the file in its place."""
        end = {
            "totals": tally.as_json(),
            "complete": is_whole,
            "started_at": self._begun.isoformat(timespec="seconds"),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with self._telling():
            try:
                with self._file:
                    self._file.write("\n],\n" + json.dumps(end, ensure_ascii=False, indent=1)[1:] + "\n")
                    self._file.flush()
                    os.fsync(self._file.fileno())
                os.replace(self._part, self._path)
            finally:
                self._part.unlink(missing_ok=True)


def row(report: FileReport) -> dict[str, object]:
    """Return what the report file says of one file."""
    read = report.provenance
    return {
        "path": file_origin(report.path),
        "member": report.member or None,
        "source": report.source,
        "status": report.status.value,
        "code": report.code,
        "reason": vietnamese(report.error) if report.error else None,
        "document_id": report.document_id,
        "label": report.bears.value if report.bears else None,
        "similarity": report.similarity,
        "pages": report.pages,
        "passages": report.passages,
        "reader": read.reader if read else None,
        "remarks": [remark.value for remark in read.remarks] if read else [],
        "ocr_pages": list(read.ocr_pages) if read else [],
        "ocr_confidence": read.ocr_confidence if read else None,
        "seconds": round(report.seconds, 3),
    }


def decimal(value: float) -> str:
    """Return a number with one place, as Vietnamese writes it."""
    return f"{value:.1f}".replace(".", ",")


def _peak_mib() -> int:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> 20 if sys.platform == "darwin" else most >> 10
