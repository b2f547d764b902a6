"""One image of a page to its text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from corpus.readers.ocr.boxes import Box, Word, mean_confidence
from corpus.readers.ocr.clean import DPI, cleaned
from corpus.readers.ocr.columns import Block, find_blocks, text_box, without_leaders
from corpus.readers.ocr.mend import mended
from corpus.readers.ocr.paragraphs import lines_of, paragraphs_of, without_page_marks
from corpus.readers.ocr.rulings import Grid, find_rulings, grids, without_rulings
from corpus.readers.ocr.tesseract import require_tesseract
from corpus.readers.ocr.turn import lies_sideways, straightened
from corpus.readers.ocr.twice import read_parts
from corpus.readers.reading import table_line

_DOUBTFUL = 0.6  # mean confidence: below, the page may stand on its head
_FEW_LETTERS = 20
_INSET = 2  # pixels of a cell's edge that belong to its border, which is white by then
_PAPER = 24  # pixels of white around what is read
_SMALL = 450  # pixels: on lower cuts Tesseract would take the grain of the paper for ink ...
_WHITER = [min(255, value * 255 // 215) for value in range(256)]  # ... which this makes white
_EDGES = (0.09, 0.92)  # page numbers stand above the first or below the second part of the height


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was read from the image of a page.

    Attributes:
        text: one paragraph or `| a | b |` table row a line; "" for a page without text.
        confidence: of its words, the longer counting more, 0 to 1; 0 without words.
    """

    text: str
    confidence: float


def confidence_of(pages: Sequence[RecognisedPage]) -> float:
    """Return the confidence of some pages, the longer counting more; 0 without text."""
    letters = sum(len(page.text) for page in pages)
    return sum(page.confidence * len(page.text) for page in pages) / max(letters, 1)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a page to be read in one go, and where its image begins on the page."""

    image: Image.Image
    left: int
    top: int


def recognise(image: Image.Image, source: str, dpi: int) -> RecognisedPage:
    """Read the image of one page.

    Args:
        image: in any mode and orientation.
        source: the file's name, for the errors.
        dpi: the image's resolution; 0 where it is not known.

    Raises:
        ToolMissing: Tesseract or its Vietnamese data is not installed.
        TimedOut: Tesseract took too long.
        ReaderFailed: Tesseract gave up on the image.
    """
    require_tesseract(source)
    page = cleaned(image, dpi)
    if lies_sideways(page):
        page = page.transpose(Image.Transpose.ROTATE_270)
    upright = straightened(page)
    found = _read(upright, source)
    if found.confidence < _DOUBTFUL and len(found.text) >= _FEW_LETTERS:
        turned = _read(upright.transpose(Image.Transpose.ROTATE_180), source)
        found = max(found, turned, key=lambda read: read.confidence)
    return found


def _read(page: Image.Image, source: str) -> RecognisedPage:
    """Read a page whose lines run level."""
    rulings = find_rulings(page)
    tables = grids(rulings)
    plain = without_leaders(without_rulings(page, rulings, tables))
    frames = [table.box for table in tables]
    open_page = _without(plain, frames)
    blocks = find_blocks(open_page, frames)
    cells = [cell for table in tables for cell in table.cells]
    parts = [*(_cut(open_page, block, blocks) for block in blocks), *(_cut_cell(plain, c.box) for c in cells)]
    filled = [(at, part) for at, part in enumerate(parts) if part is not None]
    words = read_parts([part.image for _, part in filled], source, DPI)
    by_part: list[list[Word]] = [[] for _ in parts]
    for word in words:
        at, part = filled[word.image]
        by_part[at].append(replace(word, box=word.box.shifted(part.left, part.top)))
    pieces = _of_blocks(blocks, by_part, page.height) + _of_tables(tables, by_part[len(blocks) :])
    text = "\n".join(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)
    return RecognisedPage(mended(text), mean_confidence(words))


def _of_blocks(
    blocks: Sequence[Block], words: Sequence[list[Word]], height: int
) -> list[tuple[int, list[str]]]:
    """Return the paragraphs of each block with the height at which it is read."""
    edge = (round(_EDGES[0] * height), round(_EDGES[1] * height))
    out, at = [], 0
    for block, found in zip(blocks, words, strict=False):
        lines = without_page_marks(lines_of(found), edge)
        at = max(at, block.box.top)  # a right column is read after the left one, though it begins higher
        out.append((at, paragraphs_of(lines, column=block.column)))
    return out


def _of_tables(tables: Sequence[Grid], words: Sequence[list[Word]]) -> list[tuple[int, list[str]]]:
    """Return the rows of each table with the height at which it stands.

    A merged cell is told in every row that it covers, and in every column of the heading.
    """
    out, waiting = [], iter(words)
    for table in tables:
        rows = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            text = " ".join(line.text for line in lines_of(next(waiting)))
            across = cell.column_end if cell.row == 0 else cell.column + 1
            for row in range(cell.row, cell.row_end):
                rows[row][cell.column : across] = [text] * (across - cell.column)
        out.append((table.box.top, [table_line(row) for row in rows if any(row)]))
    return out


def _without(page: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    pixels = np.asarray(page).copy()
    for box in boxes:
        pixels[max(box.top - 2, 0) : box.bottom + 2, max(box.left - 2, 0) : box.right + 2] = 255
    return Image.fromarray(pixels)


def _cut(page: Image.Image, block: Block, blocks: Sequence[Block]) -> _Part:
    """Cut a block out; what other blocks left in its rectangle becomes white."""
    box = block.box
    pixels = np.asarray(page)[box.top : box.bottom, box.left : box.right].copy()
    for other in blocks:
        if other is block:
            continue
        for piece in other.pieces:
            top, left = max(piece.top - box.top, 0), max(piece.left - box.left, 0)
            if piece.bottom > box.top and piece.right > box.left:
                pixels[top : piece.bottom - box.top, left : piece.right - box.left] = 255
    if box.height < _SMALL:
        pixels = np.asarray(Image.fromarray(pixels).point(_WHITER))
    return _Part(_framed(pixels), box.left - _PAPER, box.top - _PAPER)


def _cut_cell(page: Image.Image, box: Box) -> _Part | None:
    """Cut the text of a cell out; None where there is none."""
    left, top = box.left + _INSET, box.top + _INSET
    cell = page.crop((left, top, max(box.right - _INSET, left + 1), max(box.bottom - _INSET, top + 1)))
    text = text_box(cell)
    if text is None:
        return None
    grain_free = cell.crop((text.left, text.top, text.right, text.bottom)).point(_WHITER)
    return _Part(_framed(np.asarray(grain_free)), left + text.left - _PAPER, top + text.top - _PAPER)


def _framed(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Image.Image:
    return Image.fromarray(np.pad(pixels, _PAPER, constant_values=255))
