"""Questions put together by a field of their file."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from api.batch.textfiles import BadLine, json_object, parsed_lines, text_field
from api.errors import QuestionsUnusable

ALL = "all"
NONE = "(không có)"


def slices_of(path: Path | None, field: str | None, queries: Iterable[str]) -> dict[str, list[str]]:
    """Return all queries, then those of each value of a field; raises QuestionsUnusable.

    Args:
        path: .jsonl of questions with their ids.
        field: by which to part them; None parts nothing.
        queries: the ids that count.
    """
    wanted = list(queries)
    parts = {ALL: wanted}
    if path is None or field is None:
        return parts
    values = dict(found for _, found in parsed_lines(path, lambda line: _value(line, field)))
    if not any(value is not None for value in values.values()):
        raise QuestionsUnusable(str(path), f'không câu nào có trường "{field}"')
    grouped: dict[str, list[str]] = defaultdict(list)
    for query in wanted:
        grouped[values.get(query) or NONE].append(query)
    return parts | {
        f"{field}={value}": grouped[value]
        for value in sorted(grouped, key=lambda value: (value == NONE, value))
    }


def _value(line: str, field: str) -> tuple[str, str | None]:
    value = json_object(line)
    found = value.get(field)
    if isinstance(found, dict | list):
        raise BadLine(f'trường "{field}" phải là chữ hoặc số')
    said = None if found is None else str(found).lower() if isinstance(found, bool) else str(found)
    return text_field(value, "id", "_id"), said
