"""Hostile texts, web pages, letters and RTF."""

from tests.corpus.hostile.packed import SENTENCE

BASE64 = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
_LETTER = "From: van.thu@example.org\r\nTo: so.y.te@example.org\r\nDate: Mon, 03 Mar 2025 08:00:00 +0700\r\n"


def page(body: str, head: str = "") -> bytes:
    """Return a web page."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def letter(body: str = f"\r\n{SENTENCE}\r\n", kind: str = "text/plain; charset=utf-8") -> bytes:
    """Return a mail; `body` begins with the rest of its header."""
    head = f"{_LETTER}Subject: V/v ra soat\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return (head + body).encode()


def forwarded(levels: int) -> bytes:
    """Return a mail in a mail in a mail."""
    data = letter()
    for _ in range(levels):
        data = letter("\r\n", "message/rfc822") + data
    return data


def many_parts(count: int) -> bytes:
    """Return a mail with that many attachments."""
    part = 'Content-Disposition: attachment; filename="a.txt"\r\n\r\na\r\n'
    parts = "".join(f"--x\r\n{part}" for _ in range(count))
    return letter(f"\r\n{parts}--x--\r\n", "multipart/mixed; boundary=x")


def multiparts_inside(levels: int) -> bytes:
    """Return a mail whose parts lie in one another."""
    body = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE}\r\n"
    for level in range(levels):
        head = f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n"
        body = f"{head}--b{level}\r\n{body}\r\n--b{level}--\r\n"
    return (_LETTER + "Subject: a\r\nMIME-Version: 1.0\r\n" + body).encode()


def attached(name: str, content: bytes) -> bytes:
    """Return a mail with a text and an attachment."""
    disposition = f'Content-Disposition: attachment; filename="{name}"\r\n'
    text = f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE}\r\n"
    head = f"\r\n{text}--x\r\nContent-Type: application/octet-stream\r\n{disposition}\r\n"
    return letter(head, "multipart/mixed; boundary=x") + content + b"\r\n--x--\r\n"


def rtf(groups: int) -> bytes:
    """Return an RTF with groups in one another around a sentence."""
    return b"{\\rtf1\\ansi " + b"{" * groups + b"So Y te chu tri ra soat" + b"}" * groups + b"}"
