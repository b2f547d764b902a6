"""`chidao export` and `chidao import`: what other tools of research read and write."""

from pathlib import Path
from typing import Annotated

import typer

from api.batch.options import Unit
from api.cli.options import DataDir, open_runtime
from api.cli.outputs import writing

_BEIR = "corpus.jsonl, queries.jsonl, qrels/test.tsv"


def export(
    beir: Annotated[
        Path | None, typer.Option(help=f"Ghi kho văn bản thành thư mục BEIR ({_BEIR}).", metavar="THƯ_MỤC")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Tệp câu hỏi kèm theo: .jsonl, .tsv hoặc .txt.")
    ] = None,
    qrels: Annotated[
        Path | None, typer.Option(help="Tệp đánh giá kèm theo, nêu tên những gì --unit ghi ra.")
    ] = None,
    unit: Annotated[
        Unit, typer.Option(help="Ghi từng đoạn văn, từng văn bản hay từng tệp, cho --beir.")
    ] = Unit.PASSAGE,
    kilt: Annotated[
        Path | None, typer.Option(help="Ghi câu trả lời của --answers theo dạng KILT.", metavar="TỆP")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="Kết quả .jsonl của chidao batch, cho --kilt.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Xuất kho văn bản hoặc câu trả lời sang dạng mà các công cụ nghiên cứu đọc được."""
    if (beir is None) == (kilt is None):
        raise typer.BadParameter("phải có đúng một trong --beir và --kilt", param_hint="--beir")
    if kilt is not None:
        if answers is None:
            raise typer.BadParameter("phải có --answers", param_hint="--kilt")
        from api.evaluation.kilt import kilt_lines

        lines = list(kilt_lines(answers))
        with writing(kilt):
            kilt.write_text("".join(lines), encoding="utf-8")
        typer.echo(f"{len(lines)} câu vào {kilt}.", err=True)
    elif beir is not None:
        _export_beir(beir, questions, qrels, unit, data_dir)


def _export_beir(
    folder: Path, questions: Path | None, qrels: Path | None, unit: Unit, data_dir: Path | None
) -> None:
    from api.batch.questionfile import read_questions
    from api.evaluation.beir import BeirQuery, write_corpus, write_qrels, write_queries
    from api.evaluation.judged import UNITS, strangers_in
    from api.evaluation.trec import read_judgements

    asked = read_questions(questions).questions if questions else ()
    judged = read_judgements(qrels) if qrels else {}
    with open_runtime(data_dir) as runtime, writing(folder):
        if qrels and (strangers := strangers_in(runtime.catalog, judged, unit, qrels)):
            total = sum(map(len, judged.values()))
            told = f"{strangers} trong {total} đánh giá nêu tên {UNITS[unit]} không có trong kho"
            typer.echo(f"{qrels}: {told}.", err=True)
        documents, texts = write_corpus(runtime.catalog, folder, unit)
        write_queries((BeirQuery(str(one.id), one.text) for one in asked), folder)
        write_qrels(judged, folder)
    typer.echo(f"{texts} {UNITS[unit]} của {documents} văn bản, {len(asked)} câu hỏi vào {folder}.", err=True)


def import_beir(
    beir: Annotated[Path, typer.Option(help=f"Thư mục BEIR ({_BEIR}).", metavar="THƯ_MỤC")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Thư mục để ghi văn bản, câu hỏi và đánh giá.")
    ],
    split: Annotated[str, typer.Option(help="Phần đánh giá cần lấy: qrels/PHẦN.tsv.")] = "test",
) -> None:
    """Chuyển một bộ dữ liệu BEIR thành tệp văn bản để nạp, câu hỏi để hỏi và đánh giá để chấm."""
    from api.evaluation.beir import QUERIES, BeirFolder
    from api.evaluation.conversion import DOCUMENTS, QRELS, convert

    with writing(output):
        made = convert(BeirFolder(beir), output, split)
    typer.echo(
        f"{made.documents} văn bản, {made.queries} câu hỏi, {made.judgements} đánh giá vào {output}"
        + (f"; bỏ {made.empty} văn bản trống" if made.empty else "")
        + (f"; {made.strangers} đánh giá nêu tên văn bản không có trong bộ này" if made.strangers else "")
        + f". Tiếp theo:\n  chidao ingest {output / DOCUMENTS} --data-dir KHO\n"
        f"  chidao batch {output / QUERIES} -o run.trec --task search --format trec --unit source -k 100 "
        f"--data-dir KHO\n  chidao eval --qrels {output / QRELS} --run run.trec",
        err=True,
    )
