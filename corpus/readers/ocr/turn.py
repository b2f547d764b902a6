"""How far a page is turned: by a few degrees, or onto its side."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from corpus.readers.ocr.regions import long_runs

_REDUCTION = 3  # 100 dots an inch are enough
_DARK = 160
_RULING = 24  # pixels of the reduced page; strokes of letters are shorter
_MOST_DEGREES = 6.0
_MOST_POINTS = 80_000
_LEAST_POINTS = 200
_SIDEWAYS = 1.4
_NEGLIGIBLE = 0.06  # degrees

Points = npt.NDArray[np.float32]


def lies_sideways(page: Image.Image) -> bool:
    """Tell whether the lines of text run from top to bottom."""
    down, across = _points(page)
    if down.size < _LEAST_POINTS:
        return False
    _, upright = _best_angle(down, across)
    _, turned = _best_angle(across, down)
    return turned > _SIDEWAYS * upright


def straightened(page: Image.Image) -> Image.Image:
    """Turn the page so that its lines run level."""
    down, across = _points(page)
    if down.size < _LEAST_POINTS:
        return page
    degrees, _ = _best_angle(down, across)
    if abs(degrees) < _NEGLIGIBLE:
        return page
    return page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _points(page: Image.Image) -> tuple[Points, Points]:
    """Return where the page is dark, without rulings, whose lengths would drown the letters."""
    dark = np.asarray(page.reduce(_REDUCTION)) < _DARK
    dark &= ~long_runs(dark, _RULING)
    dark &= ~long_runs(dark.T, _RULING).T
    down, across = np.nonzero(dark)
    step = max(1, down.size // _MOST_POINTS)
    return down[::step].astype(np.float32), across[::step].astype(np.float32)


def _best_angle(down: Points, across: Points) -> tuple[float, float]:
    """Return the angle at which the dark points gather most sharply into lines, and how sharply."""
    best, sharpness = 0.0, _sharpness(down, across, 0.0)
    for reach, step in ((_MOST_DEGREES, 0.5), (0.5, 0.1), (0.1, 0.02)):
        for angle in np.arange(best - reach, best + reach + step / 2, step):
            found = _sharpness(down, across, float(angle))
            if found > sharpness:
                best, sharpness = float(angle), found
    return best, sharpness


def _sharpness(down: Points, across: Points, degrees: float) -> float:
    rows = down - across * np.float32(np.tan(np.radians(degrees)))
    counts = np.bincount((rows - rows.min()).astype(np.int32))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())
