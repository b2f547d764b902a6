"""Lines -> lines in the order of reading: where columns stand side by side, the left one comes first.

Letterheads, signatures and pages set in columns have a strip between their columns that no line crosses.
Lines that stand beside each other show it; those above and below belong to the columns as long as they
keep off it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.readers.pdf.shapes import Line

_MIN_STRIP = 3.0  # points
_NEAR = 2.2  # in sizes: how far below its column a line may stand and still belong to it
_ABOVE = 3.0  # in sizes: how far above the left column the right one may begin


@dataclass(frozen=True, slots=True)
class _Strip:
    """The white strip between two columns."""

    left: float
    right: float

    def narrowed(self, row: Sequence[Line]) -> "_Strip | None":
        """Return what remains of the strip beside the lines of a row; None where they cross it."""
        middle = (self.left + self.right) / 2
        left = max([self.left, *(line.right for line in row if line.left < middle)])
        right = min([self.right, *(line.left for line in row if line.left >= middle)])
        return _Strip(left, right) if right - left >= _MIN_STRIP else None


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Order the lines of a page, or of a part of it between tables."""
    rows = rows_of(lines)
    ordered: list[Line] = []
    at = 0
    while at < len(rows):
        strip = _strip_of(rows[at])
        if strip is None:
            ordered += rows[at]
            at += 1
            continue
        end, strip = _grow(rows, at, strip)
        above = _above(ordered, strip, rows[at])
        del ordered[len(ordered) - len(above) :]
        band = [*above, *(line for row in rows[at:end] for line in row)]
        ordered += _split(band, strip)
        at = end
    return ordered


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that stand beside each other, also where their base lines differ."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.left)):
        if rows and line.base - 0.55 * line.size < rows[-1][-1].base:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _strip_of(row: Sequence[Line]) -> _Strip | None:
    """Return the widest strip between the lines of a row; None for a single column."""
    reach, strips = float("-inf"), []
    for line in sorted(row, key=lambda line: line.left):
        if reach > float("-inf") and line.left - reach >= _MIN_STRIP:
            strips.append(_Strip(reach, line.left))
        reach = max(reach, line.right)
    return max(strips, key=lambda strip: strip.right - strip.left) if strips else None


def _grow(rows: Sequence[Sequence[Line]], at: int, strip: _Strip) -> tuple[int, _Strip]:
    """Return where the band that begins at a row ends, and the strip that all its rows leave free."""
    end = at + 1
    band = list(rows[at])
    while end < len(rows):
        narrower = strip.narrowed(rows[end])
        if narrower is None:
            break
        both = _strip_of(rows[end]) is not None
        if not both and not _continues_column(band, rows[end], narrower):
            break
        band += rows[end]
        strip = narrower
        end += 1
    return end, strip


def _continues_column(band: Sequence[Line], row: Sequence[Line], strip: _Strip) -> bool:
    """Tell whether a row with lines of one column only still belongs to it."""
    middle = (strip.left + strip.right) / 2
    left = row[0].left < middle
    column = [line for line in band if (line.left < middle) == left]
    if not left:
        return True  # post, signature and name stand far apart
    if not column:
        return False
    last = max(column, key=lambda line: line.base)
    return row[0].base - last.base <= _NEAR * max(last.size, row[0].size)


def _above(ordered: Sequence[Line], strip: _Strip, row: Sequence[Line]) -> list[Line]:
    """Return the lines straight above a band that keep off its strip, from its right column's first on."""
    found: list[Line] = []
    base = row[0].base
    for line in reversed(ordered):
        near = 0 < base - line.base <= _ABOVE * line.size
        if line.bounds is not None or not near or strip.narrowed([line]) is None:
            break
        found.insert(0, line)
        base = line.base
    while found and found[0].left < (strip.left + strip.right) / 2:
        found.pop(0)  # what stands on the left only may be the end of a paragraph
    return found


def _split(band: Sequence[Line], strip: _Strip) -> list[Line]:
    middle = (strip.left + strip.right) / 2
    left = [line for line in band if line.left < middle]
    right = [line for line in band if line.left >= middle]
    return [*_within(left, float("-inf"), strip.left), *_within(right, strip.right, float("inf"))]


def _within(lines: Sequence[Line], left: float, right: float) -> list[Line]:
    """Order one column, which may have columns itself, and note its bounds."""
    low = max(left, min(line.left for line in lines))
    high = min(right, max(line.right for line in lines))
    return [replace(line, bounds=line.bounds or (low, high)) for line in in_reading_order(lines)]
