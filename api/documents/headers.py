"""A catalog's card as the header that clients see."""

from collections.abc import Sequence
from typing import TypeVar

from api.documents.schemas import DocumentOut, FileOut, HeaderSpans, ProvenanceOut
from api.wire.schemas import SpanOut
from corpus.catalog import Card, StoredFile
from corpus.header import issuers_of
from corpus.types import Fact, Span

T = TypeVar("T")


def document_out(card: Card, files: Sequence[StoredFile]) -> DocumentOut:
    """Return the header of a document: its facts, the spans they were read from, and its files."""
    header = card.header
    return DocumentOut(
        id=card.id,
        label=card.label,
        source=card.source,
        sha256=card.sha256,
        form=header.form.value,
        number=_value(header.number),
        kind=_value(header.kind),
        issuer=_value(header.issuer),
        issuers=issuers_of(header.issuer.value) if header.issuer else (),
        place=_value(header.place),
        issued_on=_value(header.issued_on),
        effective_on=_value(header.effective_on),
        subject=_value(header.subject),
        title=card.title,
        signer=_value(header.signer),
        signer_post=_value(header.signer_post),
        addressees=tuple(fact.value for fact in header.addressees),
        recipients=tuple(fact.value for fact in header.recipients),
        pages=card.pages,
        page_starts=card.page_starts,
        provenance=ProvenanceOut.model_validate(card.provenance),
        passages=card.passages,
        files=tuple(FileOut.model_validate(one) for one in files),
        spans=HeaderSpans(
            kind=_span(header.kind),
            number=_span(header.number),
            issuer=_span(header.issuer),
            place=_span(header.place),
            issued_on=_span(header.issued_on),
            effective_on=_span(header.effective_on),
            subject=_span(header.subject),
            signer=_span(header.signer),
            signer_post=_span(header.signer_post),
            addressees=tuple(_range(fact.span) for fact in header.addressees),
            recipients=tuple(_range(fact.span) for fact in header.recipients),
            body=_range(header.body) if header.body else None,
        ),
    )


def _value(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None


def _span(fact: Fact[T] | None) -> SpanOut | None:
    return _range(fact.span) if fact else None


def _range(span: Span) -> SpanOut:
    return SpanOut(start=span.start, end=span.end)
