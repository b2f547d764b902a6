"""One run over files: workers read, this process alone writes the catalog."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext

from corpus.catalog import Catalog, Link
from corpus.errors import UnsupportedFormat
from corpus.ingest.intake import Intake, Stat
from corpus.ingest.reports import HERE, Candidate, FileReport, FileStatus, IngestOptions
from corpus.readers import is_supported
from corpus.sandbox.local import ReadingPool
from corpus.sandbox.messages import Begun, Setup, Task
from corpus.sandbox.pool import Event, Pool

_TICK_S = 0.1  # how long the workers are listened to before anything else is looked at
_AHEAD = 200  # files whose size and time are compared with the catalog at once
_MANY = 12  # files that are worth the start of another worker
_COPIES = frozenset({Link.SAME_TEXT, Link.NEAR_DUPLICATE})


def open_pool(options: IngestOptions) -> Pool:
    """Return the workers for one or several runs; none is started yet. Raises WorkersUnreachable."""
    if options.workers != HERE:
        from corpus.ingest.cluster import ClusterPool

        return ClusterPool(Setup(options.limits, options.build), options.workers, options.jobs)
    return ReadingPool(Setup(options.limits, options.build), options.jobs or cores())


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ingest_files(
    catalog: Catalog,
    files: Sequence[Candidate],
    options: IngestOptions | None = None,
    pool: Pool | None = None,
) -> Iterator[FileReport]:
    """Ingest files, reporting each as soon as it is in the catalog or has failed.

    Every file gives one report with an empty `member`, after those of its members; the order is that in
    which they are done. Closing the iterator, or `options.cancelled`, ends the workers: what was reported
    is in the catalog, what was not is read by the next run.

    Args:
        catalog: where they go.
        files: see `list_files`.
        options: how to run.
        pool: workers to use and leave running, see `open_pool`; by default they live as long as the run.

    Raises:
        DataDirError: the catalog cannot be written; nothing reported before is lost.
    """
    chosen = options or IngestOptions()
    with nullcontext(pool) if pool is not None else open_pool(chosen) as workers:
        yield from _Run(catalog, files, chosen, workers).reports()


class _Run:
    """One run."""

    def __init__(
        self, catalog: Catalog, files: Sequence[Candidate], options: IngestOptions, pool: Pool
    ) -> None:
        self._catalog = catalog
        self._waiting = _Waiting(catalog, files)
        self._options = options
        self._pool = pool
        self._intakes: dict[str, Intake] = {}  # of the files that are being read, by origin
        self._postponed: list[Candidate] = []
        self._heard: deque[Event] = deque()

    def reports(self) -> Iterator[FileReport]:
        """Yield the reports until all files are done or the run is cancelled."""
        try:
            while not self._options.cancelled():
                yield from self._hand_out()
                if self._heard:
                    yield from self._settle(self._heard.popleft())
                elif self._pool.is_idle and not self._waiting:
                    return
                if len(self._heard) < self._pool.jobs:  # else the workers wait until this process catches up
                    self._heard.extend(self._pool.events(0.0 if self._heard else _TICK_S))
        finally:
            if not self._pool.is_idle:
                self._pool.close()

    def _hand_out(self) -> Iterator[FileReport]:
        """Give files to the workers as long as they take any; report those that need no reading."""
        while self._waiting and self._pool.has_room(many=len(self._waiting) >= _MANY):
            file, stat, is_known = self._waiting.next()
            early = _without_reading(file, is_known)
            if early is not None:
                yield early
                if self._options.cancelled():
                    return
                continue
            intake = Intake(self._catalog, self._options, file, stat)
            origin = file.stored_origin
            if origin in self._intakes:  # another file of this name is under way
                self._postponed.append(file)
                continue
            self._intakes[origin] = intake
            self._pool.give(Task(file.path, file.stored_source, origin))

    def _settle(self, event: Event) -> Iterator[FileReport]:
        """Act on what a worker said."""
        origin = event.task.origin
        intake = self._intakes[origin]
        message = event.message
        if isinstance(message, Begun):
            report = intake.already(message)
            event.answer(wanted=report is None)
            is_over = report is not None and not message.member
        else:
            report = intake.outcome(message)
            is_over = message.last
        if is_over:
            del self._intakes[origin]
            self._waiting.extend(self._postponed)
            self._postponed.clear()
        if report is not None:
            yield report


class _Waiting:
    """The files that no worker has yet, and whether the catalog knows them by size and time."""

    def __init__(self, catalog: Catalog, files: Iterable[Candidate]) -> None:
        self._catalog = catalog
        self._files = deque(files)
        self._copies: deque[Candidate] = deque()  # to be read again, after what they are copies of
        self._looked: deque[tuple[Candidate, Stat, str | None]] = deque()

    def __len__(self) -> int:
        return len(self._files) + len(self._copies) + len(self._looked)

    def extend(self, files: Iterable[Candidate]) -> None:
        """Put files behind the others."""
        self._files.extend(files)

    def next(self) -> tuple[Candidate, Stat, str | None]:
        """Return a file, its size and time, and the document it stands for ("" for a container)."""
        while not self._looked:
            self._look()
        return self._looked.popleft()

    def _look(self) -> None:
        """Compare the next files with the catalog."""
        waiting = self._files or self._copies
        part = [waiting.popleft() for _ in range(min(_AHEAD, len(waiting)))]
        stored = self._catalog.stored_files(file.stored_origin for file in part)
        for file in part:
            stat, known = Stat.of(file.path), stored.get(file.stored_origin)
            if waiting is self._files and known is not None and known.is_stale and known.link in _COPIES:
                self._copies.append(file)
                continue
            same = known is not None and known.is_as_seen(stat.size, stat.mtime_ns)
            found = (known.document_id or "") if known is not None and same else None
            self._looked.append((file, stat, found))


def _without_reading(file: Candidate, known: str | None) -> FileReport | None:
    """Report a file that is in the catalog as it is, or that no reader takes."""
    path, label = file.path, file.stored_source
    if known is not None:
        return FileReport(path, FileStatus.UNCHANGED, label=label, document_id=known or None)
    if is_supported(label) or is_supported(path.name):
        return None
    if os.path.isfile(path) or not (file.named or os.path.isdir(path)):
        status = FileStatus.FAILED if file.named else FileStatus.SKIPPED
        return FileReport(path, status, label=label, error=UnsupportedFormat(label))
    return None
