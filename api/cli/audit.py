"""`chidao audit`."""

import json
from typing import Annotated

import typer

from api.cli.options import DataDir, settled
from api.cli.printable import printable


def audit(
    limit: Annotated[int, typer.Option("-n", min=1, max=100_000, help="Số dòng gần nhất.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="In từng dòng JSON như trong tệp.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Xem nhật ký: ai đã làm gì, lúc nào; không ghi nội dung câu hỏi."""
    from api.access.audit import AuditLog

    found = AuditLog(settled(data_dir).data_dir).latest(limit)
    for entry in reversed(found):
        typer.echo(json.dumps(entry, ensure_ascii=False) if as_json else _line(entry))
    if not found and not as_json:
        typer.echo("Nhật ký chưa có gì.")


def _line(entry: dict[str, object]) -> str:
    who = entry.get("name") or entry.get("by") or entry.get("address") or "-"
    touched = entry.get("touched")
    about = " ".join(map(str, touched)) if isinstance(touched, list) else ""
    status = entry.get("status") or ""
    parts = (entry.get("at"), who, entry.get("action"), status, about)
    return printable(" · ".join(str(part) for part in parts if part))
