"""How files become records here: by the readers, with the restorer's table to put recognised pages right."""

from functools import cache

from corpus import record
from corpus.record import FileRecord
from models.load import load_proofreader
from models.protocols import Proofreader

BUILD = "api.engine.intake:record_of"  # as the workers of an ingest look it up


def record_of(data: bytes, source: str, origin: str) -> FileRecord:
    """Read the content of a file that is called `source` and came from `origin`; raises ReadError."""
    return record.record_of(data, source, origin, _corrected)


def _corrected(text: str) -> str:
    proofreader = _proofreader()
    return proofreader.corrected(text) if proofreader else text


@cache
def _proofreader() -> Proofreader | None:
    return load_proofreader()
