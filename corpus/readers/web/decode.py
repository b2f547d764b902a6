"""The characters of a web page: by its byte order mark, by what it declares, then by what fits."""

import codecs
import re

from corpus.errors import BinaryFile, EmptyFile
from corpus.readers.encodings import decode_legacy, undo_double_encoding, wide_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like that of UTF-16
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_FEW = 0.01


def decode_page(data: bytes, source: str) -> str:
    """Return the text of a page; letters that no encoding explains become replacement characters.

    Raises:
        EmptyFile: nothing but white space.
        BinaryFile: the bytes are not text.
    """
    if not data.strip():
        raise EmptyFile(source)
    marked = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)
    if marked is not None:
        return data[len(marked[0]) :].decode(marked[1], "replace")
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    if data[:_HEAD].count(0) > _FEW * len(data[:_HEAD]):
        raise BinaryFile(source)
    return _by_declaration(data)


def decode_bytes(data: bytes, declared: str | None) -> str:
    """Return the text of bytes declared to be in `declared`; UTF-8 is believed before it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, declared)
    return undo_double_encoding(text) or text


def _by_declaration(data: bytes) -> str:
    declared = _DECLARED.search(data[:_HEAD])
    return decode_bytes(data, declared[1].decode("ascii") if declared else None)


def _not_utf8(data: bytes, declared: str | None) -> str:
    mostly = data.decode("utf-8", "replace")
    broken = mostly.count("\ufffd")
    if broken <= sum(letter > "\x7f" for letter in mostly) / 4:  # UTF-8 with a few broken places
        return mostly.replace("\ufffd", "")
    legacy = decode_legacy(data)
    if legacy is not None:
        return legacy
    for name in (declared, "cp1252"):
        text = _decoded(data, name)
        if text is not None:
            return text
    return data.decode("latin-1")


def _decoded(data: bytes, name: str | None) -> str | None:
    """Decode by a name from the page itself, which may be no encoding of text at all."""
    try:
        found = codecs.lookup(name or "")
        return data.decode(found.name) if found.name not in _NOT_OF_PAGES else None
    except (LookupError, UnicodeError, ValueError):
        return None


_NOT_OF_PAGES = frozenset({"unicode_escape", "raw_unicode_escape", "raw-unicode-escape", "unicode-escape"})
_NOT_OF_PAGES |= {"utf-7", "idna", "punycode", "undefined", "mbcs", "oem"}
