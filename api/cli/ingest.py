"""`chidao ingest`."""

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir, OnConflict, open_runtime
from api.errors import ExitCode, vietnamese

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from api.runtime import Runtime
    from corpus.ingest import Candidate, FileReport


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục cần nạp.", metavar="ĐƯỜNG_DẪN...")],
    data_dir: DataDir = None,
    on_conflict: Annotated[
        OnConflict, typer.Option("--on-conflict", help="Khi tệp đã nạp trước đây nay có nội dung khác.")
    ] = OnConflict.REPLACE,
) -> None:
    """Nạp văn bản vào kho và lập chỉ mục."""
    from rich.console import Console

    from corpus.ingest import list_files

    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    with open_runtime(data_dir) as runtime:
        files = list_files(paths)
        if not files:
            errors.print("Không có tệp nào để nạp.", markup=False)
            raise typer.Exit(ExitCode.FAILURE)
        started = time.perf_counter()
        reports = _read(runtime, files, on_conflict, errors)
        read = time.perf_counter()
        if _nothing_readable(reports):
            errors.print("Không có tệp nào thuộc loại được hỗ trợ.", markup=False)
        # A run that was killed may have left documents that no index contains.
        if runtime.is_behind():
            _index(runtime, errors)
        indexed = time.perf_counter()
        typer.echo(_summary(reports, runtime.catalog.count(), read - started, indexed - read))
    raise typer.Exit(_exit_code(reports))


def _read(
    runtime: "Runtime", files: "list[Candidate]", on_conflict: OnConflict, errors: "Console"
) -> "list[FileReport]":
    """Ingest under a progress bar; name each failed file as it fails."""
    from corpus.ingest import FileStatus, ingest_files
    from corpus.ingest import OnConflict as Policy
    from corpus.record import safe_name

    reports = []
    with _bar(errors) as progress:
        task = progress.add_task("Đang nạp", total=len(files))
        for report in ingest_files(runtime.catalog, files, Policy(on_conflict.value)):
            reports.append(report)
            progress.advance(task)
            if report.status is FileStatus.FAILED:
                reason = vietnamese(report.error) if report.error else report.source
                errors.print(f"Lỗi: {reason} [{safe_name(str(report.path))}]", markup=False)
    return reports


def _index(runtime: "Runtime", errors: "Console") -> None:
    with _bar(errors) as progress:
        task = progress.add_task("Đang lập chỉ mục", total=None)
        runtime.engine(lambda done, total: progress.update(task, completed=done, total=total))


def _bar(errors: "Console") -> "Progress":
    """Return a bar on stderr that leaves nothing behind; none where nobody watches."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def _summary(reports: "list[FileReport]", documents: int, read: float, indexed: float) -> str:
    from corpus.ingest import FileStatus

    words = {
        FileStatus.OK: "mới",
        FileStatus.REPLACED: "thay thế",
        FileStatus.UNCHANGED: "không đổi",
        FileStatus.SKIPPED: "bỏ qua",
        FileStatus.FAILED: "lỗi",
    }
    counts = Counter(report.status for report in reports)
    told = ", ".join(f"{counts[status]} {word}" for status, word in words.items() if counts[status])
    passages = sum(report.passages for report in reports)
    times = f"đọc {_decimal(read)} giây, lập chỉ mục {_decimal(indexed)} giây kể cả nạp mô hình"
    work = f" {passages} đoạn: {times}." if passages else ""
    return f"{len(reports)} tệp: {told}.{work} Kho có {documents} văn bản."


def _exit_code(reports: "list[FileReport]") -> ExitCode:
    from corpus.ingest import FileStatus

    failed = sum(report.status is FileStatus.FAILED for report in reports)
    if not failed:
        return ExitCode.FAILURE if _nothing_readable(reports) else ExitCode.OK
    return ExitCode.PARTIAL  # even where all failed: the command worked, and each file is named


def _nothing_readable(reports: "list[FileReport]") -> bool:
    """Tell whether no reader takes any of the files."""
    from corpus.errors import UnsupportedFormat

    return all(isinstance(report.error, UnsupportedFormat) for report in reports)


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
