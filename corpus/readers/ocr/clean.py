"""A scan made fit for reading: grey, 300 dots an inch, white paper, without stamps and specks."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from corpus.readers.ocr.boxes import Box
from corpus.readers.ocr.regions import Grey, regions

DPI = 300  # what Tesseract was trained for
_A4_INCHES = 11.69
_PLAUSIBLE_DPI = (100, 700)
_MOST_PIXELS = 40_000_000  # A3 at 400 dots an inch; larger scans are reduced first
_INK_CELL = 0.05  # inches: the grid in which coloured ink is looked for
_LEAST_STAMP = 0.36  # inches: what is coloured and lower than this may be a line of text ...
_LINE_SHAPE = 3.5  # ... where it is so many times as wide as high
_LEAST_HAND = 0.14  # inches
_COLOURED = 55  # between the strongest and the weakest channel; above what JPEG makes of black on white
_BLACK = 105  # the strongest channel of black text under a stamp stays below
_PAPER_BLOCK = 32  # pixels
_DARK_PAPER = 100  # where the lightest tenth is darker there is no paper: a scanner's lid, a photo


def cleaned(image: Image.Image, dpi: int) -> Image.Image:
    """Return the page in grey at `DPI`; it keeps its orientation and skew."""
    rgb = _on_white(image)
    dpi = plausible_dpi(rgb.size, dpi)
    if rgb.width * rgb.height > _MOST_PIXELS:
        share = (_MOST_PIXELS / (rgb.width * rgb.height)) ** 0.5
        rgb, dpi = rgb.resize((int(rgb.width * share), int(rgb.height * share))), int(dpi * share)
    grey = _without_stamps(np.asarray(rgb), dpi) if rgb.mode == "RGB" else np.asarray(rgb)
    grey = _on_even_paper(_without_specks(grey) if dpi >= 150 else grey)
    page = Image.fromarray(grey)
    if abs(dpi - DPI) > DPI // 10:
        size = (max(1, page.width * DPI // dpi), max(1, page.height * DPI // dpi))
        page = page.resize(size, Image.Resampling.BICUBIC if dpi < DPI else Image.Resampling.BOX)
    return page


def plausible_dpi(size: tuple[int, int], stated: int) -> int:
    """Return the stated resolution where it fits a sheet of paper, else what it is if the sheet is A4."""
    longest = max(size)
    lowest, highest = _PLAUSIBLE_DPI
    if lowest <= stated <= highest and 3 <= longest / stated <= 24:
        return stated
    return min(max(round(longest / _A4_INCHES), 50), 1200)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the image in RGB or grey, with white where it is transparent."""
    if image.mode in {"RGB", "L"}:
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):  # 16 bits: PIL would cut instead of scale
        values = np.asarray(image).astype(np.float32)
        return Image.fromarray((values * (255 / max(float(values.max()), 1.0))).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def _without_stamps(rgb: npt.NDArray[np.uint8], dpi: int) -> Grey:
    """Return the page in grey without large coloured ink: stamps, signatures, numbers written by hand."""
    strongest, weakest = rgb.max(axis=2), rgb.min(axis=2)
    coloured = (strongest - weakest) > _COLOURED
    # ITU-R 601 weights in integers
    grey = (
        rgb[..., 0] * np.uint32(299) + rgb[..., 1] * np.uint32(587) + rgb[..., 2] * np.uint32(114)
    ) // 1000
    out: Grey = grey.astype(np.uint8)
    cell = max(4, round(_INK_CELL * dpi))
    for box in regions(_share(coloured, cell) > 0.06):
        if _is_print(box, cell / dpi):
            continue
        rows = slice(max(box.top - 1, 0) * cell, (box.bottom + 1) * cell)
        columns = slice(max(box.left - 1, 0) * cell, (box.right + 1) * cell)
        light = (strongest[rows, columns] - weakest[rows, columns] > _COLOURED // 2) & (
            strongest[rows, columns] > _BLACK
        )
        out[rows, columns][light] = 255
    return out


def _is_print(box: Box, cell: float) -> bool:
    """Tell a printed line in colour from a stamp or handwriting; `cell` is in inches.

    Numbers and days written by pen are read wrongly more often than rightly, and nothing tells which: a blank
    is better than a wrong fact.
    """
    if box.height * cell < _LEAST_HAND:
        return True
    return box.height * cell < _LEAST_STAMP and box.width >= _LINE_SHAPE * box.height


def _share(mask: npt.NDArray[np.bool_], cell: int) -> npt.NDArray[np.float32]:
    """Return how much of each square cell is set; what is left over at the right and bottom is cut off."""
    height, width = mask.shape[0] // cell, mask.shape[1] // cell
    squares = mask[: height * cell, : width * cell].reshape(height, cell, width, cell)
    found: npt.NDArray[np.float32] = squares.mean(axis=(1, 3), dtype=np.float32)
    return found


def _without_specks(grey: Grey) -> Grey:
    """Replace pixels that are far darker or lighter than all eight around them; a full stop is larger."""
    if min(grey.shape) < 3:
        return grey
    padded = np.pad(grey, 1, mode="edge")
    height, width = grey.shape
    around = [
        padded[down : down + height, across : across + width]
        for down in range(3)
        for across in range(3)
        if (down, across) != (1, 1)
    ]
    low = np.minimum.reduce(around).astype(np.int16)
    high = np.maximum.reduce(around).astype(np.int16)
    out = np.where(grey < low - 40, low, np.where(grey > high + 40, high, grey))
    return out.astype(np.uint8)


def _on_even_paper(grey: Grey) -> Grey:
    """Divide by the paper's own lightness, and make white what is no paper at all."""
    size = _PAPER_BLOCK
    height, width = grey.shape
    padded = np.pad(grey, ((0, -height % size), (0, -width % size)), mode="edge")
    blocks = padded.reshape(padded.shape[0] // size, size, padded.shape[1] // size, size)
    paper = np.percentile(blocks, 90, axis=(1, 3)).astype(np.float32)
    dark = paper < _DARK_PAPER
    paper[dark] = 255
    even = Image.fromarray(paper).resize((padded.shape[1], padded.shape[0]), Image.Resampling.BILINEAR)
    out = padded.astype(np.float32)
    out *= 250 / np.maximum(np.asarray(even), 1)
    np.minimum(out, 255, out=out)
    whole = out.astype(np.uint8).reshape(blocks.shape)
    whole.transpose(0, 2, 1, 3)[dark] = 255
    result: Grey = whole.reshape(padded.shape)[:height, :width]
    return result
