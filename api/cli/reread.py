"""`chidao reread`."""

import typer

from api.cli.ingest import DryRun, Jobs, ReportPath, Timeout
from api.cli.options import DataDir, OnConflict, require_catalog


def reread(
    data_dir: DataDir = None,
    report: ReportPath = None,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
) -> None:
    """Đọc lại những tệp mà bản chidao cũ đã đọc, khi cách đọc đã đổi.

    Tệp không còn ở chỗ cũ thì giữ nguyên như đã đọc. Mã thoát như của chidao ingest.
    """
    from api.cli.ingest_run import Wishes, open_session
    from api.settings import Settings
    from api.uploads.originals import uploaded_files
    from api.uploads.service import FOLDER
    from corpus.ingest.stale import stale_files
    from corpus.labels import Label

    given = ((), OnConflict.REPLACE, report, dry_run, False, False, jobs, timeout, Label.PUBLIC)
    settings = Settings.load(data_dir=data_dir)
    require_catalog(settings)
    folder = settings.data_dir / FOLDER
    with open_session(data_dir, Wishes(*given)) as session:
        files = stale_files(session.catalog, uploaded_files(folder))
        if not files:
            session.tell("Không có tệp nào cần đọc lại.")
            return
        session.ingest(files)
        session.index()
        session.sum_up()
        code = session.exit_code(False)
    raise typer.Exit(code)
