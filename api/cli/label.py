"""`chidao label`."""

from typing import Annotated

import typer

from api.cli.naming import is_place, named_documents
from api.cli.options import DataDir, open_runtime
from api.errors import ExitCode
from corpus.labels import VIETNAMESE, Label


def label(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Mã văn bản, số ký hiệu, hoặc tệp, thư mục đã nạp; không có thì liệt kê văn bản hạn chế.",
            metavar="MÃ|SỐ|ĐƯỜNG_DẪN...",
        ),
    ] = None,
    to: Annotated[
        Label | None, typer.Option("--label", help="Nhãn mới; không có thì chỉ xem nhãn đang mang.")
    ] = None,
    below_stamp: Annotated[
        bool, typer.Option("--below-stamp", help="Cho phép nhãn thấp hơn dấu độ mật trên văn bản.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Xem hoặc đặt nhãn của văn bản: ai được xem.

    Nhãn: public (công khai), internal (nội bộ), mat (mật), toi-mat (tối mật), tuyet-mat (tuyệt mật).
    """
    from api.access.audit import BY_COMMAND, AuditLog, Entry

    with open_runtime(data_dir) as runtime:
        catalog = runtime.catalog
        if not names:
            chosen = {one.id: one for one in catalog.all_headers() if one.label is not Label.PUBLIC}
        else:
            chosen = {}
            for name in names:
                found = named_documents(catalog, name)
                if to is not None and len(found) > 1 and not is_place(catalog, name):
                    typer.echo(f"Có {len(found)} văn bản mang số {name}; hãy nêu mã:", err=True)
                    for one in found:
                        typer.echo(f"  {one.id} · {one.title}", err=True)
                    raise typer.Exit(ExitCode.USAGE)
                chosen |= {one.id: one for one in found}
        if to is None or not names:
            for one in chosen.values():
                typer.echo(f"{one.id} · {VIETNAMESE[one.label]} · {one.title}")
            return
        for document_id in chosen:
            catalog.set_label(document_id, to, below_stamp)
        audit_log = AuditLog(runtime.settings.data_dir)
        audit_log.write(Entry(BY_COMMAND, None, "label", touched=[f"{key}={to}" for key in chosen]))
        if runtime.is_behind():
            runtime.bring_up()
    typer.echo(f"Đã đặt nhãn {VIETNAMESE[to]} cho {len(chosen)} văn bản.")
