"""One reader per file format; `read` picks it by the file's suffix."""

from collections.abc import Callable
from pathlib import PurePath

from corpus.errors import UnsupportedFormat
from corpus.readers.text import read_markdown, read_plain
from corpus.text import MappedText

Reader = Callable[[bytes, str], MappedText]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read(data: bytes, source: str) -> MappedText:
    """Return the paragraphs of a file, one a line; raises ReadError."""
    reader = READERS.get(PurePath(source).suffix.lower())
    if reader is None:
        raise UnsupportedFormat(source)
    return reader(data, source)


def is_supported(source: str) -> bool:
    """Tell whether a reader takes files of this name."""
    return PurePath(source).suffix.lower() in READERS
