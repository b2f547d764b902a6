"""`chidao ingest`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir, OnConflict
from api.errors import ExitCode
from corpus.labels import Label

if TYPE_CHECKING:
    from api.cli.ingest_run import Session
    from corpus.ingest import FolderWatch

_LOOK_S = 2.0  # between two looks at watched folders
Paths = Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục cần nạp.", metavar="ĐƯỜNG_DẪN...")]
Policy = Annotated[
    OnConflict, typer.Option("--on-conflict", help="Khi tệp đã nạp trước đây nay có nội dung khác.")
]
ReportPath = Annotated[
    Path | None, typer.Option("--report", help="Ghi báo cáo từng tệp ra tệp JSON này.", metavar="TỆP")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ đọc và báo kết quả, không ghi gì vào kho.")]
Watch = Annotated[
    bool, typer.Option("--watch", help="Nạp xong thì theo dõi thư mục, có tệp mới hay đổi là nạp tiếp.")
]
DeleteMissing = Annotated[
    bool, typer.Option("--delete-missing", help="Xóa khỏi kho những tệp không còn trong thư mục.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, max=256, help="Số tiến trình đọc; mặc định bằng số nhân CPU.")
]
Bearing = Annotated[
    Label, typer.Option("--label", help="Nhãn của văn bản; dấu độ mật trên văn bản mạnh hơn nhãn này.")
]
Timeout = Annotated[int | None, typer.Option("--timeout", min=1, help="Số giây tối đa để đọc một tệp.")]


def ingest(
    paths: Paths,
    data_dir: DataDir = None,
    on_conflict: Policy = OnConflict.REPLACE,
    report: ReportPath = None,
    dry_run: DryRun = False,
    watch: Watch = False,
    delete_missing: DeleteMissing = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
    label: Bearing = Label.PUBLIC,
) -> None:
    """Nạp văn bản vào kho và lập chỉ mục.

    Mã thoát: 0 xong cả; 3 có tệp lỗi; 1 không nạp được; 130 bị dừng bằng Ctrl+C, chạy lại là làm tiếp.
    """
    from api.cli.ingest_run import Wishes, open_session
    from corpus.ingest import FolderWatch, list_files

    given = (tuple(paths), on_conflict, report, dry_run, watch, delete_missing, jobs, timeout, label)
    with open_session(data_dir, Wishes(*given)) as session:
        folders = FolderWatch(paths)
        if watch:
            folders.look_back()
        files = list_files(paths)
        if not files and not watch:
            session.tell("Không có tệp nào để nạp.")
            raise typer.Exit(ExitCode.FAILURE)
        session.ingest(files)
        if not session.is_stopped:
            session.sweep()
        session.index()
        session.sum_up()
        if watch:
            _follow(session, folders)
        code = session.exit_code(watch)
    raise typer.Exit(code)


def _follow(session: "Session", folders: "FolderWatch") -> None:
    """Look at the folders again and again until Ctrl+C."""
    session.tell("Đang theo dõi thư mục; bấm Ctrl+C để dừng.")
    taken = 0.0
    while not session.is_stopped:
        # A large share takes long to look at: most of the time belongs to others.
        session.rest(max(_LOOK_S, 10 * taken))
        started = time.monotonic()
        changes = folders.look()
        taken = time.monotonic() - started
        if changes.is_less:
            session.sweep()
        if changes.fresh:
            session.ingest(changes.fresh)
        if changes.fresh or changes.is_less:
            session.index()
            session.sum_up()
