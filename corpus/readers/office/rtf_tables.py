"""Tables of RTF: rows that each describe the right edges of their cells."""

from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.office.tables import Cell, Table, lines_of

_BORDERS = ("clbrdr", "trbrdr")


@dataclass(slots=True)
class _Described:
    """A row's cells as described: right edges in twips, and which are merged with their neighbours."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    down: dict[int, bool] = field(default_factory=dict)  # goes on from the row above
    across: dict[int, bool] = field(default_factory=dict)  # goes on from the cell to the left


@dataclass(frozen=True, slots=True)
class _Row:
    edges: tuple[int, ...]  # one more than cells
    cells: tuple[tuple[str, ...], ...]
    down: frozenset[int]


class Rows:
    """Collects the rows of one table after another."""

    def __init__(self) -> None:
        self.inside = False  # whether the paragraph being read stands in a table
        self._rows: list[_Row] = []
        self._cells: list[list[str]] = []
        self._lines: list[str] = []
        self._described = _Described()
        self._bordered = False
        self._border_comes = False

    def describe(self, word: str, number: int | None) -> None:
        """Take a control word that may describe a row or place a paragraph."""
        described = self._described
        at = len(described.edges)
        if word == "intbl":
            self.inside = True
        elif word == "pard":
            self.inside = False
        elif word == "trowd":
            self._described = _Described()
        elif word == "trleft":
            described.left = number or 0
        elif word == "clvmrg":
            described.down[at] = True
        elif word == "clmrg":
            described.across[at] = True
        elif word == "cellx":
            described.edges.append(number or 0)
        elif word.startswith(_BORDERS):
            self._border_comes = True
        elif word.startswith("brdr") and self._border_comes:
            self._bordered |= word not in ("brdrnone", "brdrnil", "brdrw", "brdrcf")
            self._border_comes = word in ("brdrw", "brdrcf")

    def add_lines(self, lines: list[str]) -> None:
        """Add lines to the cell being read."""
        self._lines += [line for line in lines if line.strip()]

    def end_cell(self) -> None:
        """End the cell being read."""
        self._cells.append(self._lines)
        self._lines = []

    def end_row(self) -> None:
        """End the row being read; cells merged with their left neighbour are joined to it."""
        described = self._described
        count = len(self._cells)
        known = described.edges[:count]
        last = known[-1] if known else described.left
        edges = [described.left, *known, *(last + i + 1 for i in range(count - len(known)))]
        cells: list[tuple[str, ...]] = []
        kept, down = [edges[0]], set()
        for i, lines in enumerate(self._cells):
            if described.across.get(i) and cells:
                cells[-1] = (*cells[-1], *lines)
                kept[-1] = edges[i + 1]
                continue
            if described.down.get(i):
                down.add(len(cells))
            cells.append(tuple(lines))
            kept.append(edges[i + 1])
        if cells:
            self._rows.append(_Row(tuple(kept), tuple(cells), frozenset(down)))
        self._cells = []

    def finish(self) -> list[str]:
        """Return the lines of the table that ends here, none where there is none."""
        if self._cells or self._lines:  # a row that was cut off
            self.end_cell()
            self.end_row()
        if not self._rows:
            return []
        edges = sorted({edge for row in self._rows for edge in row.edges})
        place = {edge: i for i, edge in enumerate(edges)}
        rows = tuple(
            tuple(
                Cell(lines, place[left], max(place[right] - place[left], 1), i in row.down)
                for i, (lines, (left, right)) in enumerate(zip(row.cells, pairwise(row.edges), strict=True))
            )
            for row in self._rows
        )
        table = Table(rows, self._bordered, tuple(right - left for left, right in pairwise(edges)))
        self._rows, self._bordered = [], False
        return lines_of(table)
