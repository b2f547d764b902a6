"""`chidao delete`."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.naming import is_place, named_documents
from api.cli.options import DataDir, open_runtime
from api.errors import ExitCode

if TYPE_CHECKING:
    from api.engine.runtime import Runtime
    from corpus.catalog import Card, Catalog

_YES = frozenset({"c", "co", "có", "y", "yes"})


def delete(
    names: Annotated[
        list[str],
        typer.Argument(
            help="Mã văn bản, số ký hiệu, hoặc tệp, thư mục đã nạp.", metavar="MÃ|SỐ|ĐƯỜNG_DẪN..."
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Xóa ngay, không hỏi lại.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Xóa văn bản khỏi kho, cùng các bản cũ của nó; tệp trên đĩa vẫn còn nguyên.

    Mã thoát: 0 đã xóa; 1 không có văn bản như vậy hoặc thôi không xóa; 2 cần nói rõ hơn.
    """
    from api.access.audit import BY_COMMAND, AuditLog, Entry

    with open_runtime(data_dir) as runtime:
        chosen = {card.id: card for name in names for card in _meant(runtime.catalog, name)}
        if not yes:
            _show(runtime.catalog, list(chosen.values()))
            _confirm(len(chosen))
        remaining = _remaining(runtime.catalog, list(chosen))
        for document_id in chosen:
            runtime.catalog.delete(document_id)
        audit = AuditLog(runtime.settings.data_dir)
        audit.write(Entry(BY_COMMAND, None, "delete", touched=tuple(chosen)))
        _follow(runtime)
        typer.echo(f"Đã xóa {len(chosen)} văn bản. Kho còn {runtime.catalog.count()} văn bản.")
    if remaining:
        typer.echo(f"{remaining} tệp vẫn còn trên đĩa: nạp lại thư mục thì văn bản sẽ trở lại kho.", err=True)


def _meant(catalog: "Catalog", name: str) -> "Sequence[Card]":
    """Return the documents to delete for a name; ask where a number is borne by several."""
    found = named_documents(catalog, name)
    if len(found) == 1 or is_place(catalog, name):
        return found
    typer.echo(f"Có {len(found)} văn bản mang số {name}:", err=True)
    for place, card in enumerate(found, 1):
        typer.echo(f"  {place}. {_line(card)}", err=True)
    if not sys.stdin.isatty():
        typer.echo("Hãy chạy lại với mã của văn bản cần xóa.", err=True)
        raise typer.Exit(ExitCode.USAGE)
    answer = typer.prompt(f"Xóa văn bản thứ mấy (1–{len(found)})", err=True)
    if not answer.isdecimal() or not 1 <= int(answer) <= len(found):
        _stop()
    return [found[int(answer) - 1]]


def _show(catalog: "Catalog", cards: "Sequence[Card]") -> None:
    files = catalog.files_of(card.id for card in cards)
    for card in cards:
        typer.echo(_line(card), err=True)
        for one in files.get(card.id, ())[1:]:
            typer.echo(f"    cùng với tệp trùng {one.source}", err=True)


def _confirm(count: int) -> None:
    if not sys.stdin.isatty():
        typer.echo("Chưa xóa gì; thêm --yes để xóa mà không hỏi lại.", err=True)
        raise typer.Exit(ExitCode.USAGE)
    answer = typer.prompt(f"Xóa {count} văn bản này khỏi kho? (c/k)", default="k", err=True)
    if answer.strip().lower() not in _YES:
        _stop()


def _stop() -> None:
    typer.echo("Không xóa gì.", err=True)
    raise typer.Exit(ExitCode.FAILURE)


def _line(card: "Card") -> str:
    issued = card.header.issued_on
    parts = (card.id, f"{issued.value:%d/%m/%Y}" if issued else "", card.title, card.source)
    return " · ".join(part for part in parts if part)


def _remaining(catalog: "Catalog", document_ids: "Sequence[str]") -> int:
    """Count the files of documents that are still where they were: the next ingest takes them in again."""
    from corpus.readers.members import SEPARATOR

    files = [one for some in catalog.files_of(document_ids).values() for one in some]
    return sum(os.path.exists(place) for place in {one.origin.split(SEPARATOR)[0] for one in files})


def _follow(runtime: "Runtime") -> None:
    """Bring the index up to the catalog."""
    if runtime.is_behind():
        runtime.bring_up()
