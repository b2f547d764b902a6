"""Where a text may be put right: on the pages that were recognised from images, and nowhere else."""

from collections.abc import Callable

from corpus.pages import page_span
from corpus.readers.reading import Reading

Proofread = Callable[[str], str]  # text -> the text that was meant, of the same length


def proofread_pages(reading: Reading, proofread: Proofread) -> str:
    """Return the text of a reading with its recognised pages put right; every offset stays."""
    text = reading.mapped.text
    for page in reading.provenance.ocr_pages:
        span = page_span(reading.page_starts, page, len(text))
        if span is None:
            continue
        meant = proofread(span.of(text))
        if len(meant) == span.end - span.start:
            text = text[: span.start] + meant + text[span.end :]
    return text
