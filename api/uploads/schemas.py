"""The shapes of `/v1/tasks`, as clients see them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.uploads.tasks import FileResult, OnSameName, Stage, TaskState, TaskView
from corpus.ingest import FileStatus


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class FileResultOut(_Response):
    """What became of one file, or of one member of an archive."""

    name: Annotated[str, Field(description="The file's name; a member has its path after `!/`.")]
    status: FileStatus
    code: Annotated[str | None, Field(description="Names the reason: encrypted, timed_out ...")]
    detail: Annotated[str | None, Field(description="The reason, in English.")]
    document_id: str | None
    pages: int | None
    passages: int
    seconds: float


class ProgressOut(_Response):
    """How much of something is done."""

    done: int
    total: int


class TaskOut(_Response):
    """An upload and how far it is."""

    id: str
    state: TaskState
    stage: Annotated[Stage | None, Field(description="Only while running.")]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    on_same_name: OnSameName
    files: ProgressOut
    failed: Annotated[int, Field(description="Files and members that failed.")]
    indexed: Annotated[ProgressOut, Field(description="Passages; only known while indexing.")]
    files_per_second: float | None
    eta_seconds: Annotated[float | None, Field(description="Until all files are read; null if unknown.")]
    error: Annotated[str | None, Field(description="Why the whole task failed, or waits to be tried again.")]
    results: Annotated[
        tuple[FileResultOut, ...], Field(description="In the order in which they were done; [] in lists.")
    ]


class TaskList(_Response):
    """The latest tasks, latest first."""

    tasks: tuple[TaskOut, ...]


def task_out(view: TaskView, with_results: bool = True, shown: Collection[str] | None = None) -> TaskOut:
    """Return what clients see of a task; of documents that are not `shown`, no more than that they came.

    A file may turn out to be one that is there already: that tells what the caller may not know. None shows
    all.
    """
    if shown is not None:
        view = replace(view, results=tuple(_without_hidden(one, shown) for one in view.results))
    task = view.task
    done, total = view.done, len(task.files)
    end = task.finished_at or datetime.now(UTC)
    seconds = (end - task.started_at).total_seconds() if task.started_at else 0.0
    rate = done / seconds if done and seconds > 0 else None
    reading = task.state is TaskState.RUNNING and rate is not None
    return TaskOut(
        id=task.id,
        state=task.state,
        stage=task.stage,
        created_at=task.created_at,
        started_at=task.started_at,
        finished_at=task.finished_at,
        on_same_name=task.on_same_name,
        files=ProgressOut(done=done, total=total),
        failed=view.failed,
        indexed=ProgressOut(done=view.indexed[0], total=view.indexed[1]),
        files_per_second=round(rate, 2) if rate else None,
        eta_seconds=round((total - done) / rate, 1) if reading and rate else None,
        error=task.error,
        results=tuple(map(_result_out, view.results)) if with_results else (),
    )


def _without_hidden(result: FileResult, shown: Collection[str]) -> FileResult:
    if result.document_id is None or result.document_id in shown:
        return result
    return FileResult(
        result.file, result.name, FileStatus.OK, seconds=result.seconds, is_member=result.is_member
    )


def _result_out(result: FileResult) -> FileResultOut:
    return FileResultOut.model_validate(result)
