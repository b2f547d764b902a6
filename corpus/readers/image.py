"""Scans saved as images."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from corpus.errors import Bomb, Damaged
from corpus.readers.ocr import RecognisedPage, confidence_of, recognise
from corpus.readers.reading import Reading, reading_of
from corpus.types import Provenance, Remark

_MOST_PIXELS = 180_000_000  # a sheet of A2 at 600 dots an inch; three bytes each
_MOST_PAGES = 5_000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")


def read_image(data: bytes, source: str) -> Reading:
    """Return the text on the pages of an image file (a TIFF may hold many)."""
    read = [recognise(image, source, dpi) for image, dpi in _pages(data, source)]
    raw, starts = _joined(read)
    pages = tuple(at for at, page in enumerate(read, 1) if page.text)
    remarks = (Remark.OCR,) if len(pages) == len(read) else (Remark.OCR, Remark.BLANK_PAGES)
    provenance = Provenance("image", remarks, pages, round(confidence_of(read), 4))
    return reading_of(raw, source, provenance, starts, wrapped=False)


def _pages(data: bytes, source: str) -> Iterator[tuple[Image.Image, int]]:
    """Yield each page as it is seen in a viewer, and its resolution (0 where the file does not say)."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
            count = getattr(file, "n_frames", 1)
            if count > _MOST_PAGES or file.width * file.height > _MOST_PIXELS:
                raise Bomb(source)
            for at in range(count):
                file.seek(at)
                if file.width * file.height > _MOST_PIXELS:
                    raise Bomb(source)
                yield ImageOps.exif_transpose(file), _dpi(file)
    except Image.DecompressionBombError as error:
        raise Bomb(source) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Damaged(source) from error


def _dpi(image: Image.Image) -> int:
    stated = image.info.get("dpi", (0, 0))
    return round(float(max(stated)))


def _joined(pages: list[RecognisedPage]) -> tuple[str, list[int]]:
    """Return the text of all pages, and where each begins in it."""
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += page.text + "\n"
    return text, starts
