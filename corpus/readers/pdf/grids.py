"""Straight lines -> grids of cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.readers.groups import Groups
from corpus.readers.ruled import Cell, Ruling, cells_between

_SAME = 3.0  # points: lines no farther apart are one
_REACH = 4.0  # points: how far a line may end from the one it meets
_OPEN_SIDE = 15.0  # points: how far horizontals reach past the last vertical where a side has none
_MAX_LINES = 400  # in one direction: more is no table


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells between straight lines that meet; edges of columns from the left, of rows from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...]


def grids_of(rulings: Sequence[Ruling]) -> list[Grid]:
    """Return the grids of at least two cells, from the top; () where lines only underline or frame."""
    across = _merged([r for r in rulings if r.horizontal])
    down = _merged([r for r in rulings if not r.horizontal])
    if len(across) > _MAX_LINES or len(down) > _MAX_LINES:
        return []
    grids = [grid for group in _groups(across, down) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: grid.rows[0])


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Make one line of pieces that lie on it."""
    merged: list[Ruling] = []
    for at in _clusters([(r.at, r) for r in rulings]):
        position = sum(r.at for r in at) / len(at)
        start = end = None
        for ruling in sorted(at, key=lambda r: r.start):
            if end is not None and start is not None and ruling.start - end > _REACH:
                merged.append(Ruling(ruling.horizontal, position, start, end))
                start = end = None
            start = ruling.start if start is None else start
            end = ruling.end if end is None else max(end, ruling.end)
        if start is not None and end is not None:
            merged.append(Ruling(at[0].horizontal, position, start, end))
    return merged


def _clusters(placed: list[tuple[float, Ruling]]) -> list[list[Ruling]]:
    clusters: list[list[Ruling]] = []
    first = 0.0
    for at, ruling in sorted(placed, key=lambda pair: pair[0]):
        if clusters and at - first <= _SAME:
            clusters[-1].append(ruling)
        else:
            clusters.append([ruling])
            first = at
    return clusters


def _groups(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Group the lines that meet, directly or through others."""
    lines = [*across, *down]
    met = Groups(len(lines))
    for i, h in enumerate(across):
        for j, v in enumerate(down, len(across)):
            if _meet(h, v):
                met.join(i, j)
    groups = [[lines[i] for i in group] for group in met.members()]
    return [([r for r in group if r.horizontal], [r for r in group if not r.horizontal]) for group in groups]


def _meet(h: Ruling, v: Ruling) -> bool:
    return h.start - _REACH <= v.at <= h.end + _REACH and v.start - _REACH <= h.at <= v.end + _REACH


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    if len(across) < 2 or not down:
        return None
    xs = [at[0].at for at in _clusters([(v.at, v) for v in down])]
    ys = [at[0].at for at in _clusters([(h.at, h) for h in across])]
    left, right = min(h.start for h in across), max(h.end for h in across)
    open_left, open_right = left < xs[0] - _OPEN_SIDE, right > xs[-1] + _OPEN_SIDE
    xs = [*([left] if open_left else []), *xs, *([right] if open_right else [])]
    if len(xs) < 3 or len(ys) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells_between(xs, ys, across, down, _SAME)))
