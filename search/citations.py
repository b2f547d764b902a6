"""Citations: made from spans, and checked against the text before they leave."""

import hashlib

from corpus.pages import page_at
from corpus.types import Span
from search.types import Citation, DocumentCard


def cite(
    document: DocumentCard, text: str, quote: Span, value: Span, passage_id: str | None, section: str
) -> Citation:
    """Return the citation of `quote` in the document's `text`; `value` is what answers inside it."""
    words = quote.of(text)
    return Citation(
        document=document,
        passage_id=passage_id,
        section=section,
        page=page_at(document.page_starts, value.start),
        quote=words,
        start=quote.start,
        end=quote.end,
        value_start=value.start,
        value_end=value.end,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
    )


def is_true(citation: Citation, text: str) -> bool:
    """Tell whether the quote stands in `text` where the citation says, and the value inside the quote."""
    within = citation.start <= citation.value_start < citation.value_end <= citation.end
    return (
        within
        and text[citation.start : citation.end] == citation.quote
        and hashlib.sha256(citation.quote.encode()).hexdigest() == citation.sha256
    )
