"""The tokens of an RTF file and the letters its codes stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_PAGES = {  # \fcharset -> code page
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A brace, a control word with its number, or text; `raw` text is still in the code page of its font."""

    word: str = ""
    number: int | None = None
    text: str = ""
    raw: bool = False


OPEN, CLOSE = Token("{"), Token("}")
_SIGNS = {"~": Token(text="\u00a0"), "_": Token(text="-"), "-": Token(text="\u00ad"), "*": Token("*")}


def tokens_of(data: bytes) -> Iterator[Token]:
    """Split a file into its tokens; pictures in binary form are left out."""
    text = data.decode("latin-1")
    at = 0
    while (m := _TOKEN.match(text, at)) is not None:
        at = m.end()
        if m["brace"]:
            yield OPEN if m["brace"] == "{" else CLOSE
        elif m["word"]:
            number = int(m["number"]) if m["number"] else None
            if m["word"] == "bin":
                at += max(number or 0, 0)
            else:
                yield Token(m["word"], number)
        elif m["hex"]:
            yield Token(text=chr(int(m["hex"], 16)), raw=True)
        elif m["sign"]:
            yield _sign(m["sign"])
        elif m["text"]:
            yield Token(text=m["text"], raw=not m["text"].isascii())


def _sign(sign: str) -> Token:
    if sign in "\r\n":
        return Token("par")
    return _SIGNS.get(sign, Token(text=sign if sign in "\\{}" else ""))


def letters(codes: str, charset: int) -> str:
    """Return the letters of bytes (as Latin-1) in the code page of a font."""
    data = codes.encode("latin-1")
    page = _PAGES.get(charset, "cp1252")
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return codes
