"""One image of a page to its text."""

from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from corpus.readers.ocr.boxes import mean_confidence
from corpus.readers.ocr.tesseract import Segmentation, recognise_words


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was read from the image of a page.

    Attributes:
        text: one paragraph or `| a | b |` table row a line; "" for a page without text.
        confidence: of its words, the longer counting more, 0 to 1; 0 without words.
    """

    text: str
    confidence: float


def recognise(image: Image.Image, source: str, dpi: int) -> RecognisedPage:
    """Read the image of one page.

    Args:
        image: in any mode and orientation.
        source: the file's name, for the errors.
        dpi: the image's resolution; 0 where it is not known.

    Raises:
        ToolMissing: Tesseract or its Vietnamese data is not installed.
        TimedOut: Tesseract took too long.
        ReaderFailed: Tesseract gave up on the image.
    """
    words = recognise_words([image.convert("L")], source, dpi, Segmentation.PAGE)
    lines = groupby(words, key=lambda word: word.line)
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return RecognisedPage(text, mean_confidence(words))
