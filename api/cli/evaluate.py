"""`chidao eval`: runs against judgements, answers against gold answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.evaluation.shapes import Shape

if TYPE_CHECKING:
    from api.evaluation.report import Measured

_MEASURES = ["nDCG@10", "R@10", "R@100", "RR@10"]
_NO_NAME_SHARED = (
    "không kết quả nào mang một tên có trong tệp đánh giá; hai tệp có cùng gọi tên đoạn văn, văn bản hay tệp "
    "không? Xem chidao batch --unit."
)


def evaluate(
    run: Annotated[
        list[Path],
        typer.Option(help="Kết quả: TREC run hoặc .jsonl của chidao batch; lặp lại để so với lần chạy đầu."),
    ],
    qrels: Annotated[
        Path | None, typer.Option(help="Tệp đánh giá liên quan: TREC qrels, .tsv của BEIR hoặc .jsonl.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="Đáp án .jsonl, để chấm câu trả lời thay vì đoạn văn.")
    ] = None,
    measures: Annotated[
        list[str] | None, typer.Option("-m", "--measure", help="Độ đo, ví dụ nDCG@10; lặp lại được.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Tách bảng theo trường này của tệp câu hỏi.", metavar="TRƯỜNG")
    ] = None,
    queries: Annotated[Path | None, typer.Option(help="Tệp câu hỏi .jsonl có trường của --by.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="Dạng kết quả.")] = Shape.TEXT,
    per_query: Annotated[
        bool, typer.Option("--per-query", help="Kèm giá trị từng câu, trong dạng json.")
    ] = False,
    task_name: Annotated[str, typer.Option(help="Tên bộ câu hỏi, trong dạng mteb.")] = "ChiDao",
) -> None:
    """Đo chất lượng một hay nhiều lần chạy; câu không có kết quả tính là 0."""
    from api.evaluation.report import as_json, as_mteb, as_text, as_tsv, rows_of
    from api.evaluation.slices import slices_of

    if (qrels is None) == (answers is None):
        raise typer.BadParameter("phải có đúng một trong --qrels và --answers", param_hint="--qrels")
    if by is not None and queries is None and answers is None:
        raise typer.BadParameter("phải có --queries để tách theo trường", param_hint="--by")
    if shape is Shape.MTEB and len(run) > 1:
        raise typer.BadParameter("dạng mteb chỉ nhận một lần chạy", param_hint="--run")
    if qrels is not None:
        measured, asked = _of_runs(qrels, run, measures or _MEASURES)
    else:
        assert answers is not None
        measured, asked = _of_answers(answers, run)
    for one in measured:
        if one.missing:
            typer.echo(f"{one.name}: {one.missing} câu không có kết quả, tính là 0.", err=True)
    rows = rows_of(measured, slices_of(queries or answers, by, asked))
    match shape:
        case Shape.TEXT:
            told = as_text(rows)
        case Shape.TSV:
            told = as_tsv(rows)
        case Shape.JSON:
            told = as_json(rows, measured, per_query)
        case Shape.MTEB:
            told = as_mteb([row for row in rows if row.slice == "all"], task_name)
    typer.echo(told, nl=False)


def _of_runs(
    qrels: Path, paths: Sequence[Path], names: Sequence[str]
) -> tuple[list["Measured"], Sequence[str]]:
    from api.evaluation.judged import share_names
    from api.evaluation.measures import parsed, per_query
    from api.evaluation.report import Measured
    from api.evaluation.trec import distinct_names, read_judgements, read_run

    measures = parsed(names)
    judged = read_judgements(qrels)
    measured = []
    for path, name in zip(paths, distinct_names(paths), strict=True):
        found = read_run(path)
        if not share_names(judged, found):
            typer.echo(f"{name}: {_NO_NAME_SHARED}", err=True)
        missing = len(judged.keys() - found.found.keys())
        measured.append(Measured(name, per_query(judged, found, measures), missing))
    return measured, list(judged)


def _of_answers(path: Path, runs: Sequence[Path]) -> tuple[list["Measured"], Sequence[str]]:
    from api.evaluation.answers import judge, read_given, read_gold
    from api.evaluation.report import Measured
    from api.evaluation.trec import distinct_names

    gold = read_gold(path)
    measured = []
    for one, name in zip(runs, distinct_names(runs), strict=True):
        given = read_given(one)
        measured.append(Measured(name, judge(gold, given), len(gold.keys() - given.keys())))
    return measured, list(gold)
