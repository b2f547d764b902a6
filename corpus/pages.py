"""Pages of a text: where each begins, and on which a place stands. Pages count from 1."""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.types import Span


def page_at(page_starts: Sequence[int], offset: int) -> int | None:
    """Return the page on which a code point stands; None where the text has no pages."""
    return max(bisect_right(page_starts, offset), 1) if page_starts else None


def pages_of(page_starts: Sequence[int], span: Span) -> tuple[int, int] | None:
    """Return the first and the last page that a span touches; None where the text has no pages."""
    first, last = page_at(page_starts, span.start), page_at(page_starts, max(span.start, span.end - 1))
    return None if first is None or last is None else (first, last)


def page_span(page_starts: Sequence[int], page: int, length: int) -> Span | None:
    """Return where a page stands in a text of `length` code points; None where there is no such page."""
    if not 1 <= page <= len(page_starts):
        return None
    return Span(page_starts[page - 1], page_starts[page] if page < len(page_starts) else length)
