"""Programs that some of the files take."""

from corpus.errors import ToolMissing
from corpus.readers.ocr import require_tesseract


def has_tesseract() -> bool:
    """Tell whether Tesseract with Vietnamese is installed."""
    try:
        require_tesseract("page.png")
    except ToolMissing:
        return False
    return True
