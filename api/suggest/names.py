"""The names that a catalog knows: of its documents, and of the bodies that they task or that issued them."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

from api.suggest.lines import Lines
from corpus.agencies import resolve_agency
from corpus.header import issuers_of

if TYPE_CHECKING:
    from corpus.catalog import CatalogReader
    from search.names import Block, Mask, Names

_TITLE_CHARS = 160
_AGENCY_CHARS = 90  # longer ones are lists of bodies that nobody types
_MOST_HIDDEN = 0.1  # of a block's documents that are passed over one by one; of more the rest is copied


class NameKind(StrEnum):
    """What a name is of."""

    DOCUMENT = "document"
    TITLE = "title"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is offered.

    Attributes:
        text: what is typed in its place.
        detail: what tells it from others: date and issuer, or how many tasks a body has.
        weight: how often it is met; of two that fit alike the heavier comes first.
    """

    kind: NameKind
    text: str
    detail: str
    weight: int
    document_id: str | None = None


class Source(Protocol):
    """Names that are found by their lines."""

    @property
    def lines(self) -> Lines:
        """Return a line for each name."""
        ...

    def is_shown(self, line: int) -> bool:
        """Tell whether a name may be offered."""
        ...

    def weight(self, line: int) -> int:
        """Return how often a name is met."""
        ...

    def name(self, line: int) -> Name:
        """Return a name as it is offered."""
        ...


class Listed:
    """Names as they are."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(names)
        self.lines = Lines.of(name.text for name in self._names)

    def is_shown(self, line: int) -> bool:
        """Return True."""
        return True

    def weight(self, line: int) -> int:
        """Return how often a name is met."""
        return self._names[line].weight

    def name(self, line: int) -> Name:
        """Return a name as it is offered."""
        return self._names[line]


class Documents:
    """Numbers and titles of a block of documents: two lines each, made into names when they are offered."""

    def __init__(
        self, block: "Block", lines: Lines, rows: "Mask | None" = None, copied: bool = False
    ) -> None:
        """Offer documents of a block.

        Args:
            block: what the documents are called.
            lines: of all documents of the block, or where `copied` of the shown ones alone.
            rows: which documents of the block are shown; None for all.
            copied: whether the others have no lines.
        """
        self._block, self.lines = block, lines
        self._shown = None if copied else rows
        self._rows = np.flatnonzero(rows) if copied and rows is not None else None

    @classmethod
    def of(cls, block: "Block") -> "Documents":
        """Read the names of a block; that takes a second for 100,000 documents."""
        return cls(block, Lines.of(_lines_of(block)))

    def only(self, rows: "Mask") -> "Documents":
        """Return those of the documents that a mask leaves."""
        hidden = len(rows) - int(np.count_nonzero(rows))
        if hidden <= _MOST_HIDDEN * len(rows):
            return Documents(self._block, self.lines, rows if hidden else None)
        kept = (line for row in np.flatnonzero(rows).tolist() for line in (2 * row, 2 * row + 1))
        return Documents(self._block, self.lines.only(kept), rows, copied=True)

    def is_shown(self, line: int) -> bool:
        """Tell whether a document may be offered."""
        return self._shown is None or bool(self._shown[line // 2])

    def weight(self, line: int) -> int:
        """Return 1: every document is one."""
        return 1

    def name(self, line: int) -> Name:
        """Return a document's number or its title as it is offered."""
        row, is_title = divmod(line, 2)
        row = row if self._rows is None else int(self._rows[row])
        block = self._block
        day, number = block.days[row], block.numbers[row]
        told = (date.fromordinal(day).isoformat() if day else "", block.issuers[row] or "")
        detail = " · ".join(part for part in told if part)
        if is_title:
            title = block.subjects[row] or block.titles[row] or ""
            return Name(NameKind.TITLE, title, number or detail, 1, block.ids[row])
        return Name(NameKind.DOCUMENT, _called(block.kinds[row], number or ""), detail, 1, block.ids[row])


class DocumentSources:
    """What suggests documents; safe to share. Blocks that stay are not read again."""

    def __init__(self) -> None:
        self._known: dict[int, Documents] = {}  # by the identity of the block, which they hold
        self._lock = threading.Lock()

    def of(self, names: "Names", seen: "Mask | None") -> "tuple[Documents, ...]":
        """Return what suggests the documents that a mask leaves."""
        parts = names.parts(seen)
        with self._lock:
            self._known = {
                id(block): self._known.get(id(block)) or Documents.of(block) for block in names.blocks
            }
            known = self._known
        return tuple(known[id(block)].only(mask) for block, mask in parts)


def _lines_of(block: "Block") -> Iterator[str]:
    for row in range(len(block)):
        number, subject = block.numbers[row], block.subjects[row] or block.titles[row] or ""
        yield _called(block.kinds[row], number) if number else ""
        yield subject if len(subject) <= _TITLE_CHARS else ""


def _called(kind: str | None, number: str) -> str:
    kind = kind or "văn bản"
    return f"{kind[:1].upper()}{kind[1:]} {number}"


def agencies_of(catalog: "CatalogReader", issuers: Mapping[str, int]) -> Iterator[Name]:
    """Yield each body once, under the name that its spellings share, else under its most frequent one.

    `issuers` counts the documents of each, and of each of several that issue jointly.
    """
    spelt: dict[str, Counter[str]] = {}
    for agency_id, name, count in catalog.agency_spellings():
        spelt.setdefault(agency_id, Counter())[name] += count
    for stored, count in issuers.items():
        for issuer in issuers_of(stored):
            known = resolve_agency(issuer)
            spelt.setdefault(known.id if known else issuer, Counter())[issuer] += count
    for spellings in spelt.values():
        common = max(spellings, key=lambda name: (spellings[name], len(name), name))
        weight = sum(spellings.values())
        known = resolve_agency(common)
        name = known.name if known else common
        if len(name) <= _AGENCY_CHARS:
            yield Name(NameKind.AGENCY, name, "", weight)
