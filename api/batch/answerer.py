"""One line of a batch -> its line of the output."""

import logging

from pydantic import ValidationError

from api.batch.failures import of_error, of_fault, of_unreadable
from api.batch.inbox import Line
from api.batch.items import MAX_ID_CHARS, AskItem, Item, NotJson, item_of, read_line
from api.batch.lines import json_line, trec_lines, with_id
from api.engine.view import View
from api.rules import FALLBACK, rule_for
from api.wire.problemshapes import Problem
from search.types import AskResult, SearchResult

_LOG = logging.getLogger("api.batch")


class Answerer:
    """Answers lines one by one; with a `tag` as a TREC run, in which lines that failed are missing."""

    def __init__(self, runtime: View, request_id: str, tag: str | None) -> None:
        self._runtime = runtime
        self._request_id = request_id
        self._tag = tag

    def answer(self, line: Line) -> bytes:
        """Return what a line adds to the output; never raises for what is wrong with it."""
        if line.fault is not None:
            return self._failed(None, line, of_fault(line.fault, self._request_id))
        value: dict[str, object] = {}
        try:
            value = read_line(line.content)
            item = item_of(value)
        except (NotJson, ValidationError) as error:
            return self._failed(_usable(value.get("id")), line, of_unreadable(error, self._request_id))
        try:
            return self._answered(item).encode()
        except Exception as error:  # one line never stops the others
            if rule_for(error) is FALLBACK:
                _LOG.exception("unhandled error in line %d", line.number)
            return self._failed(item.id, line, of_error(error, self._request_id))

    def refuse(self, line: Line, error: Exception) -> bytes:
        """Return what a line adds that may not be answered any more."""
        return self._failed(None, line, of_error(error, self._request_id))

    def _answered(self, item: Item) -> str:
        result: AskResult | SearchResult
        result = self._runtime.ask(item).result if isinstance(item, AskItem) else self._runtime.search(item)
        if self._tag is not None:
            return trec_lines(item.id, result.hits, self._tag)
        return json_line(item.id, result)

    def _failed(self, item_id: str | int | None, line: Line, problem: Problem) -> bytes:
        if self._tag is not None:
            return b""
        told = f'{{"line":{line.number},"error":{problem.model_dump_json(exclude_none=True)}}}'
        return with_id(item_id, told).encode()


def _usable(found: object) -> str | int | None:
    """Return an id that may be sent back."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return found if isinstance(found, int) or len(found) <= MAX_ID_CHARS else None
