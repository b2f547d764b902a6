"""Microsoft's old container: Word 97 (.doc), Excel 97 (.xls), locked files, and whatever else it may hold."""

import io
import re
import struct
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby

import olefile

from corpus.errors import Damaged, Encrypted, ReadError, ToolMissing, UnsupportedFormat
from corpus.readers.containers import broken_is_damaged
from corpus.readers.office.convert import convert, convert_plain, has_office, program
from corpus.readers.office.docx import read_package
from corpus.readers.office.flow import reading_of_lines
from corpus.readers.office.package import Package
from corpus.readers.office.tables import Cell, Table, lines_of
from corpus.readers.office.workbook import read_xls
from corpus.readers.reading import Reading
from corpus.types import Remark

_TOOLS = ("LibreOffice hoặc antiword", "libreoffice-writer hoặc antiword")
_ANTIWORD = ("-m", "UTF-8.txt", "-w", "0")  # width 0: a paragraph stays one line
_CATDOC = ("-d", "utf-8", "-w")
_WORD_MARKS = (0xA5EC, 0xA5DC)  # first two bytes of Word 97 and Word 6
_ENCRYPTED_BIT = 0x0100
_FILEPASS = 0x002F
_ROW = re.compile(r"^\|.*\|$")


def read_ole(data: bytes, source: str) -> Reading:
    """Return the text of a Word 97 or Excel 97 file.

    Raises:
        Encrypted: a password protects it, be it an old file or a new one wrapped into the old container.
        Damaged: cut off.
        ToolMissing: no program is installed that reads it.
        UnsupportedFormat: a container of something else, such as slides.
    """
    streams = _streams(data, source)
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise Encrypted(source)
    if "worddocument" in streams:
        if _is_word_encrypted(streams["worddocument"], source):
            raise Encrypted(source)
        return _read_word(data, source)
    book = next((streams[name] for name in ("workbook", "book") if name in streams), None)
    if book is None:
        raise UnsupportedFormat(source)
    if _is_book_encrypted(book):
        raise Encrypted(source)
    return read_xls(data, source)


def _streams(data: bytes, source: str) -> dict[str, bytes]:
    """Return the beginnings of the container's streams by their names in lower case."""
    with broken_is_damaged(source), olefile.OleFileIO(io.BytesIO(data)) as container:
        names = [path for path in container.listdir() if len(path) == 1]
        return {path[0].lower(): container.openstream(path).read(4096) for path in names}


def _is_word_encrypted(head: bytes, source: str) -> bool:
    if len(head) < 32 or int.from_bytes(head[:2], "little") not in _WORD_MARKS:
        raise Damaged(source)
    return bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED_BIT)


def _is_book_encrypted(head: bytes) -> bool:
    at = 0
    while at + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def _read_word(data: bytes, source: str) -> Reading:
    plain = _plain_converters()
    if not has_office() and not plain:
        raise ToolMissing(source, *_TOOLS)
    if has_office():
        try:
            return read_package(Package(convert(data, source, ".doc", "docx"), source), "doc")
        except Damaged:
            if not plain:
                raise
    return _read_plain(data, source, plain)


def _plain_converters() -> list[list[str]]:
    """Return the commands of the installed programs that print a Word file."""
    known = (("antiword", _ANTIWORD), ("catdoc", _CATDOC))
    return [[path, *options] for name, options in known if (path := program(name)) is not None]


def _read_plain(data: bytes, source: str, commands: Sequence[Sequence[str]]) -> Reading:
    """Read by the first of the programs that makes something of the file."""
    failed: ReadError = Damaged(source)
    for command in commands:
        with suppress(Damaged):
            lines = convert_plain(data, source, command).splitlines()
            if any(line.strip() for line in lines):
                return reading_of_lines(_with_tables(lines), source, "doc", {Remark.PLAIN_CONVERTER})
    raise failed


def _with_tables(lines: Sequence[str]) -> list[str]:
    """Return the lines with the tables that the program drew made rows, or lines where they only lay out."""
    found: list[str] = []
    for drawn, group in groupby(lines, key=lambda line: _ROW.match(line.strip()) is not None):
        if drawn:
            rows = _whole_rows([line.strip()[1:-1].split("|") for line in group])
            cells = (tuple(Cell((text,) if text else (), i) for i, text in enumerate(r)) for r in rows)
            found += lines_of(Table(tuple(cells), bordered=max(map(len, rows)) > 2))
        else:
            found += [part for line in group for part in line.split("|")]
    return found


def _whole_rows(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """Join the lines into which a converter broke the rows of a table: their first cell is empty."""
    rows: list[list[str]] = []
    for line in lines:
        cells = [cell.strip() for cell in line]
        if rows and len(cells) > 2 and len(cells) == len(rows[-1]) and not cells[0]:
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows
