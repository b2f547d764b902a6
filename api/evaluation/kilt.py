"""Answers with their provenance in the form of KILT."""

import json
from collections.abc import Iterator
from pathlib import Path

from api.batch.textfiles import BadLine, json_object, parsed_lines, text_field


def kilt_lines(path: Path) -> Iterator[str]:
    """Yield a line for each of what `chidao batch --task ask` wrote; raises QuestionsUnusable.

    `wikipedia_id` is KILT's name for the document; offsets are code points of its text, as everywhere here.
    A question that was abstained from has no output.
    """
    for _, line in parsed_lines(path, _converted):
        yield line


def _converted(line: str) -> str:
    value = json_object(line)
    try:
        output = [
            {"answer": answer["value"], "provenance": [_provenance(answer["citation"])]}
            for answer in value["answers"]  # type: ignore[attr-defined]  # told below
        ]
        asked = value["query"]["original"]  # type: ignore[index]
    except (KeyError, TypeError) as error:
        raise BadLine("đây không phải kết quả của chidao batch --task ask") from error
    told = {"id": text_field(value, "id"), "input": asked, "output": output}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _provenance(citation: dict[str, object]) -> dict[str, object]:
    document = citation["document"]
    assert isinstance(document, dict)
    return {
        "wikipedia_id": document["id"],
        "title": document["title"],
        "section": citation["section"],
        "start_character": citation["start"],
        "end_character": citation["end"],
        "meta": {"passage_id": citation["passage_id"], "quote": citation["quote"]},
    }
