"""What a run over a file of questions is asked for."""

from dataclasses import dataclass
from enum import StrEnum

from search.types import Mode

DEFAULT_TAG = "chidao"


class Task(StrEnum):
    """What to do with each question."""

    ASK = "ask"
    SEARCH = "search"


class Format(StrEnum):
    """What the output looks like."""

    JSONL = "jsonl"
    TREC = "trec"


class Unit(StrEnum):
    """What a TREC run ranks."""

    PASSAGE = "passage"
    DOCUMENT = "document"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Options:
    """All that shapes the lines of an output, beside questions, documents and program."""

    task: Task = Task.ASK
    mode: Mode = Mode.HYBRID
    form: Format = Format.JSONL
    k: int = 10
    tag: str = DEFAULT_TAG
    unit: Unit = Unit.PASSAGE
    timing: bool = False  # keep took_ms, which differs from run to run
