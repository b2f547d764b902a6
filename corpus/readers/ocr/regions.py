"""Connected regions of a mask, found through the runs of its rows."""

import numpy as np
import numpy.typing as npt

from corpus.readers.groups import Groups
from corpus.readers.ocr.boxes import Box, hull

Mask = npt.NDArray[np.bool_]
Grey = npt.NDArray[np.uint8]


def regions(mask: Mask) -> list[Box]:
    """Return the boxes of the regions whose pixels touch (corners count), top first."""
    runs = _runs(mask)
    touching = Groups(len(runs))
    above: list[int] = []
    here: list[int] = []
    for at, (row, start, end) in enumerate(runs):
        if here and runs[here[0]][0] != row:
            above, here = (here if runs[here[0]][0] == row - 1 else []), []
        here.append(at)
        for other in above:
            if runs[other][1] <= end and start <= runs[other][2]:
                touching.join(other, at)
    boxes = [Box(start, row, end, row + 1) for row, start, end in runs]
    found = (hull([boxes[at] for at in group]) for group in touching.members())
    return sorted(found, key=lambda box: (box.top, box.left))


def closed(mask: Mask, gap: int) -> Mask:
    """Fill the gaps of a mask's rows that are at most `gap` pixels long."""
    out = mask.copy()
    for row, start, end in _runs(~mask):
        if end - start <= gap and start > 0 and end < mask.shape[1]:
            out[row, start:end] = True
    return out


def long_runs(mask: Mask, length: int) -> Mask:
    """Keep of each row the stretches of about `length` pixels and more, nine tenths of which are set."""
    width = mask.shape[1]
    if length >= width:
        return np.zeros_like(mask)
    total = np.zeros((mask.shape[0], width + 1), np.int32)
    np.cumsum(mask, axis=1, out=total[:, 1:])
    full = (total[:, length:] - total[:, :-length]) >= 0.9 * length  # by where the stretch begins
    changes = np.zeros((mask.shape[0], width + 1), np.int32)
    changes[:, : full.shape[1]] += full
    changes[:, length:] -= full
    return np.cumsum(changes, axis=1)[:, :width] > 0


def _runs(mask: Mask) -> list[tuple[int, int, int]]:
    """Return (row, start, end) of the runs of set pixels, by row and then by start."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
