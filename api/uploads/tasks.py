"""The record of an upload: what came, how far it is, and what became of each file."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from corpus.ingest import FileReport, FileStatus
from corpus.labels import Label


class TaskState(StrEnum):
    """How far a task is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"  # every file is in the catalog and can be searched
    PARTIAL = "partial"  # some files failed; the rest can be searched
    FAILED = "failed"
    CANCELLED = "cancelled"  # what was done before stays


FINISHED = frozenset({TaskState.SUCCEEDED, TaskState.PARTIAL, TaskState.FAILED, TaskState.CANCELLED})


class Stage(StrEnum):
    """What a running task does."""

    READING = "reading"
    INDEXING = "indexing"


class OnSameName(StrEnum):
    """What to do with a file whose name was uploaded before, with another content."""

    KEEP = "keep"  # both stay
    REPLACE = "replace"  # the new one takes the place of the old, which stays as its earlier version
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it was received.

    Attributes:
        name: the client's, a label and no path.
        size: in bytes.
        origin: what tells it from all other files; chosen when its task begins, "" until then.
    """

    name: str
    size: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who uploads, and as what.

    Attributes:
        key_id: of their key; None where no keys are asked for.
        sees: the labels that they may see, None for everything.
        label: the least that their documents are to bear.
    """

    key_id: str | None = None
    sees: tuple[Label, ...] | None = None
    label: Label = Label.PUBLIC


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file, or of one member of an archive.

    Attributes:
        file: which of the task's files, from 0.
        name: with the member's path where it is one: "year.zip!/june/1023.docx".
        status: what became of it.
        code: names the reason where it failed or was skipped; None otherwise.
        detail: the reason in English.
        is_member: whether it is a member of an archive.
    """

    file: int
    name: str
    status: FileStatus
    code: str | None = None
    detail: str | None = None
    document_id: str | None = None
    pages: int | None = None
    passages: int = 0
    seconds: float = 0.0
    is_member: bool = False

    @classmethod
    def of(cls, file: int, report: FileReport) -> "FileResult":
        """Take over a report of the ingest."""
        return cls(
            file=file,
            name=report.source,
            status=report.status,
            code=report.code,
            detail=str(report.error) if report.error else None,
            document_id=report.document_id,
            pages=report.pages,
            passages=report.passages,
            seconds=round(report.seconds, 3),
            is_member=bool(report.member),
        )


@dataclass(frozen=True, slots=True)
class UploadTask:
    """One upload; times are UTC."""

    id: str
    created_at: datetime
    files: tuple[UploadedFile, ...]
    on_same_name: OnSameName = OnSameName.KEEP
    state: TaskState = TaskState.QUEUED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stage: Stage | None = None
    error: str | None = None  # why the whole task failed, or waits to be tried again
    uploader: Uploader = Uploader()


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its results, and how far its passages are indexed."""

    task: UploadTask
    results: tuple[FileResult, ...] = ()
    indexed: tuple[int, int] = field(default=(0, 0))  # passages done, passages in all

    @property
    def done(self) -> int:
        """Count the files that are done with, whatever became of them."""
        return len({result.file for result in self.results if not result.is_member})

    @property
    def failed(self) -> int:
        """Count the files and members that failed."""
        return sum(result.status is FileStatus.FAILED for result in self.results)

    def verdict(self) -> TaskState:
        """Return how a task that ran to its end ended."""
        entered = [r for r in self.results if r.status not in (FileStatus.FAILED, FileStatus.UNPACKED)]
        if not self.failed:
            return TaskState.SUCCEEDED
        return TaskState.PARTIAL if entered else TaskState.FAILED

    def with_result(self, result: FileResult) -> "TaskView":
        """Add what became of a file."""
        return replace(self, results=(*self.results, result))
