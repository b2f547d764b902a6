"""`chidao versions`."""

from typing import Annotated

import typer

from api.cli.naming import named_documents
from api.cli.options import AsJson, DataDir, open_runtime
from api.errors import VersionNotFound

_REASONS = {"changed": "tệp đã đổi nội dung", "better_file": "có tệp tốt hơn của cùng văn bản"}


def versions(
    name: Annotated[
        str, typer.Argument(help="Mã văn bản, số ký hiệu, hoặc tệp đã nạp.", metavar="MÃ|SỐ|ĐƯỜNG_DẪN")
    ],
    text: Annotated[
        int | None, typer.Option("--text", help="In nội dung của bản cũ này.", metavar="BẢN")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Liệt kê các bản cũ của một văn bản, bản mới nhất trước."""
    from api.documents.versions import VersionList, VersionOut

    with open_runtime(data_dir) as runtime:
        cards = named_documents(runtime.catalog, name)
        found = [one for card in cards for one in runtime.catalog.versions(card.id)]
        if text is not None:
            said = runtime.catalog.version_text(text)
            if said is None or text not in {one.number for one in found}:
                raise VersionNotFound(cards[0].id, text)
            typer.echo(said)
        elif as_json:
            typer.echo(VersionList(versions=tuple(map(VersionOut.of, found))).model_dump_json())
        elif not found:
            typer.echo("Không có bản cũ nào.")
        else:
            for one in found:
                day = f"{one.replaced_at.astimezone():%d/%m/%Y %H:%M}"
                typer.echo(f"{one.number} · thay ngày {day} · {_REASONS[one.reason]} · {one.source}")
                typer.echo(f"    {one.title}")
