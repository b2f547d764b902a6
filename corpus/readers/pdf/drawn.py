"""A page of PDFium -> what it draws, upright, with the origin in its upper left corner."""

import ctypes
from dataclasses import replace

import pypdfium2.raw as pdfium

from corpus.readers.pdf.drawing import pictured_area, rulings_of
from corpus.readers.pdf.glyphs import text_of, turned
from corpus.readers.pdf.shapes import Drawn, Ruling


def drawn_on(page: pdfium.FPDF_PAGE) -> Drawn:
    """Return the text, the straight lines and the share of images of a page."""
    text = text_of(page)
    left, bottom, right, top = _box(page)
    corners = [turned(x, y, text.turn) for x in (left, right) for y in (bottom, top)]
    x0, y1 = min(x for x, _ in corners), max(y for _, y in corners)
    width, height = max(x for x, _ in corners) - x0, y1 - min(y for _, y in corners)
    chunks = tuple(
        replace(chunk, left=chunk.left - x0, right=chunk.right - x0, base=y1 - chunk.base)
        for chunk in text.chunks
    )
    inside = tuple(c for c in chunks if -9 < c.base < height + 9 and c.right > -9 and c.left < width + 9)
    rulings = tuple(_upright(ruling, text.turn, x0, y1) for ruling in rulings_of(page)) if inside else ()
    area = max(width * height, 1.0)
    return Drawn(width, height, inside, rulings, text.hidden, min(pictured_area(page) / area, 1.0))


def _box(page: pdfium.FPDF_PAGE) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the part of page space that is shown."""
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rectangle)):
        return 0.0, 0.0, 595.0, 842.0
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _upright(ruling: Ruling, turn: int, x0: float, y1: float) -> Ruling:
    ends = ((ruling.start, ruling.at), (ruling.end, ruling.at))
    if not ruling.horizontal:
        ends = ((ruling.at, ruling.start), (ruling.at, ruling.end))
    (ax, ay), (bx, by) = (turned(x, y, turn) for x, y in ends)
    if ruling.horizontal == (turn % 2 == 0):
        return Ruling(True, y1 - ay, min(ax, bx) - x0, max(ax, bx) - x0)
    return Ruling(False, ax - x0, y1 - max(ay, by), y1 - min(ay, by))
