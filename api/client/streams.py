"""Answers that come in parts: server-sent events of one question, lines of a batch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from api.batch.items import AskItem, BatchFailure, SearchItem
from api.client.calls import parsed
from api.client.errors import Unexpected
from api.wire.problemshapes import Problem
from api.wire.schemas import AnswerOut, AskResponse, HitOut, QueryOut, SearchResponse

BATCH_LINES = 500  # of one request: what fails is asked again in pieces of this size

_HITS = TypeAdapter(tuple[HitOut, ...])

AskEvent = QueryOut | AnswerOut | tuple[HitOut, ...] | AskResponse
Item = AskItem | SearchItem


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What became of one question of a batch: an answer, or the problem with it."""

    id: str | int
    answer: AskResponse | SearchResponse | None
    problem: Problem | None


class LineCutter:
    """Cuts a text that comes in pieces at its line feeds alone: a quote may hold other ends of lines."""

    def __init__(self) -> None:
        self._begun: list[str] = []

    def take(self, piece: str) -> Iterator[str]:
        """Take a piece; yields the lines that it completes."""
        *whole, rest = piece.split("\n")
        for line in whole:
            yield "".join([*self._begun, line])
            self._begun.clear()
        self._begun.append(rest)


class EventReader:
    """Puts the lines of a stream together: query, answers, hits, and at the end the whole response."""

    def __init__(self) -> None:
        self._name = ""
        self._data: list[str] = []
        self._query: QueryOut | None = None
        self._answers: list[AnswerOut] = []
        self._hits: tuple[HitOut, ...] = ()
        self._is_done = False

    def take(self, line: str) -> Iterator[AskEvent]:
        """Take a line; yields the event that it completes."""
        name, _, value = line.partition(":")
        if name == "event":
            self._name = value.strip()
        elif name == "data":
            self._data.append(value.removeprefix(" "))
        elif not line and self._data:
            event = self._event("\n".join(self._data))
            self._name, self._data = "", []
            if event is not None:
                yield event

    def close(self) -> None:
        """Raise Unexpected where the stream broke off before its end."""
        if not self._is_done:
            raise Unexpected("the stream ended before its last event")

    def _event(self, data: str) -> AskEvent | None:
        try:
            match self._name:
                case "query":
                    self._query = QueryOut.model_validate_json(data)
                    return self._query
                case "answer":
                    self._answers.append(AnswerOut.model_validate_json(data))
                    return self._answers[-1]
                case "hits":
                    self._hits = _HITS.validate_json(data)
                    return self._hits
                case "done":
                    self._is_done = True
                    rest = from_json(data)
                    return AskResponse.model_validate(
                        rest | {"query": self._query, "answers": self._answers, "hits": self._hits}
                    )
                case _:
                    return None  # of a later version
        except ValidationError as error:
            raise Unexpected(f"the event {self._name} has another shape: {error}") from error


def as_items(asked: Iterable[Item | str]) -> Iterator[Item]:
    """Give plain questions their place as id."""
    for place, one in enumerate(asked):
        yield AskItem(id=place, question=one) if isinstance(one, str) else one


def in_portions(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Cut a batch into requests."""
    while portion := list(islice(items, BATCH_LINES)):
        yield portion


def as_body(portion: Iterable[Item]) -> bytes:
    """Return the lines of a request."""
    return b"".join(item.model_dump_json().encode() + b"\n" for item in portion)


class LineReader:
    """Reads the lines that answer a portion, in its order."""

    def __init__(self, portion: Sequence[Item]) -> None:
        self._left = list(reversed(portion))

    def take(self, line: str) -> BatchLine:
        """Read the next line; raises Unexpected."""
        if not self._left:
            raise Unexpected("more lines came back than were sent")
        item = self._left.pop()
        failure = _failure(line)
        if failure is not None:
            return BatchLine(item.id, None, failure.error)
        if isinstance(item, SearchItem):
            return BatchLine(item.id, parsed(SearchResponse, line), None)
        return BatchLine(item.id, parsed(AskResponse, line), None)

    def close(self) -> None:
        """Raise Unexpected where lines are missing."""
        if self._left:
            raise Unexpected(f"the last {len(self._left)} lines did not come back")


def _failure(line: str) -> BatchFailure | None:
    """Read a line as a failure; a passage may hold the word, too."""
    if '"error":' not in line:
        return None
    try:
        return BatchFailure.model_validate_json(line)
    except ValidationError:
        return None
