"""What a paragraph, a row or labelled lines tell somebody to do, before it is an assignment of a document."""

from dataclasses import dataclass

from corpus.structure import Unit
from corpus.types import Deadline, Party, Span


@dataclass(frozen=True, slots=True)
class Found:
    """A task with what is said of it; spans are offsets into the document."""

    clause: Span
    task: Span
    parties: tuple[Party, ...]
    deadline: Deadline | None
    product: Span | None
    unit: Unit
