"""`chidao ask` and `chidao search`."""

from typing import Annotated

import typer

from api.cli.options import AsJson, DataDir, Depth, checked_question, open_runtime, told_empty
from api.engine.headstart import nothing_collected
from search.types import Mode


def ask(
    question: Annotated[str, typer.Argument(help="Câu hỏi, có dấu hoặc không dấu.", metavar="CÂU_HỎI")],
    as_json: AsJson = False,
    k: Depth = 5,
    data_dir: DataDir = None,
) -> None:
    """Trả lời một câu hỏi, kèm câu trích chứng minh."""
    asked = checked_question(question)
    with nothing_collected(), open_runtime(data_dir) as runtime:
        from api.wire.schemas import AskRequest, AskResponse

        result = runtime.ask(AskRequest(question=asked, k=k)).result
        is_empty = told_empty(runtime, as_json=as_json)
        if as_json:
            typer.echo(AskResponse.model_validate(result).model_dump_json())
            return
        if is_empty:
            return
        from rich.console import Console

        from api.cli.render import render_ask

        render_ask(Console(highlight=False), result)


def search(
    query: Annotated[str, typer.Argument(help="Điều cần tìm.", metavar="TRUY_VẤN")],
    as_json: AsJson = False,
    k: Depth = 10,
    mode: Annotated[Mode, typer.Option(help="Cách tìm: kết hợp, theo nghĩa, theo từ.")] = Mode.HYBRID,
    data_dir: DataDir = None,
) -> None:
    """Tìm các đoạn văn bản gần nhất với một truy vấn."""
    asked = checked_question(query)
    with nothing_collected(), open_runtime(data_dir) as runtime:
        from api.wire.schemas import SearchRequest, SearchResponse

        result = runtime.search(SearchRequest(query=asked, k=k, mode=mode))
        is_empty = told_empty(runtime, as_json=as_json)
        if as_json:
            typer.echo(SearchResponse.model_validate(result).model_dump_json())
            return
        if is_empty:
            return
        from rich.console import Console

        from api.cli.render import render_search

        render_search(Console(highlight=False), result)
