"""An output file that grows a question at a time, and is taken up after its last complete one."""

import errno
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from api.batch.questionfile import Question
from api.errors import OutputFailed, QuestionsUnusable
from api.host.system import system_said

_START = b'{"id":'  # of every line that this command writes
_FOREIGN = "tệp đã có nội dung khác, không phải kết quả của lệnh này"


class Kind(StrEnum):
    """What the lines of an output are."""

    ASK = "ask"
    SEARCH = "search"
    TREC = "trec"


class Rest:
    """What is still to be done; `done` questions stand in the file already."""

    def __init__(self, path: Path, file: BinaryIO, done: int, questions: Sequence[Question]) -> None:
        self._path = path
        self._file = file
        self.done = done
        self.questions = questions

    def write(self, lines: str) -> None:
        """Append the lines of one question, so that a killed run keeps them; raises OutputFailed."""
        try:
            left = memoryview(lines.encode())
            while left:
                left = left[self._file.write(left) :]  # on a full disk, first a part and then an error
        except OSError as error:
            raise OutputFailed(str(self._path), error.errno or errno.EIO) from error


@contextmanager
def resume(path: Path, questions: Sequence[Question], kind: Kind) -> Iterator[Rest]:
    """Open an output, cut what is incomplete at its end, and tell what is left; raises QuestionsUnusable."""
    try:
        if not path.parent.is_dir():  # more often a slip than a wish
            raise QuestionsUnusable(str(path), f"không có thư mục {path.parent}")
        if path.exists() and not path.is_file():
            raise QuestionsUnusable(str(path), "phải là một tệp thường")
        # Nothing waits in a buffer: what was written is on its way to the disk, or the caller was told.
        file = path.open("r+b" if path.exists() else "x+b", buffering=0)
    except OSError as error:
        raise QuestionsUnusable(str(path), f"không ghi được tệp ({system_said(error.errno)})") from error
    with file:
        with path.open("rb") as lines:  # buffered, a line in memory at a time
            keep, last, count = _complete(lines, path, kind)
        places = {str(question.id): i for i, question in enumerate(questions)}
        if last is not None and last not in places:
            raise QuestionsUnusable(str(path), f"kết quả cũ có câu {last} không thuộc tệp câu hỏi này")
        file.truncate(keep)
        file.seek(keep)
        after = 0 if last is None else places[last] + 1
        yield Rest(path, file, count, questions[after:])


def _complete(lines: Iterable[bytes], path: Path, kind: Kind) -> tuple[int, str | None, int]:
    """Return the length of the complete part, its last question and how many it holds.

    A question has several lines in a TREC run: its last one may lack some, so it is done again.
    """
    ends: list[tuple[str, int]] = []  # each question with the place where its lines begin
    position, trec = 0, kind is Kind.TREC
    for line in lines:
        if not line.endswith(b"\n"):
            if not trec and not line.startswith(_START[: len(line)]):
                raise QuestionsUnusable(str(path), _FOREIGN)
            break
        question_id = _trec_id(line) if trec else _jsonl_id(line, kind)
        if question_id is None:
            raise QuestionsUnusable(str(path), _FOREIGN)
        if not ends or ends[-1][0] != question_id:
            ends.append((question_id, position))
        position += len(line)
    if trec and ends:
        position = ends.pop()[1]
    return position, ends[-1][0] if ends else None, len(ends)


def _jsonl_id(line: bytes, kind: Kind) -> str | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict) or ("answers" in value) is not (kind is Kind.ASK):
        return None
    found = value.get("id")
    return str(found) if isinstance(found, str | int) else None


def _trec_id(line: bytes) -> str | None:
    parts = line.decode("utf-8", "replace").split()
    return parts[0] if len(parts) == 6 and parts[1] == "Q0" else None
