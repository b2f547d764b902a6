"""One reader per file format; `read` picks it by the file's name and first bytes."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import PurePath
from typing import cast

from corpus.errors import EmptyFile, FileTooLarge, UnsupportedFormat
from corpus.readers.members import Member
from corpus.readers.reading import Reading
from corpus.readers.sniff import sniff
from corpus.types import Remark

Reader = Callable[[bytes, str], Reading]
Unpacker = Callable[[bytes, str], Iterator[Member]]

# Format -> module and function, imported when a file of this format comes.
READERS: Mapping[str, str] = {
    ".txt": "corpus.readers.text:read_plain",
    ".text": "corpus.readers.text:read_plain",
    ".md": "corpus.readers.text:read_markdown",
    ".markdown": "corpus.readers.text:read_markdown",
    ".pdf": "corpus.readers.pdf.reader:read_pdf",
    ".docx": "corpus.readers.office.docx:read_docx",
    ".docm": "corpus.readers.office.docx:read_docx",
    ".dotx": "corpus.readers.office.docx:read_docx",
    ".doc": "corpus.readers.office.ole:read_ole",
    ".dot": "corpus.readers.office.ole:read_ole",
    ".odt": "corpus.readers.office.odt:read_odt",
    ".ott": "corpus.readers.office.odt:read_odt",
    ".ods": "corpus.readers.office.workbook:read_ods",
    ".rtf": "corpus.readers.office.rtf:read_rtf",
    ".xls": "corpus.readers.office.ole:read_ole",
    ".xlsx": "corpus.readers.office.workbook:read_xlsx",
    ".xlsm": "corpus.readers.office.workbook:read_xlsx",
    ".html": "corpus.readers.html:read_html",
    ".htm": "corpus.readers.html:read_html",
    ".xhtml": "corpus.readers.html:read_html",
    ".mht": "corpus.readers.html:read_mht",
    ".mhtml": "corpus.readers.html:read_mht",
    ".eml": "corpus.readers.mail:read_mail",
    ".png": "corpus.readers.image:read_image",
    ".jpg": "corpus.readers.image:read_image",
    ".jpeg": "corpus.readers.image:read_image",
    ".tif": "corpus.readers.image:read_image",
    ".tiff": "corpus.readers.image:read_image",
    ".bmp": "corpus.readers.image:read_image",
}

# Files that hold files: format -> module and function.
UNPACKERS: Mapping[str, str] = {
    ".eml": "corpus.readers.mail:mail_members",
    ".zip": "corpus.readers.archive:zip_members",
    ".rar": "corpus.readers.packed:packed_members",
    ".7z": "corpus.readers.packed:packed_members",
    ".tar": "corpus.readers.packed:packed_members",
    ".tgz": "corpus.readers.packed:packed_members",
}

_TEXTS = frozenset({".txt", ".text", ".md", ".markdown"})
_MOST_TEXT = 16 << 20  # five thousand pages; reading takes thirty times that of memory


def read(data: bytes, source: str) -> Reading:
    """Return the text of a file; raises ReadError."""
    if not data:
        raise EmptyFile(source)
    known = sniff(data, source)
    if known not in READERS:
        raise UnsupportedFormat(source)
    if known in _TEXTS and len(data) > _MOST_TEXT:
        raise FileTooLarge(source, _MOST_TEXT >> 20)
    reader = cast(Reader, _load(READERS[known]))
    reading = reader(data, source)
    if READERS.get(PurePath(source).suffix.lower()) == READERS[known]:
        return reading
    return reading.remarked(Remark.WRONG_SUFFIX)


def unpack(data: bytes, source: str) -> Iterator[Member] | None:
    """Return the files inside a file, None where it is no container; raises ReadError, also later on."""
    known = sniff(data, source)
    if known not in UNPACKERS:
        return None
    unpacker = cast(Unpacker, _load(UNPACKERS[known]))
    return unpacker(data, source)


def is_supported(source: str) -> bool:
    """Tell whether a reader takes files of this name."""
    suffix = PurePath(source).suffix.lower()
    return suffix in READERS or suffix in UNPACKERS


def _load(where: str) -> object:
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)
