"""Texts saved in the encodings of the past, or through the wrong one; taken only where it is certain."""

import re
import unicodedata

from corpus.readers.legacy_fonts import recognise, to_unicode
from corpus.readers.syllables import is_syllable

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 4
_HEAD = 4096
_SURE = 0.9
# UTF-8 read as cp1252: a lead byte of two or three, then its continuations.
_TWICE = re.compile("[\u00c2-\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152-\u2122]{1,2}")

_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


def decode_legacy(data: bytes) -> str | None:
    """Return the text of bytes in cp1258, TCVN3 or VNI; None where none of them is certain."""
    western = _decode_western(data)
    font = recognise(western)
    if font is not None:
        return to_unicode(western, font)
    try:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    words = [word for word in _WORD.findall(vietnamese) if not word.isascii()]
    good = sum(map(is_syllable, words))
    return vietnamese if good >= _ENOUGH and good >= _SURE * len(words) else None


def wide_encoding(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zeros: every second byte of ASCII letters and spaces."""
    head = data[:_HEAD]
    if len(head) < 2 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 5 and even < odd / 10:
        return "utf-16-le"
    if even > len(head) / 5 and odd < even / 10:
        return "utf-16-be"
    return None


def undo_double_encoding(text: str) -> str | None:
    """Return a text that was read as cp1252 although it was UTF-8 ("Äáº£ng"); None where it was not."""
    if len(_TWICE.findall(text)) < _ENOUGH:
        return None
    lines = text.split("\n")
    repaired = [_reread(line) for line in lines]
    changed = [new for old, new in zip(lines, repaired, strict=True) if old != new]
    words = [word for line in changed for word in _WORD.findall(line) if not word.isascii()]
    good = sum(map(is_syllable, words))
    return "\n".join(repaired) if good >= _ENOUGH and good >= _SURE * len(words) else None


def _reread(line: str) -> str:
    try:
        return b"".join(map(_western_byte, line)).decode("utf-8")
    except UnicodeError:  # the line holds other letters, or was no UTF-8
        return line


def _western_byte(letter: str) -> bytes:
    """Return the byte of a letter; codes that cp1252 leaves open are taken as they are."""
    return bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252")


def _decode_western(data: bytes) -> str:
    """Decode cp1252, where programs leave the five codes it lacks as they are."""
    return data.decode("latin-1").translate(_CP1252)
