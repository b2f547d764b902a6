"""Feedback on disk: `<data>/feedback.jsonl`, a line each, to be read by people."""

import errno
import hashlib
import os
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from api.errors import FeedbackNotStored
from api.feedback.schemas import Feedback, FeedbackIn, Judgement, Thumb

FILE_NAME = "feedback.jsonl"
MAX_FILE_BYTES = 64 * 1024 * 1024
_WAIT_S = 10.0
_PRIVATE = 0o600  # questions of people


def keep(data_dir: Path, given: FeedbackIn) -> Feedback:
    """Append feedback; it is on disk when this returns. Raises FeedbackNotStored."""
    taken = Feedback(**dict(given), id=uuid.uuid4().hex, received_at=datetime.now(UTC))
    line = taken.model_dump_json(exclude_none=True).encode() + b"\n"
    path = data_dir / FILE_NAME
    try:
        with FileLock(path.with_suffix(".lock")).acquire(timeout=_WAIT_S):
            _append(path, line)
    except Timeout as error:
        raise FeedbackNotStored(errno.EBUSY) from error
    except OSError as error:
        raise FeedbackNotStored(error.errno) from error
    return taken


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        if size + len(line) > MAX_FILE_BYTES:
            raise OSError(errno.EFBIG, "the file of feedback is full")
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a crash cut the last line off
                line = b"\n" + line
        try:
            _write_all(file.fileno(), line)
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)  # a full disk leaves no half line
            raise


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def read(data_dir: Path) -> tuple[Sequence[Feedback], int]:
    """Return all feedback, the oldest first, and how many lines are none."""
    try:
        lines = (data_dir / FILE_NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return (), 0
    found, unreadable = [], 0
    for line in lines:
        try:
            found.append(Feedback.model_validate_json(line))
        except ValidationError:
            unreadable += bool(line.strip())
    return found, unreadable


def judgements(given: Iterable[Feedback]) -> list[Judgement]:
    """Put thumbs together by question and passage, where both are known."""
    pairs: dict[tuple[str, str], list[Feedback]] = defaultdict(list)
    for one in given:
        place = one.passage_id or one.document_id
        if one.question is not None and place is not None:
            pairs[one.question, place].append(one)
    return [_judgement(question, place, held) for (question, place), held in sorted(pairs.items())]


def _judgement(question: str, place: str, held: Sequence[Feedback]) -> Judgement:
    up = sum(one.verdict is Thumb.UP for one in held)
    down = len(held) - up
    return Judgement(
        query_id=hashlib.sha256(question.encode()).hexdigest()[:12],
        query=question,
        doc_id=place,
        relevance=int(up > down),
        up=up,
        down=down,
        type=next((one.type for one in held if one.type), None),
        values=tuple(dict.fromkeys(one.value for one in held if one.value)),
    )
