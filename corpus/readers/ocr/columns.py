"""Where text stands side by side, and in which order its parts are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image

from corpus.readers.ocr.boxes import Box, hull
from corpus.readers.ocr.regions import closed, regions

_REDUCTION = 3
_INK = 170
_WORD_GAP = 12  # pixels of the reduced page: an eighth of an inch
_LEAST_HEIGHT, _LEAST_WIDTH = 7, 4  # smaller regions are dirt, or accents that touch no letter
_CELL_HEIGHT = 5
_LEADER = 30
_GUTTER = 5  # the narrowest gutter: a twentieth of an inch
_WIDE_GUTTER = 40  # wider than a gap between the words of a justified line
_GAP_BESIDE = 9.0  # lines: a column goes on over such a gap while another stands beside it ...
_GAP_ALONE = 1.3  # ... and over such a gap below the other's end
_MARGIN = 14  # pixels of the whole page around a block
_MIDDLE = (0.22, 0.72)  # where the gutter of a page of letterheads and signatures can be


_Columns = tuple[list[Box], list[Box]]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page that is read in one go; a column where another stands beside it."""

    box: Box
    pieces: tuple[Box, ...]
    column: bool


def find_blocks(page: Image.Image, tables: Sequence[Box]) -> list[Block]:
    """Return the parts of a page without its tables in reading order; none reaches over a table."""
    pieces = _pieces(page)
    edges = [-1, *(table.top // _REDUCTION for table in tables), page.height]
    strips = [[box for box in pieces if above <= box.middle < below] for above, below in pairwise(edges)]
    return [block for strip in strips if strip for block in _blocks_of(strip, page.size)]


def _blocks_of(pieces: Sequence[Box], size: tuple[int, int]) -> list[Block]:
    left, right = min(box.left for box in pieces), max(box.right for box in pieces)
    zone = (left + _MIDDLE[0] * (right - left), left + _MIDDLE[1] * (right - left))
    blocks: list[Block] = []
    whole: list[Box] = []
    at = 0
    while at < len(pieces):
        pair = _columns_from(pieces, at, zone)
        if pair is None:
            whole.append(pieces[at])
            at += 1
            continue
        at, columns = pair
        blocks += [_block(whole, size, column=False)] if whole else []
        blocks += [_block(column, size, column=True) for column in columns]
        whole = []
    return blocks + ([_block(whole, size, column=False)] if whole else [])


def without_leaders(page: Image.Image) -> Image.Image:
    """Return the page without dotted leaders and strokes that stand alone on their line."""
    ink = np.asarray(page.reduce(_REDUCTION)) < _INK
    pixels = np.asarray(page).copy()
    for box in regions(closed(ink, _WORD_GAP)):
        if box.height < _LEAST_HEIGHT and box.width >= _LEADER:
            rows = slice(max(box.top - 1, 0) * _REDUCTION, (box.bottom + 1) * _REDUCTION)
            pixels[rows, max(box.left - 1, 0) * _REDUCTION : (box.right + 1) * _REDUCTION] = 255
    return Image.fromarray(pixels)


def text_box(cell: Image.Image) -> Box | None:
    """Return where the text of a table's cell stands; None where it has none."""
    if min(cell.size) < _REDUCTION:
        return None
    ink = np.asarray(cell.reduce(_REDUCTION)) < _INK
    pieces = [box for box in regions(closed(ink, _WORD_GAP)) if box.height >= _CELL_HEIGHT and box.width >= 2]
    if not pieces:
        return None
    return _around(pieces, cell.size)


def _around(pieces: Sequence[Box], size: tuple[int, int]) -> Box:
    """Return the box around pieces of the reduced page, with a margin, in pixels of the page."""
    box = hull(pieces)
    return Box(
        max(box.left * _REDUCTION - _MARGIN, 0),
        max(box.top * _REDUCTION - _MARGIN, 0),
        min(box.right * _REDUCTION + _MARGIN, size[0]),
        min(box.bottom * _REDUCTION + _MARGIN, size[1]),
    )


def _pieces(page: Image.Image) -> list[Box]:
    """Return the stretches of text between wide gaps, in pixels of the reduced page, top first."""
    ink = np.asarray(page.reduce(_REDUCTION)) < _INK
    found = regions(closed(ink, _WORD_GAP))
    return [box for box in found if box.height >= _LEAST_HEIGHT and box.width >= _LEAST_WIDTH]


def _columns_from(pieces: Sequence[Box], at: int, zone: tuple[float, float]) -> tuple[int, _Columns] | None:
    """Return how far two columns that begin at a piece reach, and their pieces; None where there is one."""
    first = pieces[at]
    beside = next((box for box in pieces[at + 1 : at + 8] if _side_by_side(first, box)), None)
    if beside is None:
        return None
    left, right = (first, beside) if first.left < beside.left else (beside, first)
    low, high = left.right, right.left
    taken: list[tuple[int, Box]] = []
    for box in pieces[at:]:
        side = 0 if box.right <= high - _GUTTER else 1 if box.left >= low + _GUTTER else None
        if side is None or _gap(taken, side, box) > _GAP_BESIDE:
            break
        taken.append((side, box))
        low, high = (max(low, box.right), high) if side == 0 else (low, min(high, box.left))
    taken = taken[: _end_of_both(taken)]
    columns = [box for side, box in taken if side == 0], [box for side, box in taken if side == 1]
    if not zone[0] <= (low + high) / 2 <= zone[1] or not _plausible(columns, high - low):
        return None
    return at + len(taken), columns


def _side_by_side(one: Box, other: Box) -> bool:
    """Tell whether one piece stands beside the other, or begins a left column below the right one's head."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if one.left >= other.right + _WIDE_GUTTER and other.top >= one.bottom:
        return True
    apart = max(other.left - one.right, one.left - other.right)
    return shared >= 0.4 * min(one.height, other.height) and apart >= _GUTTER


def _gap(taken: Sequence[tuple[int, Box]], side: int, box: Box) -> float:
    """Return how many lines a piece stands below the one above it in its column."""
    above = [piece for own, piece in taken if own == side]
    if not above:
        return 0.0
    return (box.top - max(piece.bottom for piece in above)) / max(min(above[-1].height, box.height), 10)


def _end_of_both(taken: Sequence[tuple[int, Box]]) -> int:
    """Return where what goes on below the end of the other column is set off by a gap."""
    for at, (side, box) in enumerate(taken):
        if any(other != side for other, _ in taken[at:]):
            continue
        beside = [piece.bottom for other, piece in taken if other != side]
        if beside and box.top >= max(beside) and _gap(taken[:at], side, box) > _GAP_ALONE:
            return at
    return len(taken)


def _plausible(columns: _Columns, gutter: int) -> bool:
    """Tell columns from a line with a wide gap in it and whatever stands below one of its ends."""
    if not all(columns):
        return False
    if max(box.bottom for box in columns[1]) <= min(box.top for box in columns[0]):
        return False
    left, right = (_lines(column) for column in columns)
    return max(left, right) >= 2 and (right >= 2 or gutter >= _WIDE_GUTTER)


def _lines(column: Sequence[Box]) -> int:
    """Count the lines of a column: pieces below each other."""
    count, bottom = 0, -1
    for box in sorted(column, key=lambda box: box.top):
        if box.top >= bottom - 2:
            count += 1
        bottom = max(bottom, box.bottom)
    return count


def _block(pieces: Sequence[Box], size: tuple[int, int], *, column: bool) -> Block:
    scaled = tuple(
        Box(b.left * _REDUCTION, b.top * _REDUCTION, b.right * _REDUCTION, b.bottom * _REDUCTION)
        for b in pieces
    )
    return Block(_around(pieces, size), scaled, column)
