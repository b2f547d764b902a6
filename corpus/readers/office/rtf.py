"""Rich Text Format (.rtf): numbers of lists and results of fields stand in the file as text."""

from dataclasses import dataclass, field, replace

from corpus.errors import Damaged
from corpus.readers.legacy_fonts import font_of
from corpus.readers.office.flow import PAGE, reading_of_lines
from corpus.readers.office.letterhead import has_motto
from corpus.readers.office.pieces import Piece, text_of
from corpus.readers.office.rtf_tables import Rows
from corpus.readers.office.rtf_tokens import CLOSE, OPEN, Token, letters, tokens_of
from corpus.readers.office.symbols import sign
from corpus.readers.reading import Reading
from corpus.types import Remark

_DEEPEST = 2_000
_SYMBOLS = 2  # \fcharset of symbol fonts
_ASIDE = {  # destinations with text of their own -> what becomes of it
    "footnote": "below", "shptxt": "below", "header": "head", "headerl": "head", "headerr": "head",
    "headerf": "head",
}  # fmt: skip
_SKIPPED = frozenset({
    "footer", "footerl", "footerr", "footerf", "colortbl", "stylesheet", "info", "pict", "object",
    "nonshppict", "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator",
    "xmlnstbl", "themedata", "datastore", "latentstyles", "annotation", "atnid", "atnauthor", "tc", "xe",
    "bkmkstart", "bkmkend", "mmathPr", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "sp",
})  # fmt: skip
_KEPT_UNKNOWN = frozenset({"shptxt", "shpinst", "shprslt", "listtext", "pntext", "fldrslt", "footnote"})
_LETTERS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ", "softline": "\n",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """What a group sets for its text."""

    font: int = -1
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    fallback: int = 1  # how many characters stand for those that know no Unicode
    target: str = ""  # "" body, "skip", "fonts", or the value of an aside
    starred: bool = False


@dataclass(slots=True)
class _Sink:
    """Where text goes: the body, or an aside inside it."""

    lines: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    below: list[str] = field(default_factory=list)  # notes and boxes of the paragraph being read
    rows: Rows = field(default_factory=Rows)
    kept: list[str] = field(default_factory=list)  # notes of a table, told below it

    def end_table(self) -> None:
        """Add the lines of the table that ends here, if one does."""
        self.lines += self.rows.finish() + self.kept
        self.kept = []


def read_rtf(data: bytes, source: str) -> Reading:
    """Return the paragraphs and tables of an RTF file.

    Raises:
        Damaged: braces that do not match, as where the file was cut off.
        EmptyFile: no text.
    """
    parser = _Parser(source)
    for token in tokens_of(data):
        parser.take(token)
    lines = parser.finish()
    return reading_of_lines(lines, source, "rtf", parser.remarks, parser.pages)


class _Parser:
    def __init__(self, source: str) -> None:
        self.remarks: set[Remark] = set()
        self.pages = 0
        self._source = source
        self._look = _Look()
        self._stack: list[_Look] = []
        self._sinks = [_Sink()]
        self._asides: list[int] = []  # depths at which asides began
        self._head: list[str] = []
        self._fonts: dict[int, tuple[str, int]] = {}  # name, charset
        self._skip = 0  # characters still to be left out after a \u
        self._notes = 0
        self._default = -1

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token is OPEN:
            self._stack.append(self._look)
            self._skip = 0
            if len(self._stack) > _DEEPEST:
                raise Damaged(self._source)
        elif token is CLOSE:
            self._close()
        elif token.word:
            self._word(token.word, token.number)
        else:
            self._text(token)

    def finish(self) -> list[str]:
        """Return all lines, the letterhead of a page header first."""
        if len(self._stack) > 1:
            raise Damaged(self._source)
        self._end_paragraph()
        self._sinks[0].end_table()
        return (self._head if has_motto(" ".join(self._head)) else []) + self._sinks[0].lines

    def _close(self) -> None:
        if not self._stack:
            return
        if self._asides and self._asides[-1] == len(self._stack):
            self._end_aside()
        self._look = self._stack.pop()
        self._skip = 0

    def _end_aside(self) -> None:
        self._asides.pop()
        self._end_paragraph()
        aside = self._sinks.pop()
        aside.end_table()
        lines = [line for line in aside.lines if line.strip()]
        if self._look.target == "head":
            self._head = self._head or lines
        elif lines:
            self._sinks[-1].below += lines

    def _word(self, word: str, number: int | None) -> None:
        look = self._look
        on = number != 0
        if word == "*":
            self._look = replace(look, starred=True)
        elif look.target == "fonts":
            self._font_table(word, number)
        elif word == "nofpages":
            self.pages = number or 0
        elif look.target == "skip":
            return
        elif look.starred or word in _SKIPPED or word in _ASIDE or word == "fonttbl":
            self._destination(word)
        elif word in _LETTERS:
            self._add(_LETTERS[word])
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._skip = look.fallback
        elif word in ("f", "v", "deleted", "revised", "caps", "scaps", "uc", "plain", "deff"):
            self._set(word, number, on)
        else:
            self._layout(word, number)

    def _destination(self, word: str) -> None:
        """Enter a group that holds something else than the text around it."""
        self._look = look = replace(self._look, starred=False)
        if word == "fonttbl":
            self._look = replace(look, target="fonts")
        elif word in _ASIDE:
            self._look = replace(look, target=_ASIDE[word])
            self._sinks.append(_Sink())
            self._asides.append(len(self._stack))
            self._notes += word == "footnote"
            if word == "footnote":
                self._add(f"[{self._notes}] ")
        elif word not in _KEPT_UNKNOWN:
            self._look = replace(look, target="skip")

    def _set(self, word: str, number: int | None, on: bool) -> None:
        look = self._look
        if word == "f":
            self._look = replace(look, font=number or 0)
        elif word == "deff":
            self._default = number or 0
        elif word == "v":
            self._look = replace(look, hidden=on)
        elif word == "uc":
            self._look = replace(look, fallback=number or 0)
        elif word == "plain":
            self._look = _Look(fallback=look.fallback, target=look.target)
        elif word in ("caps", "scaps"):
            self._look = replace(look, capitals=on)
        else:
            self.remarks.add(Remark.TRACKED_CHANGES)
            self._look = replace(look, deleted=on) if word == "deleted" else look

    def _layout(self, word: str, number: int | None) -> None:
        rows = self._sinks[-1].rows
        if word in ("par", "sect", "nestcell", "nestrow"):
            self._end_paragraph()
        elif word in ("page", "pagebb"):
            self._add(PAGE)
        elif word == "cell":
            self._end_paragraph(in_cell=True)
            rows.end_cell()
        elif word == "row":
            rows.end_row()
        else:
            rows.describe(word, number)

    def _font_table(self, word: str, number: int | None) -> None:
        if word == "f":
            self._look = replace(self._look, font=number or 0)
            self._fonts[number or 0] = ("", 0)
        elif word == "fcharset":
            name, _ = self._fonts.get(self._look.font, ("", 0))
            self._fonts[self._look.font] = (name, number or 0)

    def _text(self, token: Token) -> None:
        text = token.text
        if self._look.target == "fonts":
            name, charset = self._fonts.get(self._look.font, ("", 0))
            self._fonts[self._look.font] = (name + text.partition(";")[0], charset)
            return
        if self._skip:
            left = text[self._skip :]
            self._skip = max(self._skip - len(text), 0)
            text = left
        if text:
            self._add(text, raw=token.raw)

    def _add(self, text: str, *, raw: bool = False) -> None:
        look = self._look
        if look.target == "skip" or look.hidden or look.deleted:
            return
        name, charset = self._fonts.get(self._default if look.font < 0 else look.font, ("", 0))
        legacy = font_of(name)
        if charset == _SYMBOLS and legacy is None and text not in _LETTERS.values() and text != PAGE:
            text = "".join(sign(ord(c), name) or (c if c.isascii() else "") for c in text)
        elif raw:
            text = letters(text, 0 if legacy else charset)
        self._sinks[-1].pieces.append((text.upper() if look.capitals and not legacy else text, legacy))

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        sink = self._sinks[-1]
        text, converted = text_of(sink.pieces)
        if converted:
            self.remarks.add(Remark.LEGACY_FONT)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        lines = text.split("\n")
        sink.pieces = []
        if in_cell or sink.rows.inside:
            sink.rows.add_lines(lines)
            sink.kept += sink.below
        else:
            sink.end_table()
            sink.lines += lines + sink.below
        sink.below = []
