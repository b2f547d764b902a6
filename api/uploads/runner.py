"""Carries out upload tasks, one after the other, in a thread of its own."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from api.engine.stamps import Progress
from api.uploads.passing import is_passing
from api.uploads.store import UploadStore
from api.uploads.tasks import (
    FINISHED,
    FileResult,
    OnSameName,
    Stage,
    TaskState,
    TaskView,
    UploadedFile,
    Uploader,
    UploadTask,
)
from corpus.catalog import Catalog
from corpus.ingest import Candidate, FileStatus, IngestOptions, OnConflict, ingest_files

_LOG = logging.getLogger("api.uploads")
_POLICIES = {
    OnSameName.KEEP: OnConflict.REPLACE,  # never met: a name that is taken gets an origin of its own
    OnSameName.REPLACE: OnConflict.REPLACE,
    OnSameName.SKIP: OnConflict.SKIP,
    OnSameName.ERROR: OnConflict.ERROR,
}


_LOOK_S = 0.5  # how often tasks are looked for that other processes have taken
_PAUSE_S = 30.0  # after a full disk or the like, before the task that met it is tried again


class Home(Protocol):
    """What the runner works on."""

    @property
    def catalog(self) -> Catalog:
        """Return where documents go."""
        ...

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the catalog, and answer from it."""
        ...


class _Closing(Exception):
    """The server stops; raised out of indexing, which goes on at the next start."""


class TaskRunner:
    """All tasks of a data directory, and the thread that carries them out; safe to share."""

    def __init__(
        self,
        home: Home,
        store: UploadStore,
        options: IngestOptions | None = None,
        on_failure: Callable[[str], None] | None = None,
        on_end: Callable[[TaskView], None] = lambda _: None,
    ) -> None:
        self._on_failure, self._on_end = on_failure, on_end
        self._home = home
        self._store = store
        self._options = options or IngestOptions()
        self._lock = threading.Lock()
        self._views = {view.task.id: view for view in store.load()}
        self._waiting = deque(view.task.id for view in self._views.values() if not _finished(view))
        self._cancelled: set[str] = set()
        self._closing = False
        self._retry_at = 0.0
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)

    def start(self) -> None:
        """Go on with what was left, and take what comes."""
        self._wake.set()
        self._thread.start()

    def close(self) -> None:
        """Stop after the file under way; unfinished tasks go on at the next start."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def submit(self, task: UploadTask) -> TaskView:
        """Queue a task whose files the store has accepted."""
        view = TaskView(task)
        with self._lock:
            self._queue(view)
        self._wake.set()
        return view

    def _queue(self, view: TaskView) -> None:
        if view.task.id not in self._views:  # else it was found on disk a moment ago
            self._views[view.task.id] = view
            self._waiting.append(view.task.id)

    def get(self, task_id: str) -> TaskView | None:
        """Return a task as it is now."""
        return self._views.get(task_id)

    def latest(self, limit: int, fits: Callable[[UploadTask], bool]) -> list[TaskView]:
        """Return the latest tasks that fit, latest first."""
        with self._lock:
            views = [view for view in self._views.values() if fits(view.task)]
        return views[: -limit - 1 : -1]

    def cancel(self, task_id: str) -> TaskView | None:
        """Ask a task to end; files that are in the catalog stay. None where there is no such task."""
        with self._lock:
            view = self._views.get(task_id)
            if view is None or _finished(view):
                return view
            self._cancelled.add(task_id)
            if view.task.state is TaskState.QUEUED and task_id in self._waiting:
                self._waiting.remove(task_id)
                view = replace(view, task=_ended(view.task, TaskState.CANCELLED))
                self._keep(view)
        return view

    # The thread

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait(_LOOK_S)
            self._wake.clear()
            self._look()
            while self._waiting and not self._closing and time.monotonic() >= self._retry_at:
                with self._lock:
                    if not self._waiting:
                        break
                    view = self._views[self._waiting.popleft()]
                self._carry_out(view)

    def _look(self) -> None:
        """Take up what other processes have put on disk: tasks, and wishes to end some."""
        with self._lock:
            for view in self._store.come(self._views):
                self._queue(view)
            unwanted = [task_id for task_id in self._waiting if self._store.is_to_cancel(task_id)]
        for task_id in unwanted:
            self.cancel(task_id)

    def _carry_out(self, view: TaskView) -> None:
        task = view.task
        started_at = task.started_at or _now()
        try:
            # Kept before anything is read: a task that goes on after a crash must meet its files again.
            files = tuple(self._with_origin(task, ordinal) for ordinal in range(len(task.files)))
            began = replace(task, files=files, state=TaskState.RUNNING, stage=Stage.READING, error=None)
            view = self._keep(replace(view, task=replace(began, started_at=started_at)))
            view = self._read(view)
            if self._closing:
                return
            view = self._keep(replace(view, task=replace(view.task, stage=Stage.INDEXING)))
            self._home.catch_up(self._telling(view.task.id))
            state = TaskState.CANCELLED if view.task.id in self._cancelled else view.verdict()
            self._on_end(self._keep(replace(self._views[view.task.id], task=_ended(view.task, state))))
        except _Closing:
            return
        except Exception as error:  # told in the task; the next task must run
            if is_passing(error):
                self._put_off(task.id, error)
                return
            _LOG.error("upload %s failed: %s", view.task.id, error, exc_info=True)
            failed = replace(_ended(view.task, TaskState.FAILED), error=str(error))
            self._put(replace(self._views[view.task.id], task=failed))
            self._save_if_possible(failed)

    def _put_off(self, task_id: str, error: Exception) -> None:
        """Try a task again in a while, or at the next start; what is done of it stays done."""
        _LOG.error("upload %s waits: %s", task_id, error)
        view = self._views[task_id]
        waiting = replace(view.task, state=TaskState.QUEUED, stage=None, error=str(error))
        self._save_if_possible(waiting)
        with self._lock:
            self._put(replace(view, task=waiting))
            self._waiting.appendleft(task_id)
            self._retry_at = time.monotonic() + _PAUSE_S

    def _read(self, view: TaskView) -> TaskView:
        """Ingest the files that have no result yet."""
        task = view.task
        known = {result.file for result in view.results if not result.is_member}
        # What a crash has left: members of an archive that was cut short, half a line.
        view = replace(view, results=tuple(result for result in view.results if result.file in known))
        self._store.replace_results(task.id, view.results)
        todo = [n for n in range(len(task.files)) if n not in known]
        files = [self._candidate(task, ordinal) for ordinal in todo]
        numbers = {file.path: ordinal for file, ordinal in zip(files, todo, strict=True)}

        def ends() -> bool:
            if self._store.is_to_cancel(task.id):
                self._cancelled.add(task.id)
            return self._closing or task.id in self._cancelled

        options = replace(
            self._options,
            on_conflict=_POLICIES[task.on_same_name],
            cancelled=ends,
            label=task.uploader.label,
            may_raise=task.uploader.sees,  # nobody hides from others what they do not see themselves
        )
        for report in ingest_files(self._home.catalog, files, options):
            view = self._note(view, FileResult.of(numbers[report.path], report))
        return view

    def _candidate(self, task: UploadTask, ordinal: int) -> Candidate:
        file = task.files[ordinal]
        return Candidate(self._store.path_of(task.id, ordinal, file.name), True, file.name, file.origin)

    def _with_origin(self, task: UploadTask, ordinal: int) -> UploadedFile:
        file = task.files[ordinal]
        if file.origin:
            return file
        origin = f"upload:{file.name}"
        own = f"upload:{task.id}/{ordinal}/{file.name}"
        if task.on_same_name is OnSameName.KEEP:
            twice = any(other.name == file.name for other in task.files[:ordinal])
            if twice or self._is_taken(origin):
                origin = own
        elif self._is_hidden(origin, task.uploader):  # nobody replaces, or hears of, what they may not see
            origin = own
        return replace(file, origin=origin)

    def _is_taken(self, origin: str) -> bool:
        """Tell whether a file of this origin was taken in; of an archive with bad members, the good ones."""
        catalog = self._home.catalog
        return bool(catalog.stored_files([origin]) or catalog.files_below(origin))

    def _is_hidden(self, origin: str, uploader: Uploader) -> bool:
        """Tell whether a file of this origin stands for a document that the uploader may not see."""
        if uploader.sees is None:
            return False
        catalog = self._home.catalog
        stored = (*catalog.stored_files([origin]).values(), *catalog.files_below(origin))
        cards = catalog.cards(one.document_id for one in stored if one.document_id is not None)
        return any(card.label not in uploader.sees for card in cards.values())

    def _note(self, view: TaskView, result: FileResult) -> TaskView:
        self._store.add(view.task.id, result)
        if self._on_failure is not None and result.status is FileStatus.FAILED:
            self._on_failure(result.code or "unknown")
        view = view.with_result(result)
        self._put(view)
        return view

    def _telling(self, task_id: str) -> Progress:
        def tell(done: int, total: int) -> None:
            if self._closing:
                raise _Closing
            self._put(replace(self._views[task_id], indexed=(done, total)))

        return tell

    def _keep(self, view: TaskView) -> TaskView:
        self._store.save(view.task)
        self._put(view)
        return view

    def _put(self, view: TaskView) -> None:
        self._views[view.task.id] = view

    def _save_if_possible(self, task: UploadTask) -> None:
        try:
            self._store.save(task)
        except OSError as error:
            _LOG.error("upload %s: how it stands could not be noted: %s", task.id, error)


def _now() -> datetime:
    return datetime.now(UTC)


def _finished(view: TaskView) -> bool:
    return view.task.state in FINISHED


def _ended(task: UploadTask, state: TaskState) -> UploadTask:
    return replace(task, state=state, stage=None, finished_at=_now())
