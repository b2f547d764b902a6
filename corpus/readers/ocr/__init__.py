"""Text out of images of pages, by the Tesseract program; ToolMissing where it is not installed."""

from corpus.readers.ocr.page import RecognisedPage, confidence_of, recognise
from corpus.readers.ocr.tesseract import require_tesseract

__all__ = ["RecognisedPage", "confidence_of", "recognise", "require_tesseract"]
