"""Files read a line at a time; what is wrong in one is told with file and line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from api.errors import QuestionsUnusable
from api.host.system import system_said

T = TypeVar("T")


class BadLine(ValueError):
    """A line that is not of its form; the message is Vietnamese."""


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers; raises QuestionsUnusable."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as error:
        raise QuestionsUnusable(str(path), "không tìm thấy tệp") from error
    except UnicodeDecodeError as error:
        raise QuestionsUnusable(str(path), "tệp không theo bảng mã UTF-8") from error
    except OSError as error:
        raise QuestionsUnusable(str(path), f"không đọc được tệp ({system_said(error.errno)})") from error


def parsed_lines(path: Path, parse: Callable[[str], T]) -> Iterator[tuple[int, T]]:
    """Yield what `parse` makes of each line; its BadLine becomes QuestionsUnusable with file and line."""
    for number, line in numbered_lines(path):
        try:
            yield number, parse(line)
        except BadLine as error:
            raise QuestionsUnusable(f"{path}, dòng {number}", str(error)) from error


def json_object(line: str) -> dict[str, object]:
    """Return the object of a line; raises BadLine."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("không phải JSON hợp lệ") from error
    if not isinstance(value, dict):
        raise BadLine("không phải một đối tượng JSON")
    return value


def text_field(value: dict[str, object], *names: str) -> str:
    """Return the first of the fields that is there, as text; raises BadLine."""
    for name in names:
        found = value.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
    raise BadLine(f'thiếu trường "{names[0]}"')
