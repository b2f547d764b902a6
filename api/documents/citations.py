"""Do quotes still stand where somebody says they do?"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.wire.numbers import WHOLE
from corpus.catalog import CatalogReader
from corpus.errors import DocumentNotFound

MAX_CITATIONS = 100
MAX_QUOTE_CHARS = 20_000

_Offset = Annotated[int, Field(ge=0, le=2**31 - 1), WHOLE]


class CitationIn(BaseModel):
    """What is claimed: that a quote, or the text of a checksum, is `text[start:end]` of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: Annotated[str, Field(min_length=1, max_length=100)]
    start: Annotated[_Offset, Field(description="In code points of /v1/documents/{id}/text.")]
    end: Annotated[_Offset, Field(description=f"At most {MAX_QUOTE_CHARS} after `start`.")]
    quote: Annotated[str | None, Field(min_length=1, max_length=MAX_QUOTE_CHARS)] = None
    sha256: Annotated[
        str | None, Field(pattern="^[0-9a-f]{64}$", description="Of the quote's UTF-8 bytes; may replace it.")
    ] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not 0 < self.end - self.start <= MAX_QUOTE_CHARS:
            raise PydanticCustomError("range", f"end must be 1 to {MAX_QUOTE_CHARS} code points after start")
        if self.quote is None and self.sha256 is None:
            raise PydanticCustomError("nothing_claimed", "give quote, sha256 or both")
        return self


class VerifyRequest(BaseModel):
    """Citations to look up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    citations: Annotated[tuple[CitationIn, ...], Field(min_length=1, max_length=MAX_CITATIONS)]


class CitationVerdict(StrEnum):
    """What became of a citation."""

    VALID = "valid"
    MOVED = "moved"  # the quote stands elsewhere in the document, or in the one that took its place
    CHANGED = "changed"  # something else stands there, and the quote nowhere
    MISSING = "missing"  # no such document, or no such part of it


class CitationCheck(BaseModel):
    """A citation with what stands there now."""

    verdict: CitationVerdict
    holds: Annotated[bool, Field(description="Whether the claim is true as it was made.")]
    document_id: str
    start: int
    end: int
    text: Annotated[str | None, Field(description="What stands at start and end; null where missing.")]
    found_at: Annotated[
        int | None, Field(description="Where the quote begins, the nearest place; null where it is nowhere.")
    ]
    found_in: Annotated[
        str | None,
        Field(description="The document in which it was looked for: another where that took its place."),
    ]


class VerifyResponse(BaseModel):
    """One check for each citation, in their order."""

    valid: Annotated[bool, Field(description="Whether all of them hold.")]
    citations: tuple[CitationCheck, ...]


def check_citations(request: VerifyRequest, catalog: CatalogReader) -> VerifyResponse:
    """Look every citation up in the documents as they are now."""
    texts: dict[str, _Text | None] = {}
    checks = []
    for claim in request.citations:
        if claim.document_id not in texts:
            texts[claim.document_id] = _text_of(catalog, claim.document_id)
        checks.append(_check(claim, texts[claim.document_id]))
    return VerifyResponse(valid=all(check.holds for check in checks), citations=tuple(checks))


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's text; `owner` is another document where that took its place."""

    owner: str
    text: str


def _check(claim: CitationIn, held: _Text | None) -> CitationCheck:
    same = held is not None and held.owner == claim.document_id
    found = held.text[claim.start : claim.end] if held and same and claim.end <= len(held.text) else None
    at: int | None = None
    if found is not None and _is_claimed(claim, found):
        verdict, at = CitationVerdict.VALID, claim.start
    else:
        at = _nearest(held.text, claim.quote, claim.start) if held and _agrees(claim) else None
        is_missing = held is None or (same and found is None)
        changed = CitationVerdict.MISSING if is_missing else CitationVerdict.CHANGED
        verdict = changed if at is None else CitationVerdict.MOVED
    return CitationCheck(
        verdict=verdict,
        holds=verdict is CitationVerdict.VALID,
        document_id=claim.document_id,
        start=claim.start,
        end=claim.end,
        text=found,
        found_at=at,
        found_in=held.owner if held else None,
    )


def _is_claimed(claim: CitationIn, found: str) -> bool:
    if claim.quote is not None and claim.quote != found:
        return False
    return claim.sha256 is None or _sha256(found) == claim.sha256


def _agrees(claim: CitationIn) -> bool:
    """Tell whether quote and checksum, where both are given, belong together."""
    return claim.quote is None or claim.sha256 is None or _sha256(claim.quote) == claim.sha256


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _nearest(text: str, quote: str | None, start: int) -> int | None:
    """Return where the quote begins nearest to `start`."""
    if quote is None:
        return None
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: (abs(place - start), place), default=None)


def _text_of(catalog: CatalogReader, document_id: str) -> _Text | None:
    """Return the text of a document, or of the one that took its place when its file changed."""
    with suppress(DocumentNotFound):
        return _Text(document_id, catalog.text(document_id))
    successor = catalog.successor(document_id)
    with suppress(DocumentNotFound):
        return _Text(successor, catalog.text(successor)) if successor else None
    return None
