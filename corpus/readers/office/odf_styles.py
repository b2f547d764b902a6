"""What the styles of an OpenDocument text say about it, as far as it changes what is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.office.numerals import numeral
from corpus.readers.office.odf_names import FO, STYLE, SVG, TEXT, whole
from corpus.readers.office.pieces import Look
from corpus.readers.office.symbols import bullet

_DEEPEST = 20
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(in|cm|mm|pt)$")
_TWIPS = {"in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pt": 20.0}
_LEVEL_KINDS = ("list-level-style-number", "list-level-style-bullet", "outline-level-style")


@dataclass(frozen=True, slots=True)
class Format:
    """What a style says, with those it builds on."""

    look: Look = field(default_factory=Look)
    new_page: bool = False
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list style."""

    form: str = "none"
    prefix: str = ""
    suffix: str = ""
    shown: int = 1  # how many levels are told, this one the last
    start: int = 1
    bullet: str | None = None

    def label(self, counts: Sequence[int], levels: "dict[int, ListLevel]") -> str:
        """Return the number before an item; `counts` hold those of the levels above, and its own."""
        if self.bullet is not None:
            return self.bullet + " "
        first = max(len(counts) - self.shown, 0)
        told = [
            numeral(count, levels.get(at, self).form) for at, count in enumerate(counts[first:], first + 1)
        ]
        number = ".".join(part for part in told if part) if self.form != "none" else ""
        text = self.prefix + number + self.suffix
        return text + " " if text.strip() else ""


class OdfStyles:
    """The styles of both parts of a file by family and name."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._fonts: dict[str, str] = {}
        self._found: dict[tuple[str, str], Format] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for face in root.iter(STYLE + "font-face"):
                self._fonts[face.get(STYLE + "name", "")] = face.get(SVG + "font-family", "").strip("'\"")
            for style in root.iter(STYLE + "style"):
                self._styles[(style.get(STYLE + "family", ""), style.get(STYLE + "name", ""))] = style
            for listed in root.iter(TEXT + "list-style"):
                self._lists[listed.get(STYLE + "name", "")] = listed
            for outline in root.iter(TEXT + "outline-style"):
                self.outline = _levels(outline)

    def levels(self, name: str | None) -> dict[int, ListLevel]:
        """Return the levels of a list style, from 1."""
        found = self._lists.get(name or "")
        return {} if found is None else _levels(found)

    def format(self, family: str, name: str | None) -> Format:
        """Return how a style sets its text, with what it builds on."""
        key = (family, name or "")
        if key not in self._found:
            self._found[key] = self._read(family, name or "", 0)
        return self._found[key]

    def width(self, name: str | None) -> int:
        """Return the width of a table's column in twips; 0 where it is not told."""
        style = self._styles.get(("table-column", name or ""))
        properties = None if style is None else style.find(STYLE + "table-column-properties")
        told = _LENGTH.match("" if properties is None else properties.get(STYLE + "column-width", ""))
        return round(float(told[1]) * _TWIPS[told[2]]) if told else 0

    def _read(self, family: str, name: str, depth: int) -> Format:
        style = self._styles.get((family, name))
        if style is None or depth > _DEEPEST:
            return Format()
        below = self._read(family, style.get(STYLE + "parent-style-name", ""), depth + 1)
        paragraph = style.find(STYLE + "paragraph-properties")
        breaks = None if paragraph is None else paragraph.get(FO + "break-before")
        return Format(
            self._look(style.find(STYLE + "text-properties")).over(below.look),
            below.new_page if breaks is None else breaks == "page",
            below.bordered or _has_border(style.find(STYLE + "table-cell-properties")),
        )

    def _look(self, text: etree._Element | None) -> Look:
        if text is None:
            return Look()
        shown = text.get(TEXT + "display")
        case = text.get(FO + "text-transform") or text.get(FO + "font-variant")
        return Look(
            text.get(FO + "font-family") or self._fonts.get(text.get(STYLE + "font-name", "")),
            None if shown is None else shown == "none",
            None if case is None else case in ("uppercase", "small-caps"),
        )


def _has_border(properties: etree._Element | None) -> bool:
    sides = ("border", "border-left", "border-right", "border-top", "border-bottom")
    return properties is not None and any(properties.get(FO + side, "none") != "none" for side in sides)


def _levels(element: etree._Element) -> dict[int, ListLevel]:
    found = {}
    for kind in _LEVEL_KINDS:
        for level in element.iterfind(TEXT + kind):
            sign = level.get(TEXT + "bullet-char")
            found[whole(level.get(TEXT + "level"), 1)] = ListLevel(
                _FORMS.get(level.get(STYLE + "num-format", ""), "none"),
                level.get(STYLE + "num-prefix", ""),
                level.get(STYLE + "num-suffix", ""),
                whole(level.get(TEXT + "display-levels"), 1),
                whole(level.get(TEXT + "start-value"), 1),
                None if kind != "list-level-style-bullet" else bullet(sign or "•", None),
            )
    return found
