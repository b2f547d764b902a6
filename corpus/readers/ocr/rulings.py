"""Ruled tables on a straightened page: their lines, and the cells between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from corpus.readers import ruled
from corpus.readers.ocr.boxes import Box, hull
from corpus.readers.ocr.regions import Grey, Mask, long_runs, regions

_INK = 150
_SHORTEST = 70  # pixels at 300 dots an inch: a quarter of an inch; the bars of several letters can be longer
_CERTAIN = 270  # pixels: longer than a word in bold letters whose feet touch
_BESIDE = 8  # pixels on each side of a line that are looked at
_CLEAR = 0.05  # of these that may be dark
_THICKEST = 14
_TOUCH = 14  # pixels by which lines that meet may miss each other
_SAME_LINE = 10  # pixels between two pieces of one line
_NEAR_EDGE = 12  # pixels by which a line may miss the edge of a cell whose border it is


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; it may cover several rows and columns, up to the ends (excluded)."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """All straight lines of a page."""

    level: tuple[Box, ...]
    upright: tuple[Box, ...]
    doubtful: tuple[Box, ...] = ()  # level too, but they may be the feet of the letters of a word


def find_rulings(page: Image.Image) -> Rulings:
    """Find the straight lines of a page."""
    grey = np.asarray(page)
    half = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
    dark = half.reshape(half.shape[0] // 2, 2, half.shape[1] // 2, 2).min(axis=(1, 3))  # keeps hair lines
    ink = dark < _INK
    level = [Box(2 * b.left, 2 * b.top, 2 * b.right, 2 * b.bottom) for b in _lines(ink)]
    upright = [_turned(Box(2 * b.left, 2 * b.top, 2 * b.right, 2 * b.bottom)) for b in _lines(ink.T)]
    sure = [box for box in level if box.width >= _CERTAIN or _between(box, upright)]
    turned = [_turned(box) for box in sure]  # a piece of a stamp's ring ends where no line is
    posts = [box for box in upright if box.height >= _CERTAIN or _between(_turned(box), turned)]
    return Rulings(tuple(sure), tuple(posts), tuple(box for box in level if box not in sure))


def _between(box: Box, upright: Sequence[Box]) -> bool:
    """Tell whether a level line reaches from one upright line to another."""
    crossed = [post for post in upright if post.top - _TOUCH <= box.middle <= post.bottom + _TOUCH]
    return all(any(abs(post.left - end) <= _TOUCH for post in crossed) for end in (box.left, box.right))


def _turned(box: Box) -> Box:
    """Swap what is across and what is down."""
    return Box(box.top, box.left, box.bottom, box.right)


def _lines(ink: Mask) -> list[Box]:
    """Return the level lines of a mask of half the resolution."""
    thick = ink.copy()  # a line that is not quite level goes through neighbouring rows
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    found = regions(long_runs(thick, _SHORTEST // 2))
    return [box for box in found if box.height <= _THICKEST // 2 + box.width // 100]


def without_rulings(page: Image.Image, rulings: Rulings, tables: Sequence[Grid]) -> Image.Image:
    """Return the page with the lines of its tables and those that stand free made white."""
    out: Grey = np.asarray(page).copy()
    ink = out < _INK
    for box in (*rulings.level, *rulings.upright, *rulings.doubtful):
        across = box not in rulings.upright
        ruled = box not in rulings.doubtful and any(_inside(box, table.box) for table in tables)
        if ruled or _stands_free(ink, box, across=across):
            out[max(box.top - 2, 0) : box.bottom + 2, max(box.left - 2, 0) : box.right + 2] = 255
    return Image.fromarray(out)


def _inside(box: Box, table: Box) -> bool:
    return (
        table.left - _TOUCH <= box.left
        and box.right <= table.right + _TOUCH
        and table.top - _TOUCH <= box.top
        and box.bottom <= table.bottom + _TOUCH
    )


def _stands_free(ink: Mask, box: Box, *, across: bool) -> bool:
    """Tell a line from the bars of letters: nothing else is on either side of it."""
    if not across:
        ink, box = ink.T, _turned(box)
    above = ink[max(box.top - _BESIDE, 0) : max(box.top - 2, 0), box.left : box.right]
    below = ink[box.bottom + 2 : box.bottom + _BESIDE, box.left : box.right]
    return all(side.size == 0 or side.mean() < _CLEAR for side in (above, below))


def grids(rulings: Rulings) -> list[Grid]:
    """Return the ruled tables, from top to bottom."""
    found = []
    for level, upright in _connected(rulings):
        ys = _merged([box.middle for box in level])
        xs = _merged([(box.left + box.right) / 2 for box in upright])
        if len(ys) < 3 or len(xs) < 3:  # a frame around a text, or an underlined word
            continue
        across = [ruled.Ruling(True, box.middle, box.left, box.right) for box in level]
        down = [ruled.Ruling(False, (box.left + box.right) / 2, box.top, box.bottom) for box in upright]
        places = ruled.cells_between(xs, ys, across, down, _NEAR_EDGE)
        cells = sorted((_cell(place, xs, ys) for place in places), key=lambda cell: (cell.row, cell.column))
        found.append(Grid(hull([*level, *upright]), len(ys) - 1, len(xs) - 1, tuple(cells)))
    return sorted(found, key=lambda grid: grid.box.top)


def _connected(rulings: Rulings) -> list[tuple[list[Box], list[Box]]]:
    """Group the lines that meet."""
    waiting = [(box, True) for box in rulings.level] + [(box, False) for box in rulings.upright]
    groups = []
    while waiting:
        group, edge = [], [waiting.pop()]
        while edge:
            line = edge.pop()
            group.append(line)
            met = [other for other in waiting if other[1] != line[1] and _touch(line[0], other[0])]
            waiting = [other for other in waiting if other not in met]
            edge += met
        groups.append(([box for box, flat in group if flat], [box for box, flat in group if not flat]))
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left - _TOUCH <= other.right
        and other.left <= one.right + _TOUCH
        and one.top - _TOUCH <= other.bottom
        and other.top <= one.bottom + _TOUCH
    )


def _merged(places: list[float]) -> list[int]:
    """Return the places of lines, pieces of one line taken together."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _SAME_LINE:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [round(sum(group) / len(group)) for group in groups]


def _cell(place: ruled.Cell, xs: list[int], ys: list[int]) -> Cell:
    (top, bottom), (left, right) = place.rows, place.columns
    return Cell(top, left, bottom, right, Box(xs[left], ys[top], xs[right], ys[bottom]))
