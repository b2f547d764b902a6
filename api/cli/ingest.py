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
    started = time.perf_counter()
    with open_runtime(data_dir) as runtime:
        files = list_files(paths)
        if not files:
            errors.print("Không có tệp nào để nạp.", markup=False)
            raise typer.Exit(ExitCode.FAILURE)
        reports = _run(runtime, files, on_conflict, errors)
        with errors.status("Đang lập chỉ mục…"):
            runtime.engine()
        typer.echo(_summary(reports, runtime.catalog.count(), time.perf_counter() - started))
    raise typer.Exit(_exit_code(reports))


def _run(
    runtime: "Runtime", files: "list[Candidate]", on_conflict: OnConflict, errors: "Console"
) -> "list[FileReport]":
    """Ingest under a progress bar; name each failed file as it fails."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from corpus.ingest import FileStatus, ingest_files
    from corpus.ingest import OnConflict as Policy

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    reports = []
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("Đang nạp", total=len(files))
        for report in ingest_files(runtime.catalog, files, Policy(on_conflict.value)):
            reports.append(report)
            progress.advance(task)
            if report.status is FileStatus.FAILED:
                reason = vietnamese(report.error) if report.error else report.source
                errors.print(f"Lỗi: {reason} [{report.path}]", markup=False)
    return reports


def _summary(reports: "list[FileReport]", documents: int, seconds: float) -> str:
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
    rate = f", {passages / seconds:.0f} đoạn/giây" if passages else ""
    return (
        f"{len(reports)} tệp: {told}. {passages} đoạn mới trong {_decimal(seconds)} giây{rate}. "
        f"Kho có {documents} văn bản."
    )


def _exit_code(reports: "list[FileReport]") -> ExitCode:
    from corpus.ingest import FileStatus

    failed = sum(report.status is FileStatus.FAILED for report in reports)
    if not failed:
        return ExitCode.OK
    return ExitCode.FAILURE if failed == len(reports) else ExitCode.PARTIAL


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
