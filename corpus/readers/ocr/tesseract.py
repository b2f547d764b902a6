"""The Tesseract program: images in, words with boxes and confidences out."""

import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from PIL import Image

from corpus.errors import ReaderFailed, TimedOut, ToolMissing
from corpus.readers.ocr.boxes import Box, Word

_PROGRAM = "tesseract"
_LANGUAGE = "vie"
_PACKAGE = "tesseract-ocr-vie"
_WORD_LEVEL = "5"
_SECONDS = 60.0  # and as many more for every ten images, which are mostly cells
_COLUMNS = 12  # of a line of its tab separated output


class Segmentation(IntEnum):
    """How Tesseract is to look for lines (its --psm)."""

    PAGE = 3  # columns and blocks are found
    BLOCK = 6  # one column
    LINE = 7
    WORD = 8  # or a few: they are not looked for, so that none is lost


def recognise_words(
    images: Sequence[Image.Image], source: str, dpi: int, segmentation: Segmentation
) -> list[Word]:
    """Return the words on some grey images, in Tesseract's order; the program is started once.

    Raises:
        ToolMissing: the program or its Vietnamese data is not installed.
        TimedOut: it took far longer than such images do.
        ReaderFailed: it gave up.
    """
    if not images:
        return []
    require_tesseract(source)
    limit = _SECONDS * (1 + len(images) // 10)
    command = [_PROGRAM, "stdin", "stdout", "-l", _LANGUAGE, "--psm", str(int(segmentation))]
    command += ["--dpi", str(dpi), "-c", "tessedit_do_invert=0", "tsv"]
    try:
        done = subprocess.run(
            command,
            input=_tiff(images),
            capture_output=True,
            timeout=limit,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimedOut(source, limit) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReaderFailed(source, f"tesseract: {said[-1] if said else done.returncode}")
    return _words(done.stdout.decode("utf-8", "replace"))


def require_tesseract(source: str) -> None:
    """Raise ToolMissing where the program or its Vietnamese data is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None or _LANGUAGE not in _languages(program):
        raise ToolMissing(source, "Tesseract", _PACKAGE)


@cache
def _languages(program: str) -> frozenset[str]:
    done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=30, check=False)
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def _tiff(images: Sequence[Image.Image]) -> bytes:
    """Pack the images as the pages of one file; uncompressed, as it goes through a pipe only."""
    out = io.BytesIO()
    first, *others = images
    first.save(out, format="TIFF", save_all=True, append_images=others)
    return out.getvalue()


def _words(table: str) -> list[Word]:
    found = []
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        box = Box(left, top, left + width, top + height)
        line = tuple(int(cell) for cell in cells[1:5])
        found.append(Word(cells[11].strip(), box, max(float(cells[10]), 0.0) / 100, line[0] - 1, line))
    return found
