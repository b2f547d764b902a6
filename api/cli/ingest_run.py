"""One `chidao ingest`: what is asked, what is open, and the stages."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from api.cli.ingest_progress import ReadingBar, indexing_bar
from api.cli.ingest_report import ReportFile, Tally
from api.cli.interrupts import Interrupts
from api.cli.options import OnConflict, open_runtime
from api.engine.intake import BUILD
from api.errors import ExitCode
from api.host.private import write_for_owner_alone
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.ingest import Candidate, IngestOptions, ingest_files, missing_files, open_pool
from corpus.ingest import OnConflict as Policy
from corpus.ingest.reports import HERE
from corpus.labels import Label
from corpus.sandbox.messages import Limits
from corpus.sandbox.pool import Pool

if TYPE_CHECKING:
    from api.engine.runtime import Runtime
    from api.engine.stamps import Progress


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks."""

    paths: tuple[Path, ...]
    on_conflict: OnConflict
    report: Path | None
    dry_run: bool
    watch: bool
    delete_missing: bool
    jobs: int | None
    timeout: int | None
    label: Label

    def options(self, settings: Settings, interrupts: Interrupts) -> IngestOptions:
        """Return how to run; the command line wins over the settings."""
        return IngestOptions(
            on_conflict=Policy(self.on_conflict.value),
            jobs=self.jobs or settings.ingest_jobs,
            workers=settings.workers,
            limits=Limits(float(self.timeout or settings.ingest_timeout), settings.ingest_memory),
            dry_run=self.dry_run,
            cancelled=lambda: interrupts.is_set,
            build=BUILD,
            label=self.label,
        )


@contextmanager
def open_session(data_dir: Path | None, wishes: Wishes) -> "Iterator[Session]":
    """Open the catalog, the workers and the report; the report is written however this ends."""
    settings = Settings.load(data_dir=data_dir)
    interrupts = Interrupts()
    options = wishes.options(settings, interrupts)
    report = ReportFile(wishes.report) if wishes.report else None
    tally, is_whole = Tally(), False
    try:
        with open_pool(options) as pool, tempfile.TemporaryDirectory() as nowhere:
            pool.warm()  # while the catalog's libraries are loaded
            # To look at files must not make a catalog where there is none.
            missing = settings.catalog is None and not (settings.data_dir / "catalog.sqlite").exists()
            bare = wishes.dry_run and missing
            write_for_owner_alone()
            with open_runtime(Path(nowhere) if bare else data_dir, may_create=True) as runtime:
                session = Session(runtime, wishes, options, pool, interrupts, tally, report)
                yield session
                is_whole = wishes.watch or not session.is_stopped
    finally:
        if report is not None:
            report.close(tally, is_whole)


class Session:
    """The stages, and the sums over all of them."""

    def __init__(
        self,
        runtime: "Runtime",
        wishes: Wishes,
        options: IngestOptions,
        pool: Pool,
        interrupts: Interrupts,
        tally: Tally,
        report: ReportFile | None,
    ) -> None:
        self._runtime = runtime
        self._wishes = wishes
        self._options = options
        self._pool = pool
        self._interrupts = interrupts
        self._tally = tally
        self._report = report
        self._round = Tally()  # what has not been summed up on the terminal yet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)

    @property
    def catalog(self) -> Catalog:
        """Return where the files go."""
        return self._runtime.catalog

    @property
    def is_stopped(self) -> bool:
        """Tell whether the user has pressed Ctrl+C."""
        return self._interrupts.is_set

    def tell(self, line: str) -> None:
        """Say something beside the results."""
        self._console.print(line, markup=False)

    def rest(self, seconds: float) -> None:
        """Wait, but not longer than until Ctrl+C."""
        with self._interrupts:
            self._interrupts.wait(seconds)

    def ingest(self, files: Sequence[Candidate]) -> None:
        """Read files into the catalog; Ctrl+C ends it behind the file that is being written."""
        started = time.perf_counter()
        with self._interrupts, ReadingBar(self._console, len(files)) as bar:
            for report in ingest_files(self._runtime.catalog, files, self._options, self._pool):
                self._tally.add(report)
                self._round.add(report)
                bar.add(report)
                if self._report is not None:
                    self._report.add(report)
        self._add_time(reading=time.perf_counter() - started)

    def sweep(self) -> None:
        """Name the files that are gone; remove and tell them where that was asked for."""
        gone = missing_files(self._runtime.catalog, self._wishes.paths)
        removing = self._wishes.delete_missing and not self._options.dry_run
        with self._interrupts:
            for origin in gone if removing else ():
                if self.is_stopped:
                    return
                self._runtime.catalog.forget_file(origin)
                self.tell(f"Đã xóa khỏi kho: {origin}")
        if gone and not removing:
            advice = "" if self._wishes.delete_missing else "; thêm --delete-missing để xóa khỏi kho"
            shown = ", ".join(gone[:3]) + (", ..." if len(gone) > 3 else "")
            self.tell(f"{len(gone)} tệp trong kho không còn trên đĩa ({shown}){advice}.")

    def index(self) -> None:
        """Bring the index up to the catalog; Ctrl+C ends it at once, and the next run goes on."""
        # A run that was killed may have left documents that no index contains.
        if self.is_stopped or self._options.dry_run or not self._runtime.is_behind():
            return
        elsewhere = self._options.workers != HERE
        if elsewhere or not self._wishes.watch:
            self._pool.close()  # their memory is for the model now
        started = time.perf_counter()
        with indexing_bar(self._console) as tell:
            if elsewhere:
                self._embed_elsewhere(tell)
            self._runtime.bring_up(tell)
        self._add_time(indexing=time.perf_counter() - started)

    def _embed_elsewhere(self, tell: "Progress") -> None:
        """Let other machines compute the vectors that the index will want."""
        from indexer.embedding import ModelOrder, embed_missing

        chosen = self._runtime.settings
        order = ModelOrder(
            chosen.model, chosen.model_query_prefix, chosen.model_passage_prefix, chosen.model_segmented
        )
        spec = self._runtime.embedder().spec
        embed_missing(self._runtime.catalog, spec, order, self._options.workers, tell)

    def sum_up(self) -> None:
        """Print what has been done since the last time."""
        if self._round.is_nothing_readable:
            self.tell("Không có tệp nào thuộc loại được hỗ trợ.")
        elif unread := self._round.unread_kinds():
            self.tell(unread)
        if self._round.marked > 0 and self._options.label is Label.PUBLIC:
            self.tell(
                f"{self._round.marked} tệp mang dấu độ mật hoặc nhãn hạn chế: chỉ khóa được cấp mới xem."
            )
        ending = " Chạy thử: kho không thay đổi." if self._options.dry_run else ""
        typer.echo(self._round.summary(self._runtime.catalog.count()) + ending)
        self._round = Tally()

    def exit_code(self, is_watched: bool) -> int:
        """Return what the shell is told; Ctrl+C is the ordinary end of watching."""
        if self.is_stopped and not is_watched:
            return ExitCode.INTERRUPTED
        if self._tally.failed:
            return ExitCode.PARTIAL  # even where all failed: the command worked, and each file is named
        return ExitCode.FAILURE if self._tally.is_nothing_readable else ExitCode.OK

    def _add_time(self, reading: float = 0.0, indexing: float = 0.0) -> None:
        for tally in (self._tally, self._round):
            tally.reading_s += reading
            tally.indexing_s += indexing
