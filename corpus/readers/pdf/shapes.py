"""What stands on a page, in points, from the upper left corner of the page as it is read."""

from dataclasses import dataclass

from corpus.readers.ruled import Ruling


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters drawn next to each other; a word, or a piece of one where a producer drew pieces.

    Attributes:
        left, right: where its first letter begins and its last one ends.
        base: the base line, growing down the page.
        size: of the letters.
        spaces: how many space characters the page draws before it.
        font: the name of its font.
        run: equal for pieces of one text object; -1 where it draws no spaces, so that gaps stand for them.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    spaces: int
    font: str
    run: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column.

    Attributes:
        left, right: where its text begins and ends.
        base: its base line.
        size: of most of its letters.
        opening: the width of its first word, which the line before had no room for.
        bounds: the column in which it stands where there are several side by side; None on the full page.
        footnote: whether it begins with a raised mark or belongs to such a line at the foot of the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    opening: float
    bounds: tuple[float, float] | None = None
    footnote: bool = False

    @property
    def top(self) -> float:
        """Return where its capitals begin."""
        return self.base - 0.75 * self.size


@dataclass(frozen=True, slots=True)
class RowShape:
    """How the cells of a row lie.

    Attributes:
        begin: the columns at which they begin.
        unlabelled: over how many rows, from this one on, its first cell reaches where it is empty.
    """

    begin: tuple[int, ...]
    unlabelled: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells.

    Attributes:
        rows: its cells' texts; those of a cell that spans rows stand in each of them.
        heads: how many of the rows name the columns.
        edges: where its columns begin and end.
        top, bottom: where it stands.
        shapes: of its rows; () where no lines show them.
    """

    rows: tuple[tuple[str, ...], ...]
    heads: int
    edges: tuple[float, ...]
    top: float
    bottom: float
    shapes: tuple[RowShape, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A paragraph, or a table row as a `| a | b |` line, that OCR made of a page without text."""

    text: str


Block = Line | Table | Recognised


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be read on one page, in the order of reading."""

    width: float
    height: float
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page draws, before it is put in order.

    Attributes:
        chunks: its text in the direction in which most of it runs, in the order of drawing.
        hidden: whether the text is invisible, as scanning programs put it behind the image.
        pictured: the share of the page that images cover.
    """

    width: float
    height: float
    chunks: tuple[Chunk, ...]
    rulings: tuple[Ruling, ...] = ()
    hidden: bool = False
    pictured: float = 0.0
