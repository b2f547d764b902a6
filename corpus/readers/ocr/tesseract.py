"""The Tesseract program: images in, words with boxes and confidences out."""

import io
import math
import os
import resource
import shutil
import signal
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
_SECONDS = 60.0  # of processor time, and as many more for every ten images, which are mostly cells
_PATIENCE = 5.0  # as much longer may it take by the clock, where others use the processor too
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
        TimedOut: it computed far longer than such images take, or never ended.
        ReaderFailed: it gave up.
    """
    if not images:
        return []
    require_tesseract(source)
    limit = _SECONDS * (1 + len(images) // 10)
    command = [_PROGRAM, "stdin", "stdout", "-l", _LANGUAGE, "--psm", str(int(segmentation))]
    command += ["--dpi", str(dpi), "-c", "tessedit_do_invert=0", "tsv"]
    code, output, told = _run(command, _tiff(images), source, limit)
    if code:
        said = told.decode("utf-8", "replace").strip().splitlines()
        raise ReaderFailed(source, f"tesseract: {said[-1] if said else code}")
    return _words(output.decode("utf-8", "replace"))


def _run(command: Sequence[str], data: bytes, source: str, limit: float) -> tuple[int, bytes, bytes]:
    """Give a program its input and return its exit code, its output and its errors.

    The limit counts processor time where the system knows such limits: on a busy machine a page that takes
    three seconds may stand in line for a minute.
    """
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        wait = limit * _PATIENCE if _limit_processor_time(process.pid, limit) else limit
        try:
            output, told = process.communicate(data, timeout=wait)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TimedOut(source, wait) from error
        except BaseException:
            process.kill()
            raise
    if process.returncode == -signal.SIGXCPU:
        raise TimedOut(source, limit)
    return process.returncode, output, told


def _limit_processor_time(process: int, seconds: float) -> bool:
    """Let the system end a process after that much processor time; False where it cannot."""
    prlimit = getattr(resource, "prlimit", None)  # Linux has it
    if prlimit is None:
        return False
    whole = math.ceil(seconds)
    try:
        prlimit(process, resource.RLIMIT_CPU, (whole, whole + 1))
    except (OSError, ValueError):  # it has ended already, or a smaller limit holds
        return False
    return True


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
