"""Chunks -> lines: what stands on one base line, parted where a wide gap shows columns side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.readers.legacy_fonts import font_of, to_unicode
from corpus.readers.pdf.glyphs import GAP
from corpus.readers.pdf.shapes import Chunk, Line
from corpus.readers.syllables import is_syllable

_SAME_BASE = 0.22  # in sizes
_WIDE = 1.7  # in sizes: a gap that no justified line has
_NARROW = 0.7  # in sizes: a gap that parts columns where the words say so
_DRAWN_GAP = 6.0  # in sizes: a wider gap parts columns even if it is made of spaces
_SPACE = 0.25  # in sizes: the usual width of a space
_LETTERSPACED = 1.0  # in sizes: gaps within a word that is set wide
_TOUCHING, _DOUBTFUL = 0.05, 0.2  # in sizes: gaps between which spelling tells whether they part words
_MARKED = -2  # the run of a mark that points to a footnote
_RAISED = (0.15, 0.75)  # in sizes of the line: where marks of footnotes stand
_SMALL = 0.8
# What stands on the right of a letterhead, close beside the issuer's name.
_RIGHT_SIDE = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM$|Độc lập\s*-\s*Tự do")
_UNITS = frozenset({"m", "km", "cm", "dm", "mm", "hm"})  # what "2" and "3" are raised behind
# Letters of symbol fonts: bullets, dashes and arrows begin list items, of the others nothing can be said.
_SYMBOLS = dict.fromkeys(range(0xF020, 0xF100), "") | {
    0xF0B7: "•", 0xF0A7: "▪", 0xF06C: "•", 0xF06E: "▪", 0xF02D: "-", 0xF02B: "+", 0xF02A: "*",
    0xF0D8: "➢", 0xF0FC: "✓", 0xF0B0: "°", 0xF0B3: "≥", 0xF0A3: "≤", 0xF0B1: "±", 0xF0B4: "×",
}  # fmt: skip
_MARK = re.compile(r"\(?(?:\d{1,3}|\*{1,3}|[a-z])\)?$")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    size: float
    spaces: int
    runs: tuple[int, int]  # of its first and its last piece


def lines_of(chunks: Sequence[Chunk], *, columns: bool = True) -> list[Line]:
    """Return the lines of some chunks, from the top, those of one base line from the left.

    Args:
        chunks: of a page or of a table's cell.
        columns: whether a wide gap parts a line.
    """
    lines: list[Line] = []
    for row in _rows(chunks):
        size = _main_size(row)
        base = _main_base(row, size)
        row.sort(key=lambda chunk: chunk.left)
        row_words = _words(row, base, size)
        if not row_words:
            continue
        for words in _columns(row_words, size) if columns else [row_words]:
            text = " ".join(word.text for word in words)
            opening = words[0].right - words[0].left
            footnote = text.startswith("[") and row[0].size < _SMALL * size
            lines.append(Line(text, words[0].left, words[-1].right, base, size, opening, footnote=footnote))
    return lines


def joined_text(lines: Sequence[Line]) -> str:
    """Return the text of lines that follow each other in a paragraph."""
    text = ""
    for line in lines:
        text += glue(text) + line.text if text else line.text
    return text


def glue(before: str) -> str:
    """Return what stands between a line and the next of its paragraph: nothing after "57-" and "NQ/"."""
    return "" if re.search(r"\w[-/]$", before) and not re.search(r"\s\S?[-/]$", before) else " "


def _rows(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Group chunks by base line; raised marks go to the line they are raised from."""
    rows: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.base):
        if rows and chunk.base - rows[-1][-1].base <= _SAME_BASE * min(chunk.size, rows[-1][-1].size):
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return _with_raised(rows)


def _with_raised(rows: list[list[Chunk]]) -> list[list[Chunk]]:
    kept: list[list[Chunk]] = []
    waiting: list[Chunk] = []
    for i, row in enumerate(rows):
        following = rows[i + 1] if i + 1 < len(rows) else []
        largest = max((chunk.size for chunk in following), default=0.0)
        raised = [chunk for chunk in row if chunk.size < _SMALL * largest and _is_raised(chunk, following)]
        stay = [chunk for chunk in row if chunk not in raised]
        if stay:
            kept.append([*stay, *waiting])
            waiting = []
        waiting += raised
    if waiting:
        kept.append(waiting)
    return kept


def _is_raised(chunk: Chunk, row: Sequence[Chunk]) -> bool:
    if not _MARK.match(chunk.text):
        return False
    low, high = _RAISED
    return any(
        chunk.size < _SMALL * other.size
        and low * other.size < other.base - chunk.base < high * other.size
        and -0.3 * other.size
        < min(abs(chunk.left - other.right), abs(other.left - chunk.right))
        < 0.4 * other.size
        for other in row
    )


def _main_size(row: Sequence[Chunk]) -> float:
    weight: dict[float, float] = {}
    for chunk in row:
        size = round(chunk.size * 2) / 2
        weight[size] = weight.get(size, 0.0) + chunk.right - chunk.left
    return max(max(weight, key=lambda size: weight[size]), 0.5)


def _main_base(row: Sequence[Chunk], size: float) -> float:
    return max(chunk.base for chunk in row if chunk.size > _SMALL * size)


def _words(row: Sequence[Chunk], base: float, size: float) -> list[_Word]:
    """Make words of the chunks of a line: first what touches, then what spelling shows to belong together."""
    words: list[_Word] = []
    for piece in _pieces(row, base, size):
        if words and _belongs_to(words[-1], piece):
            words[-1] = _joined(words[-1], piece)
        else:
            words.append(piece)
    return words


def _pieces(row: Sequence[Chunk], base: float, size: float) -> list[_Word]:
    pieces: list[_Word] = []
    for chunk in row:
        text = _letters(chunk)
        if not text:
            continue
        piece = _Word(text, chunk.left, chunk.right, chunk.size, chunk.spaces, (chunk.run, chunk.run))
        raised = chunk.size < _SMALL * size and base - chunk.base > _RAISED[0] * size
        if raised and _MARK.match(text) and not (pieces and pieces[-1].text in _UNITS):
            pieces.append(replace(piece, text=f"[{text.strip('()')}]", runs=(_MARKED, _MARKED)))
        elif pieces and _touches(pieces[-1], piece):
            pieces[-1] = _joined(pieces[-1], piece)
        else:
            pieces.append(piece)
    return pieces


def _touches(before: _Word, piece: _Word) -> bool:
    if piece.left - before.right > _TOUCHING * piece.size or before.runs[1] == _MARKED:
        return False
    if not piece.spaces or before.runs[1] != piece.runs[0]:  # else its space is not here
        return True
    parted = is_syllable(before.text) and is_syllable(piece.text)
    return is_syllable(before.text + piece.text) and not parted  # a space that is taken back


def _joined(before: _Word, piece: _Word) -> _Word:
    right, runs = max(before.right, piece.right), (before.runs[0], piece.runs[1])
    return replace(before, text=before.text + piece.text, right=right, runs=runs)


def _letters(chunk: Chunk) -> str:
    if chunk.text.isascii():
        return chunk.text
    font = font_of(chunk.font)
    text = to_unicode(chunk.text, font) if font is not None else chunk.text
    if "\uf0a3" in text and "symbol" not in chunk.font.lower().replace("opensymbol", ""):
        text = text.replace("\uf0a3", "☐")  # what Wingdings 2 draws there, and OpenSymbol in its place
    return text.translate(_SYMBOLS)


def _belongs_to(before: _Word, piece: _Word) -> bool:
    """Tell whether two neighbours are pieces of one word; where the gap does not say, spelling does."""
    gap = (piece.left - before.right) / max(before.size, piece.size)
    if piece.spaces or _MARKED in (before.runs[1], piece.runs[0]):
        return False
    if before.runs[1] == piece.runs[0] >= 0 and len(piece.text) == 1:
        return gap < _LETTERSPACED
    if gap > _DOUBTFUL:
        return False
    whole = is_syllable(before.text + piece.text)
    halves = is_syllable(before.text) and is_syllable(piece.text)
    return gap < GAP if whole == halves else whole


def _columns(words: list[_Word], size: float) -> list[list[_Word]]:
    columns = [words[:1]]
    for at, word in enumerate(words[1:], 1):
        if _is_apart(words, at, size):
            columns.append([])
        columns[-1].append(word)
    return columns


def _is_apart(words: list[_Word], at: int, size: float) -> bool:
    """Tell whether a word begins another column than the one before it."""
    word = words[at]
    gap = word.left - words[at - 1].right
    if gap >= _DRAWN_GAP * size:
        return True
    if gap >= _WIDE * size:
        return gap > 1.6 * _SPACE * size * word.spaces
    if gap < _NARROW * size:
        return False
    return bool(_RIGHT_SIDE.match(" ".join(w.text for w in words[at : at + 6])))
