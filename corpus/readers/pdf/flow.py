"""Pages -> paragraphs and table rows, joined where a page or a column ends inside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.readers.pdf.lines import glue
from corpus.readers.pdf.paragraphs import Measure, goes_on, goes_on_below, goes_on_in_words, measure_of
from corpus.readers.pdf.shapes import Line, Page, Recognised, RowShape, Table
from corpus.readers.reading import cell_text
from corpus.tables import column_of

_SAME_EDGE = 6.0  # points
_LONGEST_LABEL = 12  # code points


@dataclass(slots=True)
class _Paragraph:
    """A paragraph; each piece with the page on which it stands, from 0."""

    pieces: list[tuple[int, str]]
    last: Line | None = None
    first: bool = True  # whether `last` is its first line

    @property
    def text(self) -> str:
        return self.pieces[-1][1]

    def add(self, page: int, line: Line) -> None:
        """Append a line that goes on with the paragraph."""
        self.pieces.append((page, glue(self.text) + line.text))
        self.last, self.first = line, False


@dataclass(slots=True)
class _Row:
    """A table row; each cell as pieces with their pages."""

    cells: list[list[tuple[int, str]]]
    shape: RowShape

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("".join(text for _, text in cell) for cell in self.cells)


@dataclass(slots=True)
class _OpenTable:
    edges: tuple[float, ...]
    heads: tuple[str, ...]


@dataclass(slots=True)
class _Flow:
    out: list[_Paragraph | _Row] = field(default_factory=list)
    table: _OpenTable | None = None  # that the last page ended with
    measure: Measure | None = None
    head: str = ""  # the first row of the last table that was recognised from an image

    @property
    def paragraph(self) -> _Paragraph | None:
        """Return the paragraph that the next line may go on with."""
        last = self.out[-1] if self.out else None
        return last if isinstance(last, _Paragraph) else None


def flowing(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """Return the text, one paragraph or table row a line, and where each page begins in it."""
    flow = _Flow()
    for number, page in enumerate(pages):
        _add_page(flow, number, page)
    return _written(flow.out, len(pages))


def _add_page(flow: _Flow, number: int, page: Page) -> None:
    measure = measure_of(page, flow.measure)
    flow.measure = measure
    notes: list[Line] = []
    begun = ends_in_table = False  # whether something of this page is in the flow, and a table the last of it
    for block in page.blocks:
        if isinstance(block, Recognised):
            _add_recognised(flow, number, block.text, new_page=not begun)
        elif isinstance(block, Table):
            _add_table(flow, number, block, carried=not begun)
        elif block.footnote:
            notes.append(block)
            continue
        else:
            _add_line(flow, number, block, measure, new_page=not begun)
        begun, ends_in_table = True, isinstance(block, Table)
    if begun and not ends_in_table:
        flow.table = None
    _add_notes(flow, number, notes)


def _add_recognised(flow: _Flow, number: int, text: str, *, new_page: bool) -> None:
    """Add a paragraph or a row of a page without geometry, where only the words can tell what goes on."""
    flow.table = None
    before = flow.paragraph
    after_row = before is not None and before.text.startswith("|")
    if text.startswith("|"):
        if after_row and new_page and text == flow.head:
            return
        flow.head = flow.head if after_row else text
    elif before is not None and new_page and not after_row and goes_on_in_words(before.text, text):
        before.pieces.append((number, glue(before.text) + text))
        return
    flow.out.append(_Paragraph([(number, text)]))


def _add_line(flow: _Flow, number: int, line: Line, measure: Measure, *, new_page: bool) -> None:
    paragraph = flow.paragraph
    if paragraph is not None and paragraph.last is not None:
        joins = goes_on_below if new_page else goes_on
        if joins(paragraph.last, line, measure, first=paragraph.first):
            paragraph.add(number, line)
            return
    flow.out.append(_Paragraph([(number, line.text)], line))


def _add_notes(flow: _Flow, number: int, notes: Sequence[Line]) -> None:
    """Add the footnotes of a page, before a paragraph that may go on overleaf."""
    found: list[_Paragraph | _Row] = []
    for line in notes:
        last = found[-1] if found else None
        if isinstance(last, _Paragraph) and not line.text.startswith("["):
            last.add(number, line)
        else:
            found.append(_Paragraph([(number, line.text)], line))
    last = flow.paragraph
    if last is not None and all(page == number for page, _ in last.pieces):
        flow.out[-1:-1] = found
    else:
        flow.out += found


def _add_table(flow: _Flow, number: int, table: Table, *, carried: bool) -> None:
    shapes = table.shapes or (RowShape(()),) * len(table.rows)
    rows = [_row_of(number, row, shape) for row, shape in zip(table.rows, shapes, strict=True)]
    before = flow.table
    if before is None or not carried:
        flow.table = _OpenTable(table.edges, table.rows[0])
    elif _same_edges(before.edges, table.edges):
        while rows and rows[0].texts == before.heads:
            rows.pop(0)
        _carry_on(flow.out, rows, number, whole=True)
    else:
        if _same_edges(before.edges[:2], table.edges[:2]):
            _carry_on(flow.out, rows, number, whole=False)
        flow.table = _OpenTable(table.edges, table.rows[0])
    flow.out += rows


def _row_of(number: int, row: Sequence[str], shape: RowShape) -> _Row:
    return _Row([[(number, cell)] if cell else [] for cell in row], shape)


def _carry_on(out: list[_Paragraph | _Row], rows: list[_Row], number: int, *, whole: bool) -> None:
    """Give the last row of a page its rest from the top of the next, and rows there the label they lack.

    Args:
        out: what the pages before said.
        rows: of the table at the top of the next page.
        number: of that page.
        whole: whether all columns stand where they stood; else the first does.
    """
    notes = _notes_below(out)
    last = out[-1 - notes] if len(out) > notes else None
    if not rows or not isinstance(last, _Row):
        return
    label = last.texts[0]
    beside = rows[: rows[0].shape.unlabelled]  # an empty cell, in which that of the last row may go on
    if whole and _completes(last, rows[0]):
        out.append(out.pop(-1 - notes))  # below the footnotes of the page on which it begins
        _complete(last, rows.pop(0))
    if len(beside) > 1 and 0 < len(label) <= _LONGEST_LABEL and column_of(label) is None:
        for row in beside:
            row.cells[0] = [(number, label)]


def _notes_below(out: Sequence[_Paragraph | _Row]) -> int:
    """Count the footnotes with which the last page ended."""
    lines = (item.last if isinstance(item, _Paragraph) else None for item in reversed(out))
    return sum(1 for _ in takewhile(lambda line: line is not None and line.footnote, lines))


def _same_edges(before: Sequence[float], edges: Sequence[float]) -> bool:
    return len(before) == len(edges) and all(
        abs(a - b) < _SAME_EDGE for a, b in zip(before, edges, strict=True)
    )


def _completes(last: _Row, row: _Row) -> bool:
    """Tell whether the first row on a page is the rest of the last one on the page before."""
    if len(last.cells) != len(row.cells) or row.cells[0] or not last.cells[0]:
        return False
    if last.shape.begin != row.shape.begin:
        return False
    begun = [text[:1].isupper() for text in row.texts if text]
    return bool(begun) and not (len(begun) > 2 and all(begun))  # else a row below a cell that spans rows


def _complete(last: _Row, row: _Row) -> None:
    for cell, rest in zip(last.cells, row.cells, strict=True):
        for number, text in rest:
            cell.append((number, glue(cell[-1][1]) + text if cell else text))


def _written(out: Sequence[_Paragraph | _Row], pages: int) -> tuple[str, tuple[int, ...]]:
    texts: list[str] = []
    starts: list[int] = []
    at = 0
    for item in out:
        for page, text in _pieces(item):
            while page is not None and len(starts) <= page:
                starts.append(at + len(text) - len(text.lstrip(" ")))
            texts.append(text)
            at += len(text)
        texts.append("\n")
        at += 1
    starts += [at] * (pages - len(starts))
    return "".join(texts), tuple(starts)


def _pieces(item: _Paragraph | _Row) -> Iterator[tuple[int | None, str]]:
    if isinstance(item, _Paragraph):
        yield from item.pieces
        return
    yield next((page for cell in item.cells for page, _ in cell), None), "|"
    for cell in item.cells:
        yield None, " "
        for page, text in cell:
            yield page, (" " if text[:1] == " " else "") + cell_text(text)
        yield None, " |"
