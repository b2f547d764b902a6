"""Plain text and Markdown."""

import re
from dataclasses import replace
from unicodedata import category

from corpus.errors import BinaryFile, EmptyFile, UndecodableText
from corpus.readers.encodings import decode_legacy, undo_double_encoding, wide_encoding
from corpus.readers.legacy_fonts import recognise, to_unicode
from corpus.readers.reading import Reading, reading_of
from corpus.text import MappedText, TextBuilder
from corpus.types import Provenance, Remark

_MARKUP = re.compile(
    r"\\(?=[-.*+_#()\[\]!>~`])"  # escapes
    r"|^#{1,6}[ \t]+|^>[ \t]?|\*\*|__|`|^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$",
    re.MULTILINE,
)
_NO_TEXT = frozenset({"Cc", "Cn", "Cs", "Co"})
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)[^*\n]*(?<=\S)\*(?![\w*])")


def read_plain(data: bytes, source: str) -> Reading:
    """Return the paragraphs of a text file, one a line, with offsets into its decoded content."""
    raw, remarks = decode_any(data, source)
    return reading_of(raw, source, Provenance("text", remarks))


def read_markdown(data: bytes, source: str) -> Reading:
    """Return the paragraphs of a Markdown file without its markup; table rows stay `| a | b |`."""
    raw, remarks = decode_any(data, source)
    out, at = TextBuilder(), 0
    for start, end in _markup(raw):
        out.copy(raw, at, start)
        at = end
    out.copy(raw, at, len(raw))
    plain = out.build(len(raw))
    reading = reading_of(plain.text, source, Provenance("markdown", remarks))
    mapped = MappedText(reading.mapped.text, plain.offsets.then(reading.mapped.offsets))
    return replace(reading, mapped=mapped)


def _markup(raw: str) -> list[tuple[int, int]]:
    stars = [
        at for m in _EMPHASIS.finditer(raw) if m.end() - m.start() > 2 for at in (m.start(), m.end() - 1)
    ]
    marks = [m.span() for m in _MARKUP.finditer(raw)]
    return sorted(marks + [(at, at + 1) for at in stars if not any(a <= at < b for a, b in marks)])


def decode_any(data: bytes, source: str) -> tuple[str, tuple[Remark, ...]]:
    """Decode Unicode, cp1258, and texts for TCVN3 and VNI fonts; UTF-8 that was encoded twice is repaired.

    Raises:
        EmptyFile: nothing but white space.
        BinaryFile: the bytes are not text.
        UndecodableText: none of these encodings, or too little text to be certain.
    """
    try:
        text = decode(data, source)
    except UndecodableText:
        old = decode_legacy(data)
        if old is None:
            raise
        return old, (Remark.LEGACY_FONT,)
    text = undo_double_encoding(text) or text
    font = recognise(text)
    return (text, ()) if font is None else (to_unicode(text, font), (Remark.LEGACY_FONT,))


def decode(data: bytes, source: str) -> str:
    """Decode UTF-8 or UTF-16.

    Raises:
        EmptyFile: nothing but white space.
        BinaryFile: the bytes are not text.
        UndecodableText: text in an encoding that is not Unicode.
    """
    if not data.strip():
        raise EmptyFile(source)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding != "utf-16" and b"\x00" in data[:8192]:
        return _decode_wide(data, source)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        complete = data[: error.start]
        if error.reason == "unexpected end of data" and not complete.isascii():
            return complete.decode(encoding)  # a file cut inside its last letter
        if _looks_binary(data):
            raise BinaryFile(source) from error
        raise UndecodableText(source) from error


def _decode_wide(data: bytes, source: str) -> str:
    """Decode UTF-16 without a byte order mark, which must come out as nothing but text."""
    try:
        text = data.decode(wide_encoding(data) or "ascii")
    except UnicodeDecodeError as error:
        raise BinaryFile(source) from error
    if any(category(char) in _NO_TEXT and not char.isspace() for char in text):
        raise BinaryFile(source)
    return text


def _looks_binary(data: bytes) -> bool:
    head = data[:8192]
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return control > len(head) * 0.02
