"""Where uploads live: one folder a task, `<data>/uploads/<task id>/`.

    task.json        the task, replaced at once when it changes
    results.ndjson   what became of each file, a line each as it is done
    files/<n>/NAME   the files as they were received; they stay, as the originals of their documents

A folder gets its name when everything in it is on disk: what was acknowledged survives a crash, and what
was not leaves a folder that begins with a dot, which the next start removes. One process at a time may own
the folders: `<data>/uploads.lock` tells which.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from api.uploads.tasks import FileResult, TaskView, UploadTask

_TASK = TypeAdapter(UploadTask)
_RESULT = TypeAdapter(FileResult)
_UNFINISHED = ".receiving-"


class UploadStore:
    """The folders of all tasks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder.with_suffix(".lock"), thread_local=False)

    def own(self) -> bool:
        """Take the folders for this process; False where another has them. Raises OSError."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Leave the folders to others."""
        self._lock.release()

    def prepare(self, task_id: str) -> Path:
        """Return a new folder to receive files in; raises OSError."""
        folder = self._folder / f"{_UNFINISHED}{task_id}"
        folder.mkdir(parents=True)
        return folder

    def accept(self, receiving: Path, task: UploadTask) -> None:
        """Make a received task durable; from here on it will be carried out. Raises OSError."""
        _write(receiving / "task.json", _TASK.dump_json(task))
        receiving.rename(self._folder / task.id)
        _sync_folder(self._folder)

    def save(self, task: UploadTask) -> None:
        """Replace the record of a task."""
        _write(self._folder / task.id / "task.json", _TASK.dump_json(task))

    def add(self, task_id: str, result: FileResult) -> None:
        """Note what became of a file."""
        with (self._folder / task_id / "results.ndjson").open("ab") as out:
            out.write(_RESULT.dump_json(result) + b"\n")

    def replace_results(self, task_id: str, results: Sequence[FileResult]) -> None:
        """Note these results and no others."""
        lines = b"".join(_RESULT.dump_json(result) + b"\n" for result in results)
        _write(self._folder / task_id / "results.ndjson", lines)

    def path_of(self, task_id: str, ordinal: int, name: str) -> Path:
        """Return where a file of a task stands."""
        return file_path(self._folder / task_id, ordinal, name)

    def load(self) -> list[TaskView]:
        """Return all tasks, oldest first; remove what was never acknowledged."""
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        views = (self._view(folder) for folder in sorted(self._folder.glob("[!.]*")) if folder.is_dir())
        return sorted((view for view in views if view), key=lambda view: (view.task.created_at, view.task.id))

    def _view(self, folder: Path) -> TaskView | None:
        try:
            task = _TASK.validate_json((folder / "task.json").read_bytes())
        except (OSError, ValidationError):
            return None  # no task of ours
        return TaskView(task, tuple(_results(folder / "results.ndjson")))


def file_path(folder: Path, ordinal: int, name: str) -> Path:
    """Return where the file of this number stands in a task's folder."""
    return folder / "files" / str(ordinal) / name


def _results(path: Path) -> list[FileResult]:
    found = []
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            found.append(_RESULT.validate_json(line))
        except ValueError:
            continue  # cut off by a crash: that file is looked at again
    return found


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once and durably."""
    draft = path.with_suffix(".new")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
