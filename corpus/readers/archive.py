"""Archives: .zip, whose members are read one after the other and never written anywhere."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import IO

from corpus.errors import Bomb, EmptyFile, Encrypted, FileTooLarge, ReadError
from corpus.readers.containers import broken_is_damaged, open_zip
from corpus.readers.legacy_fonts import recognise, to_unicode
from corpus.readers.members import Member, harmless, is_litter, member_source, unique

MIB = 1 << 20
MOST_MEMBERS = 10_000
MOST_TOTAL = 1024 * MIB
MOST_EACH = 256 * MIB
SUSPECT_SIZE = 50 * MIB  # below, an extreme ratio is only a very regular file
SUSPECT_RATIO = 200
_PIECE = MIB
_UTF8_NAME = 0x800
_LOCKED = 0x1
# What Windows calls zipped files in Vietnamese: letters of cp1258, whose tones stand apart.
_VIETNAMESE = re.compile(r"[\x20-\x7eÀ-ỹ–—‘’“”]*")


def zip_members(data: bytes, source: str) -> Iterator[Member]:
    """Yield the members of a zip; one that cannot be taken out carries its error.

    Raises:
        Damaged: the archive has no directory.
        Encrypted: all members are locked.
        Bomb: it unpacks to more than a gibibyte or ten thousand files, or to far more than it holds.
    """
    if not data:
        raise EmptyFile(source)
    with open_zip(data, source) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        check_sizes(infos, len(data), source)
        infos = [info for info in infos if not is_litter(_name(info))]
        if not infos:
            raise EmptyFile(source)
        if all(info.flag_bits & _LOCKED for info in infos):
            raise Encrypted(source)
        taken: dict[str, int] = {}
        for info in infos:
            yield _member(archive, info, unique(harmless(_name(info)) or "tệp", taken), source)


def check_sizes(infos: list[zipfile.ZipInfo], packed: int, source: str, most: int | None = None) -> None:
    """Refuse an archive of `packed` bytes by what its directory says; it may lie, so watch on."""
    total = sum(info.file_size for info in infos)
    if (
        len(infos) > MOST_MEMBERS
        or total > (MOST_TOTAL if most is None else most)
        or sum(info.compress_size for info in infos) > 2 * packed + MIB
    ):
        raise Bomb(source)
    if total > SUSPECT_SIZE and total > SUSPECT_RATIO * packed:
        raise Bomb(source)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, source: str) -> Member:
    inside = member_source(source, name)
    try:
        if info.flag_bits & _LOCKED:
            raise Encrypted(inside)
        with broken_is_damaged(inside), archive.open(info) as stream:
            return Member(name, read_bounded(stream, info.compress_size, inside))
    except ReadError as error:
        return Member(name, b"", error)


def read_bounded(member: IO[bytes], packed: int, source: str) -> bytes:
    """Read a member to its end unless it grows beyond what its packed bytes can honestly hold.

    Raises:
        Bomb: it grew to a large multiple of its packed bytes.
        FileTooLarge: it is honestly larger than a member may be.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := member.read(_PIECE):
        size += len(piece)
        if size > SUSPECT_SIZE and size > SUSPECT_RATIO * max(packed, 1):
            raise Bomb(source)
        if size > MOST_EACH:
            raise FileTooLarge(source, MOST_EACH // MIB)
        pieces.append(piece)
    return b"".join(pieces)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name in Unicode, whatever the program that packed it thought of letters."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    stated = _stated(info.extra)
    if stated is not None:
        return stated
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(raw) or info.filename


def _stated(extra: bytes) -> str | None:
    """Return the name in the Unicode path field of Info-ZIP."""
    at = 0
    while at + 4 <= len(extra):
        kind = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == 0x7075 and size > 5:
            try:
                return extra[at + 9 : at + 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _legacy(raw: bytes) -> str | None:
    western = raw.decode("latin-1")
    font = recognise(western)
    if font is not None:
        return to_unicode(western, font)
    try:
        name = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    return name if _VIETNAMESE.fullmatch(name) else None
