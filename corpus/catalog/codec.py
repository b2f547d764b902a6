"""Records to JSON text and back."""

import hashlib
import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from corpus.types import Assignment, Document, Figure, Header, Passage, Provenance, Record, Reference

R = TypeVar("R")


@cache
def _adapters() -> dict[type[object], TypeAdapter[Any]]:
    """Build the validators once; they take a moment."""
    kinds = (Header, Provenance, Document, Passage, Assignment, Reference, Figure, Record)
    return {kind: TypeAdapter(kind) for kind in kinds}


def to_json(value: object) -> str:
    """Return a record as JSON text."""
    return _adapters()[type(value)].dump_json(value).decode("utf-8")


def from_json(kind: type[R], text: str) -> R:
    """Read what `to_json` wrote; raises ValueError where `text` is not of that `kind`."""
    value: R = _adapters()[kind].validate_json(text)
    return value


def strings_to_json(values: tuple[str, ...]) -> str:
    """Return a tuple of strings as a JSON array."""
    return json.dumps(values, ensure_ascii=False)


def strings_from_json(text: str) -> tuple[str, ...]:
    """Read what `strings_to_json` wrote."""
    return tuple(json.loads(text))


def digest(record: Record, offsets: bytes) -> str:
    """Return the SHA-256 of all that a document brings into the catalog."""
    return hashlib.sha256(to_json(record).encode("utf-8") + b"\0" + offsets).hexdigest()
