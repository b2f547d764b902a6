"""What pieces say: assignments, references and figures, read once and put wherever a piece is put."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from corpus.record import extract
from corpus.types import Assignment, Document, Figure, Header, Reference, Span

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one piece says, with offsets from its first character."""

    assignments: tuple[Assignment, ...] = ()
    references: tuple[Reference, ...] = ()
    figures: tuple[Figure, ...] = ()


def read_facts(pieces: Sequence[str]) -> list[Facts]:
    """Return what each piece of one document says; a fact that goes beyond its piece is left out."""
    text = "\n".join(pieces)
    name = hashlib.sha256(text.encode()).hexdigest()
    header = Header(body=Span(0, len(text)))
    found = extract(Document(name[:16], name, "pieces", "pieces", text, "", header))
    read, start = [], 0
    for piece in pieces:
        within = Span(start, start + len(piece))
        read.append(
            Facts(
                tuple(shifted(one, -start) for one in found.assignments if _inside(one, within)),
                tuple(shifted(one, -start) for one in found.references if _inside(one, within)),
                tuple(shifted(one, -start) for one in found.figures if _inside(one, within)),
            )
        )
        start = within.end + 1
    return read


def _inside(fact: object, within: Span) -> bool:
    """Tell whether all offsets of a fact lie within."""
    if isinstance(fact, Span):
        return within.start <= fact.start and fact.end <= within.end
    if isinstance(fact, tuple):
        return all(_inside(one, within) for one in fact)
    if is_dataclass(fact):
        return all(_inside(getattr(fact, each.name), within) for each in fields(fact))
    return True


def shifted(fact: F, by: int) -> F:
    """Move all offsets of a fact."""
    if isinstance(fact, Span):
        return cast(F, Span(fact.start + by, fact.end + by))
    if isinstance(fact, tuple):
        return cast(F, tuple(shifted(one, by) for one in fact))
    if is_dataclass(fact) and not isinstance(fact, type):
        parts = {each.name: shifted(getattr(fact, each.name), by) for each in fields(fact)}
        return cast(F, replace(fact, **parts))
    return fact
