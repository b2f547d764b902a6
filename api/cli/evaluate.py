"""`chidao eval`: measures of a run against judgements."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TextIO, TypeVar

import typer

from api.errors import ExitCode, ExtraMissing, QuestionsUnusable
from api.system import system_said

Row = TypeVar("Row")


def evaluate(
    qrels: Annotated[Path, typer.Option(help="Tệp đánh giá liên quan, dạng TREC qrels.")],
    run: Annotated[Path, typer.Option(help="Tệp kết quả, dạng TREC run.")],
    measures: Annotated[list[str], typer.Option("-m", "--measure", help="Độ đo, ví dụ nDCG@10.")],
) -> None:
    """Đo chất lượng một lần chạy; câu không có kết quả tính là 0."""
    try:
        import ir_measures
    except ImportError as error:
        raise ExtraMissing("eval") from error
    try:
        wanted = [ir_measures.parse_measure(name) for name in measures]
    except (NameError, ValueError, SyntaxError) as error:
        typer.echo(f"chidao: độ đo không hợp lệ: {error}", err=True)
        raise typer.Exit(ExitCode.USAGE) from error
    judged = _rows(qrels, ir_measures.read_trec_qrels)
    found = _rows(run, ir_measures.read_trec_run)
    values = ir_measures.calc_aggregate(wanted, judged, found)
    for measure in wanted:
        typer.echo(f"{measure}\t{values[measure]:.4f}")


def _rows(path: Path, read: Callable[[TextIO], Iterable[Row]]) -> list[Row]:
    """Read a TREC file whole; raises QuestionsUnusable."""
    try:
        with path.open(encoding="utf-8") as file:
            return list(read(file))
    except FileNotFoundError as error:
        raise QuestionsUnusable(str(path), "không tìm thấy tệp") from error
    except OSError as error:
        raise QuestionsUnusable(str(path), f"không đọc được tệp ({system_said(error.errno)})") from error
    except ValueError as error:
        raise QuestionsUnusable(str(path), "tệp không đúng dạng TREC") from error
