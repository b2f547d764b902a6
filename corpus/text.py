"""Canonical text: NFC, plain spaces, no invisible characters, and the way back to the source."""

import re
import unicodedata
import zlib
from array import array
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.lookalikes import right_letters
from corpus.types import Span

Offsets = npt.NDArray[np.int64]

_INVISIBLE = frozenset(
    {0x00AD, 0x034F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF}
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
)
_LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
# What does not stay as it is: white space other than spaces and line feeds, controls, halves of pairs.
_SPECIAL = re.compile(
    r"\r\n?|[^\S \n]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
    f"|[{''.join(map(chr, sorted(_INVISIBLE)))}]"
)
# Only these letters can change in NFC, with the one before them.
_HIGH = re.compile("[\x00-\u02ff]?[^\x00-\u02ff]+")
_WORDS = re.compile("[^ ]+(?: [^ ]+)*")  # with single spaces between them


@dataclass(frozen=True, slots=True, eq=False)
class OffsetMap:
    """For each code point of a text, where it came from; one entry more than the text is long."""

    origins: Offsets

    @classmethod
    def identity(cls, length: int) -> Self:
        """Return the map of a text onto itself."""
        return cls(np.arange(length + 1, dtype=np.int64))

    def then(self, later: "OffsetMap") -> "OffsetMap":
        """Compose: `self` maps text B to A, `later` maps C to B; the result maps C to A."""
        return OffsetMap(self.origins[later.origins])

    def to_origin(self, span: Span) -> Span:
        """Return the range of the origin from which the span's text was made.

        It reaches to where the next kept character begins, so it includes what was dropped behind the span.
        """
        return Span(int(self.origins[span.start]), int(self.origins[span.end]))

    def pack(self) -> bytes:
        """Serialise as compressed differences; `unpack` reverses it."""
        return zlib.compress(np.diff(self.origins, prepend=0).astype("<i8").tobytes())

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Read what `pack` wrote."""
        return cls(np.cumsum(np.frombuffer(zlib.decompress(packed), dtype="<i8"), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and the way back to what it was made from."""

    text: str
    offsets: OffsetMap

    @classmethod
    def of(cls, text: str) -> Self:
        """Wrap a text that nothing was done to yet."""
        return cls(text, OffsetMap.identity(len(text)))


class TextBuilder:
    """Collects characters with their origins."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._origins = array("q")  # eight bytes each: a book of laws has millions

    def add(self, text: str, origin: int) -> None:
        """Append `text`, all of it made from the character at `origin`."""
        self._pieces.append(text)
        self._origins.extend([origin] * len(text))

    def copy(self, text: str, start: int, end: int) -> None:
        """Append `text[start:end]` as it is."""
        self._pieces.append(text[start:end])
        self._origins.extend(range(start, end))

    def build(self, origin_length: int) -> MappedText:
        """Return what was collected from an origin of that many code points."""
        origins = np.append(np.frombuffer(self._origins, dtype=np.int64), origin_length)
        return MappedText("".join(self._pieces), OffsetMap(origins))


def canonical(raw: str) -> MappedText:
    """Return the canonical form of `raw` with offsets back into it.

    NFC, with the letters that were meant (`corpus.lookalikes`); every kind of space becomes one plain
    space, runs collapse, lines are trimmed; line breaks become line feeds, at most one blank line stays;
    control, invisible and lone surrogate characters go. Idempotent.
    """
    visible = _drop_invisible(raw)
    composed = _compose(right_letters(visible.text))
    spaced = _tidy_spaces(composed.text)
    return MappedText(spaced.text, visible.offsets.then(composed.offsets).then(spaced.offsets))


def _drop_invisible(raw: str) -> MappedText:
    out, at = TextBuilder(), 0
    for special in _SPECIAL.finditer(raw):
        start, end = special.span()
        out.copy(raw, at, start)
        character = raw[start]
        if character in _LINE_BREAKS:
            out.add("\n", start)
        elif character.isspace():
            out.add(" ", start)
        at = end
    if at == 0:
        return MappedText.of(raw)
    out.copy(raw, at, len(raw))
    return out.build(len(raw))


def _compose(text: str) -> MappedText:
    if unicodedata.is_normalized("NFC", text):
        return MappedText.of(text)
    out, at = TextBuilder(), 0
    for high in _HIGH.finditer(text):
        if not unicodedata.is_normalized("NFC", high.group()):
            out.copy(text, at, high.start())
            _compose_clusters(text, high.start(), high.end(), out)
            at = high.end()
    out.copy(text, at, len(text))
    return out.build(len(text))


def _compose_clusters(text: str, start: int, end: int, out: TextBuilder) -> None:
    for i in range(start + 1, end + 1):
        if i < end and _belongs_to_previous(text[start:i], text[i]):
            continue
        out.add(unicodedata.normalize("NFC", text[start:i]), start)
        start = i


def _belongs_to_previous(cluster: str, character: str) -> bool:
    if character < "\u0300":
        return False
    if unicodedata.combining(character):
        return True
    joined = unicodedata.normalize("NFC", cluster + character)
    return joined != unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", character)


def _tidy_spaces(text: str) -> MappedText:
    out = TextBuilder()
    position, blank_lines, started = 0, 0, False
    for line in text.split("\n"):
        words = [m.span() for m in _WORDS.finditer(line)]
        if words:
            if started:
                for _ in range(1 + min(blank_lines, 1)):
                    out.add("\n", position - 1)
            for index, (m, n) in enumerate(words):
                if index:
                    out.add(" ", position + words[index - 1][1])
                out.copy(text, position + m, position + n)
            started, blank_lines = True, 0
        else:
            blank_lines += 1
        position += len(line) + 1
    return out.build(len(text))
