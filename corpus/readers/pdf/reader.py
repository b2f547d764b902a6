"""PDF files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from corpus.errors import Damaged, Encrypted, ToolMissing
from corpus.readers.legacy_fonts import font_of, recognise, to_unicode
from corpus.readers.ocr import RecognisedPage, confidence_of
from corpus.readers.ocr import recognise as recognise_image
from corpus.readers.pdf.drawn import drawn_on
from corpus.readers.pdf.flow import flowing
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.page import page_of
from corpus.readers.pdf.quality import is_garbage
from corpus.readers.pdf.shapes import Drawn, Page, Recognised
from corpus.readers.reading import Reading, reading_of
from corpus.types import Provenance, Remark

_DPI = 300
_MAX_PIXELS = 26_000_000  # A3 at 300 dpi and a little more
_PICTURE = 0.3  # of the page: more of it may be a scan
_FEW_LETTERS = 40  # a scan may carry a printed stamp or a page number
_FEW_PAGES = 10  # one page in so many may be unreadable, or a single one
_A4 = (595.0, 842.0)  # for a page that does not say how large it is
_TAIL = 2_048  # bytes in which the end mark stands


@dataclass(slots=True)
class _Notes:
    """What was met on the way."""

    remarks: set[Remark] = field(default_factory=set)
    ocr_pages: list[int] = field(default_factory=list)
    recognised: list[RecognisedPage] = field(default_factory=list)
    missing: ToolMissing | None = None

    def provenance(self) -> Provenance:
        """Return the notes in their final form."""
        confidence = confidence_of(self.recognised) if self.recognised else None
        remarks = tuple(remark for remark in Remark if remark in self.remarks)
        return Provenance("pdf", remarks, tuple(self.ocr_pages), confidence)


def read_pdf(data: bytes, source: str) -> Reading:
    """Return the text of a PDF file with its pages.

    Raises:
        Encrypted: a password is needed to open it.
        Damaged: it cannot be opened, most of it cannot be read, or its end is missing and pages with it.
        ToolMissing: all its pages are images and no OCR program is installed.
    """
    notes = _Notes()
    document = _open(data, source)
    try:
        pages = list(_pages(document, source, notes))
    finally:
        document.close()
    if not any(page.blocks for page in pages) and notes.missing is not None:
        raise notes.missing
    if Remark.UNREADABLE_PAGES in notes.remarks and not any(page.blocks for page in pages):
        raise Damaged(source)
    if b"%%EOF" not in data[-_TAIL:] and not all(page.blocks for page in pages):
        raise Damaged(source)
    if notes.missing is not None:
        notes.remarks.add(Remark.OCR_MISSING)
    raw, starts = flowing(without_furniture(pages))
    raw, starts = _in_unicode(raw, starts, notes)
    return reading_of(raw, source, notes.provenance(), starts, wrapped=False)


def _open(data: bytes, source: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # The library keeps an error of an earlier file where a file of no pages leaves none of its own.
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            raise Encrypted(source) from error
        raise Damaged(source) from error
    if len(document) == 0:
        document.close()
        raise Damaged(source)
    return document


def _pages(document: pdfium.PdfDocument, source: str, notes: _Notes) -> Iterator[Page]:
    lost = 0
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            lost += 1
            if lost > max(1, len(document) // _FEW_PAGES):
                raise Damaged(source) from error
            notes.remarks.add(Remark.UNREADABLE_PAGES)
            yield Page(*_A4)
            continue
        try:
            yield _page(page, index + 1, source, notes)
        finally:
            page.close()


def _page(page: pdfium.PdfPage, number: int, source: str, notes: _Notes) -> Page:
    drawn = drawn_on(page.raw)
    laid_out = page_of(drawn)
    if not _is_scan(drawn, laid_out):
        if any(font_of(chunk.font) is not None for chunk in drawn.chunks):
            notes.remarks.add(Remark.LEGACY_FONT)
        if not laid_out.blocks:
            notes.remarks.add(Remark.BLANK_PAGES)
        elif drawn.hidden:
            notes.remarks.add(Remark.OCR)
            notes.ocr_pages.append(number)
        return laid_out
    return _recognised(page, drawn, number, source, notes)


def _is_scan(drawn: Drawn, page: Page) -> bool:
    """Tell whether the text of a page must be taken from its image."""
    text = flowing([page])[0]
    if sum(map(str.isalnum, text)) < _FEW_LETTERS:
        return drawn.pictured > _PICTURE
    return is_garbage(text) and recognise(text) is None


def _recognised(page: pdfium.PdfPage, drawn: Drawn, number: int, source: str, notes: _Notes) -> Page:
    if notes.missing is not None:
        return Page(drawn.width, drawn.height)
    image, dpi = _image(page)
    try:
        result = recognise_image(image, source, dpi)
    except ToolMissing as error:
        notes.missing = error
        return Page(drawn.width, drawn.height)
    finally:
        image.close()
    paragraphs = [line for line in result.text.split("\n") if line.strip()]
    if not paragraphs:
        notes.remarks.add(Remark.BLANK_PAGES)
        return Page(drawn.width, drawn.height)
    notes.remarks.add(Remark.OCR)
    notes.ocr_pages.append(number)
    notes.recognised.append(result)
    return Page(drawn.width, drawn.height, tuple(Recognised(line) for line in paragraphs))


def _image(page: pdfium.PdfPage) -> tuple[Image.Image, int]:
    """Draw a page at the resolution OCR wants, coarser where it would be huge."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale).to_pil(), round(scale * 72)


def _in_unicode(raw: str, starts: tuple[int, ...], notes: _Notes) -> tuple[str, tuple[int, ...]]:
    """Convert a text whose letters are TCVN3 or VNI though its fonts do not say so, page by page."""
    font = recognise(raw)
    if font is None:
        return raw, starts
    notes.remarks.add(Remark.LEGACY_FONT)
    bounds = [0, *starts[1:], len(raw)]
    pieces = [to_unicode(raw[a:b], font) for a, b in pairwise(bounds)]
    moved = [0]
    for piece in pieces[:-1]:
        moved.append(moved[-1] + len(piece))
    return "".join(pieces), tuple(moved[: len(starts)])
