"""Where uploads live: one folder a task, `<data>/uploads/<task id>/`.

    task.json        the task, replaced at once when it changes
    results.ndjson   what became of each file, a line each as it is done
    files/<n>/NAME   the files as they were received; they stay, as the originals of their documents

A folder gets its name when everything in it is on disk: what was acknowledged survives a crash, and what
was not leaves a folder that begins with a dot, which is locked while somebody receives and removed when
nobody does. Every process of a fleet may put tasks here and look at them; one at a time carries them out:
`<data>/uploads.lock` tells which.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from api.uploads.tasks import FileResult, TaskView, UploadTask

_TASK = TypeAdapter(UploadTask)
_RESULT = TypeAdapter(FileResult)
_UNFINISHED = ".receiving-"
_CANCEL = "cancel"  # in a task's folder: it is to end
_ID = re.compile("[0-9a-f]{32}")


class UploadStore:
    """The folders of all tasks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder.with_suffix(".lock"), thread_local=False)
        self._receiving: dict[Path, int] = {}  # folder -> what holds its lock; the system lets go of the dead
        self._looked_at = -1

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
        self._receiving[folder] = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._receiving[folder], fcntl.LOCK_EX)
        return folder

    def discard(self, receiving: Path) -> None:
        """Remove a folder in which files were to be received."""
        self._let_go(receiving)
        shutil.rmtree(receiving, ignore_errors=True)

    def _let_go(self, receiving: Path) -> None:
        handle = self._receiving.pop(receiving, None)
        if handle is not None:
            os.close(handle)

    def accept(self, receiving: Path, task: UploadTask) -> None:
        """Make a received task durable; from here on it will be carried out. Raises OSError."""
        _write(receiving / "task.json", _TASK.dump_json(task))
        receiving.rename(self._folder / task.id)
        self._let_go(receiving)
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

    def clean(self) -> None:
        """Remove what was never acknowledged and nobody is receiving any more."""
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            with suppress(OSError):
                handle = os.open(left, os.O_RDONLY)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(left, ignore_errors=True)
                finally:
                    os.close(handle)

    def load(self) -> list[TaskView]:
        """Return all tasks, oldest first."""
        views = (self._view(self._folder / name) for name in self._names())
        return sorted((view for view in views if view), key=lambda view: (view.task.created_at, view.task.id))

    def view(self, task_id: str) -> TaskView | None:
        """Return a task as it stands on disk; None where there is none of this id."""
        return self._view(self._folder / task_id) if _ID.fullmatch(task_id) else None

    def come(self, known: Collection[str]) -> list[TaskView]:
        """Return the tasks that other processes have put here, oldest first."""
        changed = self._folder.stat().st_mtime_ns if self._folder.exists() else -1
        if changed == self._looked_at:
            return []
        self._looked_at = changed
        views = [self._view(self._folder / name) for name in self._names() if name not in known]
        return sorted((view for view in views if view), key=lambda view: (view.task.created_at, view.task.id))

    def ask_to_cancel(self, task_id: str) -> None:
        """Tell the process that carries tasks out that one is to end."""
        (self._folder / task_id / _CANCEL).touch()

    def is_to_cancel(self, task_id: str) -> bool:
        """Tell whether a task is to end."""
        return (self._folder / task_id / _CANCEL).exists()

    def _names(self) -> Iterator[str]:
        return (path.name for path in sorted(self._folder.glob("[!.]*")) if path.is_dir())

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
