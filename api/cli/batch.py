"""`chidao batch`: many questions into one file, to be taken up where it was left."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.batch.options import DEFAULT_TAG, Format, Options, Task, Unit
from api.cli.options import DataDir, Depth, open_runtime
from api.errors import ExitCode
from search.types import Mode

if TYPE_CHECKING:
    from rich.console import Console

    from api.batch.questionfile import Question

_ENOUGH = 150  # questions that are worth the start of one more process
_LOG_EVERY_S = 10.0  # where nobody watches a bar


def batch(
    questions: Annotated[
        Path, typer.Argument(help="Tệp câu hỏi: .jsonl, .tsv hoặc .txt.", metavar="CÂU_HỎI")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp kết quả; chạy lại sẽ ghi tiếp.")],
    task: Annotated[Task, typer.Option(help="Trả lời hay chỉ tìm đoạn văn.")] = Task.ASK,
    mode: Annotated[Mode, typer.Option(help="Cách tìm, khi --task search.")] = Mode.HYBRID,
    form: Annotated[Format, typer.Option("--format", help="Dạng tệp kết quả.")] = Format.JSONL,
    k: Depth = 10,
    tag: Annotated[str, typer.Option(help="Tên lần chạy, trong dạng trec.")] = DEFAULT_TAG,
    unit: Annotated[
        Unit, typer.Option(help="Xếp hạng đoạn văn, văn bản hay tệp, trong dạng trec.")
    ] = Unit.PASSAGE,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Số tiến trình cùng trả lời; mặc định là số bộ xử lý."),
    ] = None,
    timing: Annotated[
        bool, typer.Option("--timing", help="Giữ thời gian xử lý từng câu; kết quả mỗi lần chạy sẽ khác.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Trả lời hoặc tìm cho cả một tệp câu hỏi; bên cạnh kết quả là tệp kê khai .manifest.json."""
    from rich.console import Console

    from api.batch.questionfile import read_questions
    from api.batch.run import Job, run

    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    if not tag or any(char.isspace() for char in tag):
        raise typer.BadParameter("phải có chữ và không có khoảng trắng", param_hint="--tag")
    if unit is not Unit.PASSAGE and form is not Format.TREC:
        raise typer.BadParameter("chỉ dùng với --format trec", param_hint="--unit")
    found = read_questions(questions)
    for fault in found.faults:
        errors.print(f"Bỏ qua {questions}, dòng {fault.line}: {fault.problem}", markup=False)
    options = Options(task, mode, form, k, tag, unit, timing)
    processes = threads or min(_processors(), max(1, len(found.questions) // _ENOUGH))
    progress = _Progress(errors, output)
    with open_runtime(data_dir, threads=1) as runtime, progress:
        job = Job(questions, found, output, options, processes)
        report = run(job, runtime, progress.begin, progress.advance)
    bad = report.failed + len(found.faults)
    errors.print(f"{report.written} câu mới vào {output}; {bad} câu lỗi{progress.rate()}.", markup=False)
    if bad:
        raise typer.Exit(ExitCode.PARTIAL if report.written or report.before else ExitCode.FAILURE)


class _Progress:
    """How far a run is, on stderr: a bar where somebody watches, else a line now and then."""

    def __init__(self, console: "Console", output: Path) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._console, self._output = console, output
        columns = (
            TextColumn("Đang hỏi"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
        )
        quiet = not console.is_terminal
        left = (TextColumn("còn"), TimeRemainingColumn())
        self._bar = Progress(*columns, *left, console=console, transient=True, disable=quiet)
        self._total = self._done = 0
        self._started = self._told = time.monotonic()

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, before: int, left: int) -> None:
        """Take up a run in which so many questions are left."""
        if before:
            told = f"Đã có {before} câu trong {self._output}, làm tiếp phần còn lại."
            self._console.print(told, markup=False)
        self._total = left
        self._started = self._told = time.monotonic()
        self._bar.add_task("", total=left, rate="")

    def advance(self, question: "Question", problem: str | None) -> None:
        """Count a question; a problem is told at once."""
        if problem is not None:
            self._console.print(f"Lỗi ở câu {question.id}: {problem}", markup=False)
        if not self._done:  # before the first answer, models were loaded
            self._started = time.monotonic()
        self._done += 1
        for task_id in self._bar.task_ids:
            self._bar.update(task_id, completed=self._done, rate=self._rate())
        now = time.monotonic()
        if self._bar.disable and now - self._told >= _LOG_EVERY_S:
            self._told = now
            seconds = round((self._total - self._done) / max(self._per_second(), 0.01))
            told = f"{self._done}/{self._total} câu, {self._rate()}, còn {seconds // 60}:{seconds % 60:02}"
            self._console.print(told, markup=False)

    def rate(self) -> str:
        """Return how quick the whole was, for the last line."""
        return f" ({self._rate()})" if self._done > 1 else ""

    def _rate(self) -> str:
        return f"{self._per_second():.1f} câu/giây".replace(".", ",")

    def _per_second(self) -> float:
        return (self._done - 1) / max(time.monotonic() - self._started, 1e-9)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1
