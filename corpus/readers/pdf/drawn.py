"""A page of PDFium -> what it draws, upright, with the origin in its upper left corner."""

import ctypes

import pypdfium2.raw as pdfium

from corpus.readers.pdf.drawing import pictured_area, rulings_of
from corpus.readers.pdf.frame import Box, Frame
from corpus.readers.pdf.glyphs import text_of
from corpus.readers.pdf.shapes import Drawn
from corpus.readers.ruled import Ruling

_A4: Box = (0.0, 0.0, 595.0, 842.0)


def drawn_on(page: pdfium.FPDF_PAGE) -> Drawn:
    """Return the text, the straight lines and the share of images of a page."""
    text = text_of(page, _box(page))
    frame = text.frame
    rulings = tuple(_upright(ruling, frame) for ruling in rulings_of(page)) if text.chunks else ()
    area = max(frame.width * frame.height, 1.0)
    pictured = min(pictured_area(page) / area, 1.0)
    return Drawn(frame.width, frame.height, text.chunks, rulings, text.hidden, pictured)


def _box(page: pdfium.FPDF_PAGE) -> Box:
    """Return the part of page space that is shown."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        return _A4
    return box.left, box.bottom, box.right, box.top


def _upright(ruling: Ruling, frame: Frame) -> Ruling:
    ends = ((ruling.start, ruling.at), (ruling.end, ruling.at))
    if not ruling.horizontal:
        ends = ((ruling.at, ruling.start), (ruling.at, ruling.end))
    (ax, ay), (bx, by) = (frame.place(x, y) for x, y in ends)
    if ruling.horizontal == (frame.turn % 2 == 0):
        return Ruling(True, ay, min(ax, bx), max(ax, bx))
    return Ruling(False, ax, min(ay, by), max(ay, by))
