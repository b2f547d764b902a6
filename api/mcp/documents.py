"""The part of a document that is read."""

from api.documents.headers import document_out
from api.documents.parts import part_in
from api.engine.view import View
from api.mcp.shapes import DocumentPart
from corpus.catalog import Card


def part_of(view: View, card: Card, page: int | None, start: int, end: int | None, most: int) -> DocumentPart:
    """Return the header and a page or range of the text, at most so many code points.

    Raises:
        PageNotInDocument: it has no such page.
        RangeNotInText: start and end are no part of the text.
    """
    text = view.catalog.text(card.id)
    length = len(text)
    asked = part_in(card, length, page, start, end)
    start, stop = asked.start, min(asked.end, asked.start + most)
    return DocumentPart(
        document=document_out(card, view.catalog.files_of([card.id]).get(card.id, ())),
        start=start,
        end=stop,
        length=length,
        page=page,
        next_start=stop if stop < length else None,
        text=text[start:stop],
    )
