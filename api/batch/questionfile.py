"""Files of questions: .jsonl {"id", "question"}, .tsv id<TAB>question, .txt one a line.

A line of .jsonl may have filters, as_of and history, as a request over HTTP; other fields are let be.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from api.batch.textfiles import BadLine, json_object, numbered_lines
from api.errors import QuestionsUnusable
from api.wire.questions import VIETNAMESE, fault_of, normalize_question


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a file; a number stays a number in the output.

    `more` holds the fields of a request beside the question, checked.
    """

    id: str | int
    text: str
    more: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no question; `problem` is Vietnamese."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Questions:
    """All of a file, in its order."""

    questions: tuple[Question, ...]
    faults: tuple[Fault, ...]


_MORE = ("filters", "as_of", "history")


def read_questions(path: Path) -> Questions:
    """Read a file of questions; raises QuestionsUnusable."""
    parse = _PARSERS.get(path.suffix.lower())
    if parse is None:
        raise QuestionsUnusable(str(path), "đuôi tệp phải là .jsonl, .tsv hoặc .txt")
    questions, faults, seen = [], [], set[str]()
    for number, line in numbered_lines(path):
        try:
            question = _checked(parse(line, number), seen)
        except BadLine as error:
            faults.append(Fault(number, str(error)))
        else:
            seen.add(str(question.id))
            questions.append(question)
    if not questions and not faults:
        raise QuestionsUnusable(str(path), "tệp không có câu hỏi nào")
    return Questions(tuple(questions), tuple(faults))


def _checked(question: Question, seen: set[str]) -> Question:
    text = normalize_question(question.text)
    fault = fault_of(text)
    if fault is not None:
        raise BadLine(VIETNAMESE[fault])
    key = str(question.id)
    if not key or any(char.isspace() for char in key):
        raise BadLine("mã câu hỏi để trống hoặc có khoảng trắng")
    if key in seen:
        raise BadLine(f"mã câu hỏi {question.id} bị trùng")
    return Question(question.id, text, question.more)


def _from_jsonl(line: str, _number: int) -> Question:
    value = json_object(line)
    text = value.get("question")
    if not isinstance(text, str):
        raise BadLine('thiếu trường "question"')
    found = value.get("id")
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise BadLine('thiếu trường "id"')
    more = {name: value[name] for name in _MORE if value.get(name) is not None}
    if more:
        _check_request(more)
    return Question(found, text, more)


def _check_request(more: dict[str, object]) -> None:
    from pydantic import ValidationError

    from api.wire.schemas import AskRequest

    try:
        AskRequest.model_validate({"question": "a", **more})
    except ValidationError as error:
        wrong = dict.fromkeys(str(each["loc"][0]) for each in error.errors())
        raise BadLine(f"trường {', '.join(wrong)} không hợp lệ") from error


def _from_tsv(line: str, _number: int) -> Question:
    question_id, tab, text = line.partition("\t")
    if not tab:
        raise BadLine("thiếu dấu tab giữa mã và câu hỏi")
    return Question(question_id.strip(), text)


def _from_txt(line: str, number: int) -> Question:
    return Question(str(number), line)


_PARSERS: dict[str, Callable[[str, int], Question]] = {
    ".jsonl": _from_jsonl,
    ".tsv": _from_tsv,
    ".txt": _from_txt,
}
