"""The upper part of a document while it is being read."""

from dataclasses import dataclass, field
from datetime import date

from corpus.types import Fact


@dataclass(slots=True)
class Letterhead:
    """What the upper part states; filled line by line."""

    first: int | None = None  # index of its first line
    end: int = 0  # index of the first line after it
    end_at: int = 0  # offset where the body starts
    issuer: Fact[str] | None = None
    repeated: Fact[str] | None = None  # the issuer set again under the subject
    number: Fact[str] | None = None
    place: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    kind: Fact[str] | None = None
    subject: Fact[str] | None = None
    addressees: tuple[Fact[str], ...] = ()
    used: set[int] = field(default_factory=set)  # indexes of lines that are letterhead, not content
