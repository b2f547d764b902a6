"""What is seen while an ingest runs: a bar with rate and remaining time, and each failed file at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.ingest_report import decimal
from api.rules import vietnamese
from corpus.ingest import FileReport, FileStatus
from corpus.names import safe_name
from corpus.readers.members import member_source
from corpus.types import Remark

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from api.engine.stamps import Progress as Tell

# What makes a text incomplete, and what to do about it.
_IN_PART = {
    Remark.OCR_MISSING: "có trang là ảnh chưa đọc được vì chưa cài tesseract-ocr-vie; cài rồi nạp lại",
    Remark.UNREADABLE_PAGES: "có trang bị hỏng, chỉ đọc được các trang còn lại; hãy lấy lại tệp",
}


class ReadingBar:
    """The bar of the first stage; nothing where nobody watches."""

    def __init__(self, console: "Console", total: int) -> None:
        self._console = console
        self._bar = _bar(console)
        self._task = self._bar.add_task("Đang nạp", total=total, rate="")
        self._started = time.perf_counter()
        self._files = self._passages = 0

    def __enter__(self) -> "ReadingBar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def add(self, report: FileReport) -> None:
        """Move the bar; name a file that failed, or whose pages stay unread."""
        self._files += 1
        self._passages += report.passages
        seconds = max(time.perf_counter() - self._started, 1e-3)
        rate = f"{decimal(self._files / seconds)} tệp/giây, {decimal(self._passages / seconds)} đoạn/giây"
        self._bar.update(self._task, advance=0 if report.member else 1, rate=rate)
        for line in remarkable(report):
            self._console.print(line, markup=False)


def remarkable(report: FileReport) -> Iterator[str]:
    """Yield what has to be said of a file at once."""
    path = safe_name(str(report.path))
    where = member_source(path, report.member) if report.member else path
    if report.status is FileStatus.FAILED:
        yield f"Lỗi: {vietnamese(report.error) if report.error else report.source} [{where}]"
        return
    for remark, told in _IN_PART.items():
        if report.provenance is not None and remark in report.provenance.remarks:
            yield f"Chú ý: {report.source}: {told} [{where}]"


@contextmanager
def indexing_bar(console: "Console") -> "Iterator[Tell]":
    """Show the second stage; the value tells it (done, total)."""
    started = time.perf_counter()
    with _bar(console) as bar:
        task = bar.add_task("Đang lập chỉ mục", total=None, rate="")

        def tell(done: int, total: int) -> None:
            rate = done / max(time.perf_counter() - started, 1e-3)
            bar.update(task, completed=done, total=total, rate=f"{decimal(rate)} bước/giây")

        yield tell


def _bar(console: "Console") -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("còn"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
