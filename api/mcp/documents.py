"""The part of a document that is read."""

from api.errors import PageNotInDocument, RangeNotInText
from api.headers import document_out
from api.mcp.shapes import DocumentPart
from api.view import View
from corpus.catalog import Card
from corpus.pages import page_span


def part_of(view: View, card: Card, page: int | None, start: int, end: int | None, most: int) -> DocumentPart:
    """Return the header and a page or range of the text, at most so many code points.

    Raises:
        PageNotInDocument: it has no such page.
        RangeNotInText: start and end are no part of the text.
    """
    text = view.catalog.text(card.id)
    length = stop = len(text)
    if page is not None:
        span = page_span(card.page_starts, page, length)
        if span is None:
            raise PageNotInDocument(page, card.pages or 0)
        start, stop = span.start, span.end
    elif end is not None:
        stop = end
    if not start <= stop <= length:
        raise RangeNotInText(start, stop, length)
    stop = min(stop, start + most)
    return DocumentPart(
        document=document_out(card, view.catalog.files_of([card.id]).get(card.id, ())),
        start=start,
        end=stop,
        length=length,
        page=page,
        next_start=stop if stop < length else None,
        text=text[start:stop],
    )
