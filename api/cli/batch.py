"""`chidao batch`: many questions into one file, to be taken up where it was left."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir, Depth, open_runtime
from api.cli.questionfile import Question, read_questions
from api.cli.resume import Kind, resume
from api.errors import ExitCode, OutputFailed
from api.rules import vietnamese
from search.types import Hit, Mode

if TYPE_CHECKING:
    from api.runtime import Runtime


class Task(StrEnum):
    """What to do with each question."""

    ASK = "ask"
    SEARCH = "search"


class Format(StrEnum):
    """What the output looks like."""

    JSONL = "jsonl"
    TREC = "trec"


def batch(
    questions: Annotated[
        Path, typer.Argument(help="Tệp câu hỏi: .jsonl, .tsv hoặc .txt.", metavar="CÂU_HỎI")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp kết quả; chạy lại sẽ ghi tiếp.")],
    task: Annotated[Task, typer.Option(help="Trả lời hay chỉ tìm đoạn văn.")] = Task.ASK,
    mode: Annotated[Mode, typer.Option(help="Cách tìm, khi --task search.")] = Mode.HYBRID,
    form: Annotated[Format, typer.Option("--format", help="Dạng tệp kết quả.")] = Format.JSONL,
    k: Depth = 10,
    tag: Annotated[str, typer.Option(help="Tên lần chạy, trong dạng trec.")] = "chidao",
    data_dir: DataDir = None,
) -> None:
    """Trả lời hoặc tìm cho cả một tệp câu hỏi."""
    from rich.console import Console
    from rich.progress import track

    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    if not tag or any(char.isspace() for char in tag):
        raise typer.BadParameter("phải có chữ và không có khoảng trắng", param_hint="--tag")
    found = read_questions(questions)
    for fault in found.faults:
        errors.print(f"Bỏ qua {questions}, dòng {fault.line}: {fault.problem}", markup=False)
    failed = 0
    kind = Kind.TREC if form is Format.TREC else Kind(task.value)
    with open_runtime(data_dir) as runtime, resume(output, found.questions, kind) as rest:
        if rest.done:
            errors.print(f"Đã có {rest.done} câu trong {output}, làm tiếp phần còn lại.", markup=False)
        if rest.questions:
            runtime.warm()  # what would stop every question is told once
        quiet = not errors.is_terminal
        for question in track(rest.questions, "Đang hỏi", console=errors, transient=True, disable=quiet):
            try:
                rest.write(_lines(runtime, question, task, mode, form, k, tag))
            except OutputFailed:
                raise
            except Exception as error:  # one question never stops the others
                failed += 1
                errors.print(f"Lỗi ở câu {question.id}: {vietnamese(error)}", markup=False)
    written = len(rest.questions) - failed
    errors.print(f"{written} câu mới vào {output}; {failed + len(found.faults)} câu lỗi.", markup=False)
    if failed or found.faults:
        raise typer.Exit(ExitCode.PARTIAL if written or rest.done else ExitCode.FAILURE)


def _lines(
    runtime: "Runtime", question: Question, task: Task, mode: Mode, form: Format, k: int, tag: str
) -> str:
    """Return what a question adds to the output."""
    from api.schemas import AskRequest, AskResponse, SearchRequest, SearchResponse

    response: AskResponse | SearchResponse
    if task is Task.ASK:
        asked = runtime.ask(AskRequest(question=question.text, k=k)).result
        response, hits = AskResponse.model_validate(asked), asked.hits
    else:
        searched = runtime.search(SearchRequest(query=question.text, k=k, mode=mode))
        response, hits = SearchResponse.model_validate(searched), searched.hits
    if form is Format.TREC:
        return "".join(_trec(question.id, hit, tag) for hit in hits)
    return _with_id(question.id, response.model_dump_json()) + "\n"


def _with_id(question_id: str | int, body: str) -> str:
    """Put the id first in a JSON object; the rest stays byte for byte what HTTP sends."""
    import json

    return f'{{"id":{json.dumps(question_id, ensure_ascii=False)},{body[1:]}'


def _trec(question_id: str | int, hit: Hit, tag: str) -> str:
    return f"{question_id} Q0 {hit.passage_id} {hit.rank} {hit.score!r} {tag}\n"
