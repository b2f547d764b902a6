"""Mails: the letter itself and what is attached to it, each a file of its own."""

import binascii
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath

from corpus.errors import Bomb, Damaged, EmptyFile, NestedTooDeep
from corpus.readers.html import page_text
from corpus.readers.legacy_fonts import LegacyFont, recognise, to_unicode
from corpus.readers.members import MAX_DEPTH, Member, harmless, is_litter, member_source, unique
from corpus.readers.reading import Reading, reading_of
from corpus.readers.web.decode import decode_bytes
from corpus.types import Provenance, Remark

_MOST_PARTS = 10_000
_SMALL_IMAGE = 20 * 1024  # a logo in a letter, not a scan
_FIELDS = (("From", "Người gửi"), ("To", "Người nhận"), ("Cc", "Đồng gửi"))
_SIGNATURES = frozenset({"smime.p7s", "signature.asc", "winmail.dat"})
_HEADER_LINE = re.compile(rb"(?:From .*\r?\n)?[!-9;-~]{1,60}:")
_HIGH = re.compile("[\udc80-\udcff]")
_ENCODED = re.compile(r"(?:=\?[^?\s]{1,40}\?[bBqQ]\?[^?]*\?=\s*)+")
_SOFT_BREAK = re.compile(r"(?<=[^\s]) \n(?![>\n ])")
_LEAST_SHARE = 0.3  # plain text that is much shorter only says that there is a page
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, without its attachments."""

    subject: str
    text: str
    remarks: tuple[Remark, ...] = ()


def read_mail(data: bytes, source: str) -> Reading:
    """Return the subject, sender, recipients, date and body of a mail as one text."""
    letter = _letter(_parts(_parse(data, source), source))
    return reading_of(letter.text, source, Provenance("mail", letter.remarks))


def mail_members(data: bytes, source: str) -> Iterator[Member]:
    """Yield the letter as a text named by its subject, then the attachments, mails among them.

    Raises:
        EmptyFile: no letter and no attachment.
    """
    parts = _parts(_parse(data, source), source)
    letter = _letter(parts)
    taken: dict[str, int] = {}
    if letter.text.strip():
        name = harmless(letter.subject.replace("/", "-"))[:80].strip() or "thư"
        yield Member(unique(f"{name}.txt", taken), letter.text.encode("utf-8", "ignore"))
    for part in parts:
        if _is_attachment(part):
            yield _attachment(part, source, taken)
    if not taken:
        raise EmptyFile(source)


def _parse(data: bytes, source: str) -> Message:
    if not data.strip():
        raise EmptyFile(source)
    data = data.lstrip()
    if not _HEADER_LINE.match(data):
        raise Damaged(source)
    try:
        return email.message_from_bytes(data, policy=policy.compat32)
    except RecursionError as error:
        raise NestedTooDeep(source, MAX_DEPTH) from error


def _parts(message: Message, source: str) -> list[Message]:
    """Return the parts of a mail in order, itself first; a mail inside is one part.

    Raises:
        Bomb: so many that no one can have written them.
    """
    found: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        found.append(part)
        if len(found) > _MOST_PARTS:
            raise Bomb(source)
        inside = part.get_payload()
        if isinstance(inside, list) and not _is_mail(part):
            waiting.extend(one for one in reversed(inside) if isinstance(one, Message))
    return found


def _is_mail(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822"


def _letter(parts: list[Message]) -> Letter:
    bodies = [part for part in parts if _is_body(part)]
    plain = [_text_of(part) for part in bodies if part.get_content_type() == "text/plain"]
    pages = [page_text(_text_of(part).text, of_site=False) for part in bodies if _is_page(part)]
    font = next((body.font for body in plain if body.font), None)
    written = "\n\n".join(body.text.strip() for body in plain)
    drawn = "\n\n".join(text for text, _ in pages)
    remarks = {remark for _, found in pages for remark in found} if drawn else set()
    if written.strip() and "\n| " not in drawn and len(written) >= _LEAST_SHARE * len(drawn):
        drawn, remarks = written, {Remark.LEGACY_FONT} if font else set()
    subject = " ".join(_field(parts[0], "Subject", font).split())
    lines = [subject, *_heads(parts[0], font)]
    text = "\n".join(line for line in lines if line) + "\n\n" + drawn
    return Letter(subject, text.strip(), tuple(one for one in Remark if one in remarks))


def _heads(message: Message, font: LegacyFont | None) -> Iterator[str]:
    for name, label in _FIELDS:
        people = getaddresses([_field(message, name, font)])
        named = ", ".join(f"{who} <{where}>" if who and where else who or where for who, where in people)
        if named:
            yield f"{label}: {named}"
    try:
        sent = parsedate_to_datetime(_field(message, "Date", None))
    except (ValueError, TypeError, IndexError, OverflowError):
        return
    yield f"Ngày gửi: {sent:%d/%m/%Y %H:%M}"


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


def _is_body(part: Message) -> bool:
    if part.is_multipart() or part.get_content_disposition() == "attachment" or _named(part):
        return False
    return part.get_content_type() == "text/plain" or _is_page(part)


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    font: LegacyFont | None


def _text_of(part: Message) -> _Body:
    payload = _payload(part)
    charset = (part.get_content_charset() or "").lower()
    if charset.startswith(("utf-16", "utf-32", "utf16")):
        return _Body(payload.decode(charset, "replace"), None)
    text = decode_bytes(payload, charset or None)
    if part.get_param("format") == "flowed":
        text = _SOFT_BREAK.sub(" ", text.replace("\r\n", "\n"))
    font = recognise(payload.decode("latin-1")) if not _is_utf8(payload) else recognise(text)
    return _Body(to_unicode(text, font) if font and recognise(text) else text, font)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (binascii.Error, ValueError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _field(message: Message, name: str, font: LegacyFont | None) -> str:
    """Return a field of the head; bytes that no one declared are read like the body."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    raw = found.encode("ascii", "surrogateescape") if _HIGH.search(found) else b""
    if raw and font is not None and not _is_utf8(raw):
        found = to_unicode(raw.decode("cp1252", "replace"), font)
    elif raw:
        found = decode_bytes(raw, None)
    return _ENCODED.sub(_decoded_words, found).strip()


def _decoded_words(run: re.Match[str]) -> str:
    """Decode encoded words that follow one another; a letter may be cut between two of them."""
    try:
        pieces = decode_header(run.group().strip())
    except (ValueError, binascii.Error):
        return run.group()
    decoded = "".join(
        piece if isinstance(piece, str) else decode_bytes(piece, charset) for piece, charset in pieces
    )
    return (decoded or run.group().strip()) + (" " if run.group()[-1].isspace() else "")


def _named(part: Message) -> str:
    """Return the file name that a part has; "" where it has none."""
    try:
        name = part.get_filename("")
    except (ValueError, LookupError, UnicodeError):
        return ""
    raw = name.encode("ascii", "surrogateescape") if _HIGH.search(name) else b""
    name = decode_bytes(raw, None) if raw else name
    return harmless(_ENCODED.sub(_decoded_words, name))


def _is_attachment(part: Message) -> bool:
    if _is_mail(part):
        return True
    kind = part.get_content_type()
    if part.is_multipart() or _is_body(part) or kind.startswith(("multipart/", "message/")):
        return False
    if PurePosixPath(_named(part)).name.lower() in _SIGNATURES or is_litter(_named(part)):
        return False
    drawn = (
        kind.startswith("image/")
        and part.get("Content-ID")
        and part.get_content_disposition() != "attachment"
    )
    return not (drawn and len(_payload(part)) < _SMALL_IMAGE)


def _attachment(part: Message, source: str, taken: dict[str, int]) -> Member:
    kind = part.get_content_type()
    name = _named(part) or f"đính kèm{_SUFFIXES.get(kind, '')}"
    if _is_mail(part) and not name.lower().endswith(".eml"):
        name += ".eml"
    name = unique(name, taken)
    if not _is_mail(part):
        return Member(name, _payload(part))
    inside = part.get_payload()
    try:
        first = inside[0] if isinstance(inside, list) and inside else None
        data = first.as_bytes() if isinstance(first, Message) else b""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Member(name, b"", Damaged(member_source(source, name)))
    return Member(name, data)
