"""What the routes use: take files, look tasks up, cancel them."""

import logging
import shutil
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Self

from api.uploads.errors import TaskFinished, TaskNotFound, UploadNotStored
from api.uploads.receive import store_files
from api.uploads.runner import Home, TaskRunner
from api.uploads.store import UploadStore
from api.uploads.tasks import FINISHED, OnSameName, TaskView, Uploader, UploadTask
from corpus.ingest import IngestOptions

FOLDER = "uploads"
NOBODY = Uploader()
_LOG = logging.getLogger("api.uploads")


class Uploads:
    """The uploads of one data directory."""

    def __init__(self, store: UploadStore, runner: TaskRunner, max_files: int) -> None:
        self._store = store
        self._runner = runner
        self.max_files = max_files

    @classmethod
    def open(
        cls,
        data_dir: Path,
        home: Home,
        max_files: int,
        options: IngestOptions | None = None,
        on_failure: Callable[[str], None] | None = None,
        on_end: Callable[[TaskView], None] = lambda _: None,
    ) -> Self | None:
        """Go on with tasks that a stop or a crash has left; None where another server does.

        `on_failure` hears the code of each file that could not be taken in, `on_end` of each task that was
        carried out.
        """
        store = UploadStore(data_dir / FOLDER)
        if not store.own():
            _LOG.warning("another server takes the files for %s; this one takes none", data_dir)
            return None
        uploads = cls(store, TaskRunner(home, store, options, on_failure, on_end), max_files)
        uploads._runner.start()
        return uploads

    def close(self) -> None:
        """Stop after the file under way."""
        self._runner.close()
        self._store.release()

    def take(
        self,
        received: Sequence[tuple[str | None, BinaryIO]],
        on_same_name: OnSameName,
        uploader: Uploader = NOBODY,
    ) -> TaskView:
        """Put files on disk and queue their task; raises UploadNotStored."""
        task_id = uuid.uuid4().hex
        folder: Path | None = None
        try:
            folder = self._store.prepare(task_id)
            files = store_files(folder, received)
            task = UploadTask(task_id, datetime.now(UTC), files, on_same_name, uploader=uploader)
            self._store.accept(folder, task)
        except OSError as error:
            if folder is not None:
                with suppress(OSError):
                    shutil.rmtree(folder)
            raise UploadNotStored(error.errno) from error
        return self._runner.submit(task)

    def task(self, task_id: str) -> TaskView:
        """Return a task as it is now; raises TaskNotFound."""
        view = self._runner.get(task_id)
        if view is None:
            raise TaskNotFound(task_id)
        return view

    def latest(self, limit: int, fits: Callable[[UploadTask], bool] = lambda _: True) -> list[TaskView]:
        """Return the latest tasks that fit, latest first."""
        return self._runner.latest(limit, fits)

    def cancel(self, task_id: str) -> TaskView:
        """Ask a task to end; raises TaskNotFound, or TaskFinished where it has ended by itself."""
        if self.task(task_id).task.state in FINISHED:
            raise TaskFinished(task_id)
        self._runner.cancel(task_id)
        return self.task(task_id)
