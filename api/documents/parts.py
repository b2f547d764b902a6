"""The part of a text that is asked for."""

from api.errors import PageNotInDocument, RangeNotInText
from corpus.catalog import Card
from corpus.pages import page_span
from corpus.types import Span


def part_in(card: Card, length: int, page: int | None, start: int, end: int | None) -> Span:
    """Return a page, or else the range from start to end, of a text of `length` code points.

    Raises:
        PageNotInDocument: it has no such page.
        RangeNotInText: start and end are no part of the text.
    """
    if page is not None:
        span = page_span(card.page_starts, page, length)
        if span is None:
            raise PageNotInDocument(page, card.pages or 0)
        return span
    stop = length if end is None else end
    if not start <= stop <= length:
        raise RangeNotInText(start, stop, length)
    return Span(start, stop)
