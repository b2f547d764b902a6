"""What the routes use: take files, look tasks up, cancel them."""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Self

from api.errors.uploads import TaskFinished, TaskNotFound, UploadNotStored
from api.uploads.receive import store_files
from api.uploads.runner import Home, TaskRunner
from api.uploads.store import UploadStore
from api.uploads.tasks import FINISHED, OnSameName, TaskView, Uploader, UploadTask
from corpus.ingest import IngestOptions

FOLDER = "uploads"
NOBODY = Uploader()
_LOG = logging.getLogger("api.uploads")
_HEIR_S = 1.0  # how often it is looked whether the process that carries out has gone


class Uploads:
    """The uploads of one data directory.

    Every process that serves it receives files and tells how far they are; one of them, the first, carries
    the tasks out. When that ends, however it ends, another goes on within a second.
    """

    def __init__(self, store: UploadStore, make_runner: Callable[[], TaskRunner], max_files: int) -> None:
        self._store = store
        self._make_runner = make_runner
        self._runner: TaskRunner | None = None  # where this process carries the tasks out
        self._closing = threading.Event()
        self._heir = threading.Thread(target=self._inherit, name="uploads-heir", daemon=True)
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
    ) -> Self:
        """Go on with tasks that a stop or a crash has left, unless another process does.

        `on_failure` hears the code of each file that could not be taken in, `on_end` of each task that was
        carried out.
        """
        store = UploadStore(data_dir / FOLDER)
        uploads = cls(store, lambda: TaskRunner(home, store, options, on_failure, on_end), max_files)
        if not uploads._take_over():
            _LOG.info("another process carries out the uploads for %s", data_dir)
            uploads._heir.start()
        return uploads

    def _take_over(self) -> bool:
        """Carry the tasks out from now on; False where another process does."""
        if not self._store.own():
            return False
        self._store.clean()
        runner = self._make_runner()
        runner.start()
        self._runner = runner
        return True

    def _inherit(self) -> None:
        while not self._closing.wait(_HEIR_S):
            try:
                if self._take_over():
                    return
            except OSError as error:  # the folder cannot be used now; perhaps later
                _LOG.error("uploads cannot be taken over: %s", error)

    def close(self) -> None:
        """Stop after the file under way."""
        self._closing.set()
        if self._heir.is_alive():
            self._heir.join()
        if self._runner is not None:
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
                self._store.discard(folder)
            raise UploadNotStored(error.errno) from error
        return self._runner.submit(task) if self._runner is not None else TaskView(task)

    def task(self, task_id: str) -> TaskView:
        """Return a task as it is now; raises TaskNotFound."""
        view = self._runner.get(task_id) if self._runner is not None else None
        view = view or self._store.view(task_id)  # another process may have taken it a moment ago
        if view is None:
            raise TaskNotFound(task_id)
        return view

    def latest(self, limit: int, fits: Callable[[UploadTask], bool] = lambda _: True) -> list[TaskView]:
        """Return the latest tasks that fit, latest first."""
        if self._runner is not None:
            return self._runner.latest(limit, fits)
        views = [view for view in self._store.load() if fits(view.task)]
        return views[: -limit - 1 : -1]

    def cancel(self, task_id: str) -> TaskView:
        """Ask a task to end; raises TaskNotFound, or TaskFinished where it has ended by itself."""
        if self.task(task_id).task.state in FINISHED:
            raise TaskFinished(task_id)
        if self._runner is not None:
            self._runner.cancel(task_id)
        else:
            self._store.ask_to_cancel(task_id)
        return self.task(task_id)
