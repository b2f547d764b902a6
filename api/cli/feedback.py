"""`chidao feedback`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir, settled
from api.cli.outputs import writing

if TYPE_CHECKING:
    from api.feedback.schemas import Feedback


class Shown(StrEnum):
    """Which feedback to list."""

    ALL = "all"
    UP = "up"
    DOWN = "down"


def feedback(
    verdict: Annotated[Shown, typer.Option(help="Chỉ liệt kê khen (up) hoặc chê (down).")] = Shown.ALL,
    export: Annotated[
        Path | None,
        typer.Option(help="Ghi các cặp câu hỏi – đoạn văn đã được chấm vào tệp JSONL này.", metavar="TỆP"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In mỗi ý kiến một dòng JSON.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Liệt kê ý kiến của người dùng về các câu trả lời, mới nhất trước."""
    from api.feedback.store import judgements, read

    found, unreadable = read(settled(data_dir).data_dir)
    if unreadable:
        typer.echo(f"Bỏ qua {unreadable} dòng không đọc được.", err=True)
    shown = [one for one in found if verdict is Shown.ALL or one.verdict == verdict.value]
    if export is not None:
        pairs = judgements(shown)
        with writing(export):
            export.write_text("".join(pair.model_dump_json() + "\n" for pair in pairs), encoding="utf-8")
        typer.echo(f"{len(pairs)} cặp đã được chấm vào {export}.", err=True)
        return
    if not shown and not as_json:
        typer.echo("Chưa có ý kiến nào.")
    for one in reversed(shown):
        typer.echo(one.model_dump_json(exclude_none=True) if as_json else _told(one))


def _told(one: "Feedback") -> str:
    head = f"{one.received_at.astimezone():%d/%m/%Y %H:%M} · {'khen' if one.verdict == 'up' else 'chê'}"
    lines = (
        ("câu hỏi", one.question),
        ("trả lời", one.value),
        ("nơi", one.passage_id or one.document_id),
        ("ý kiến", one.comment),
        ("mã yêu cầu", one.request_id),
    )
    return "\n".join([head, *(f"    {name}: {' '.join(said.split())}" for name, said in lines if said)])
