"""The lines of an output: JSON with the id first, or a TREC run."""

import json
from collections.abc import Sequence
from urllib.parse import quote

from api.batch.options import Unit
from api.wire.schemas import AskResponse, SearchResponse
from search.types import AskResult, Hit, SearchResult


def with_id(item_id: str | int | None, body: str) -> str:
    """Put the id first in a JSON object; the rest stays byte for byte what it was."""
    return f'{{"id":{json.dumps(item_id, ensure_ascii=False)},{body[1:]}\n'


def json_line(item_id: str | int, result: AskResult | SearchResult, *, timing: bool = True) -> str:
    """Return the line of an answer: the response of a single request with its id."""
    shape = AskResponse if isinstance(result, AskResult) else SearchResponse
    response = shape.model_validate(result)
    if not timing:
        response = response.model_copy(update={"took_ms": 0.0})
    return with_id(item_id, response.model_dump_json())


def trec_lines(item_id: str | int, hits: Sequence[Hit], tag: str, unit: Unit = Unit.PASSAGE) -> str:
    """Return the lines of a run; of documents, each stands where its best passage does."""
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(_name(hit, unit), hit.score)
    lines = (f"{item_id} Q0 {name} {rank} {best[name]!r} {tag}\n" for rank, name in enumerate(best, 1))
    return "".join(lines)


def _name(hit: Hit, unit: Unit) -> str:
    if unit is Unit.PASSAGE:
        return hit.passage_id
    return hit.document.id if unit is Unit.DOCUMENT else run_name(hit.document.source)


def run_name(source: str) -> str:
    """Return the name of a file as runs and judgements write it: white space would cut the line."""
    return "".join(quote(char) if char.isspace() else char for char in source.replace("%", "%25"))
