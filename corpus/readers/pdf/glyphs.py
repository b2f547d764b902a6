"""Characters of a page -> chunks, by what PDFium knows of each.

PDFium is called through its C interface: a Python object per character would take most of the time.
The matrix, the font and the base line are asked for once per text object, which draws along one line.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from corpus.readers.pdf.frame import Box, Frame, frame_of, turned
from corpus.readers.pdf.shapes import Chunk

_SPACES = frozenset({0x20, 0xA0, 0x09, 0x3000, *range(0x2000, 0x200B), 0x202F})
_NOTHING = frozenset({0, 2, 0x0A, 0x0D, 0xAD, 0xFFFE, 0xFFFF, *range(0x200B, 0x2010), 0xFEFF})
_INVISIBLE = 3  # text render mode
_MAX_CHARACTERS = 200_000  # a page of a book has 5,000
_OUTSIDE = 9.0  # points beyond the edge of the page
GAP = 0.12  # in sizes: what parts words where no space is drawn


@dataclass(slots=True)
class _Run:
    """The characters of one text object.

    Attributes:
        turn: quarters of a turn against the clock from left to right.
        base: in page space turned so that the text runs from left to right.
        glyphs: character, start, end; a space is " " without a place.
    """

    font: str
    size: float
    turn: int
    base: float
    hidden: bool
    glyphs: list[tuple[str, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page in its frame; `hidden` where most of it is invisible."""

    chunks: tuple[Chunk, ...]
    frame: Frame
    hidden: bool


def text_of(page: pdfium.FPDF_PAGE, box: Box) -> Text:
    """Return the text that a page draws within a box, in the direction in which most of its text runs."""
    textpage = pdfium.FPDFText_LoadPage(page)
    if not textpage:
        return Text((), frame_of(box, 0), False)
    try:
        runs = _runs(textpage)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    turns: Counter[int] = Counter()
    for run in runs:
        turns[run.turn] += len(run.glyphs)
    turn = turns.most_common(1)[0][0] if turns else 0
    kept = [run for run in runs if run.turn == turn]  # the others are water marks and notes in margins
    letters = sum(len(run.glyphs) for run in kept)
    hidden = sum(len(run.glyphs) for run in kept if run.hidden)
    frame = frame_of(box, turn)
    return Text(tuple(_chunks(kept, frame)), frame, hidden > letters / 2)


def _runs(textpage: pdfium.FPDF_TEXTPAGE) -> list[_Run]:
    """Return the text objects in the order of drawing, with their visible characters."""
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    object_of, generated = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_IsGenerated
    box = pdfium.FS_RECTF()
    box_reference = ctypes.byref(box)
    runs: list[_Run] = []
    fonts: dict[int, str] = {}
    last = 0
    for i in range(min(pdfium.FPDFText_CountChars(textpage), _MAX_CHARACTERS)):
        code = code_of(textpage, i)
        if code in _NOTHING or (code == 0x20 and generated(textpage, i)):
            continue
        if code in _SPACES:
            if runs:
                runs[-1].glyphs.append((" ", 0.0, 0.0))
            continue
        drawn = object_of(textpage, i)
        address = ctypes.addressof(drawn.contents) if drawn else 0
        if address != last or not runs:
            runs.append(_run(textpage, i, drawn, fonts))
            last = address
        box_of(textpage, i, box_reference)
        start, end = _extent(box, runs[-1].turn)
        runs[-1].glyphs.append((chr(code), start, end))
    return runs


def _extent(box: pdfium.FS_RECTF, turn: int) -> tuple[float, float]:
    if turn == 0:
        return box.left, box.right
    if turn == 1:
        return box.bottom, box.top
    if turn == 2:
        return -box.right, -box.left
    return -box.top, -box.bottom


def _run(
    textpage: pdfium.FPDF_TEXTPAGE, i: int, drawn: pdfium.FPDF_PAGEOBJECT, fonts: dict[int, str]
) -> _Run:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(textpage, i, ctypes.byref(matrix))
    pdfium.FPDFText_GetCharOrigin(textpage, i, ctypes.byref(x), ctypes.byref(y))
    angle = math.atan2(matrix.b, matrix.a)
    turn = round(angle / (math.pi / 2)) % 4
    size = pdfium.FPDFText_GetFontSize(textpage, i) * math.hypot(matrix.c, matrix.d)
    hidden = bool(drawn) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE
    base = turned(x.value, y.value, turn)[1]
    return _Run(_font(drawn, fonts), max(abs(size), 0.1), turn, base, hidden)


def _font(drawn: pdfium.FPDF_PAGEOBJECT, fonts: dict[int, str]) -> str:
    font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
    if not font:
        return ""
    address = ctypes.addressof(font.contents)
    if address not in fonts:
        buffer = ctypes.create_string_buffer(256)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
        fonts[address] = buffer.value.decode("utf-8", "replace")
    return fonts[address]


def _chunks(runs: list[_Run], frame: Frame) -> Iterator[Chunk]:
    """Cut runs at spaces and at gaps, where others may stand; drop what is outside the frame."""
    spaces, x, y = 0, frame.left, frame.top
    for number, run in enumerate(runs):
        identity = number if any(text == " " for text, _, _ in run.glyphs) else -1
        gap = run.size * GAP
        letters: list[str] = []
        left = right = 0.0
        before, base = 0, y - run.base
        if not -_OUTSIDE < base < frame.height + _OUTSIDE:
            continue
        for text, start, end in run.glyphs:
            if letters and (text == " " or abs(start - right) > gap):
                yield Chunk("".join(letters), left - x, right - x, base, run.size, before, run.font, identity)
                letters = []
            if text == " ":
                spaces += 1
                continue
            if not letters:
                left, before, spaces = start, spaces, 0
            letters.append(text)
            right = end
        if letters:
            yield Chunk("".join(letters), left - x, right - x, base, run.size, before, run.font, identity)
