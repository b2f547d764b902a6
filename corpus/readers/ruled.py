"""Straight lines -> the cells of a ruled table, in whatever unit the page is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.groups import Groups

_COVERED = 0.6  # of a field's side that lines must cover to be a border


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line; `at` is its y where it is horizontal, else its x."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the rows and the columns it covers, their ends excluded."""

    rows: tuple[int, int]
    columns: tuple[int, int]


def cells_between(
    xs: Sequence[float],
    ys: Sequence[float],
    across: Sequence[Ruling],
    down: Sequence[Ruling],
    near: float,
) -> list[Cell]:
    """Join the fields of a grid that no line parts; each group becomes one rectangle.

    Args:
        xs: where its columns begin and end.
        ys: where its rows begin and end.
        across: the horizontal lines.
        down: the vertical lines.
        near: how far a line may stand from the edge of a field whose border it is.
    """
    width, height = len(xs) - 1, len(ys) - 1
    posts = [[line for line in down if abs(line.at - x) <= near] for x in xs]
    bars = [[line for line in across if abs(line.at - y) <= near] for y in ys]
    fields = Groups(width * height)
    for row in range(height):
        for column in range(width):
            at = row * width + column
            if column + 1 < width and not _covered(posts[column + 1], ys[row], ys[row + 1]):
                fields.join(at, at + 1)
            if row + 1 < height and not _covered(bars[row + 1], xs[column], xs[column + 1]):
                fields.join(at, at + width)
    return [_rectangle([divmod(at, width) for at in group]) for group in fields.members()]


def _covered(lines: Sequence[Ruling], start: float, end: float) -> bool:
    """Tell whether lines cover most of the way from start to end."""
    along = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines)
    return along >= _COVERED * (end - start)


def _rectangle(fields: Sequence[tuple[int, int]]) -> Cell:
    rows, columns = zip(*fields, strict=True)
    return Cell((min(rows), max(rows) + 1), (min(columns), max(columns) + 1))
