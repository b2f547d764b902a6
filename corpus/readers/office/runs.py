"""The text of one Word paragraph: runs, changes, fields, symbols, and what hangs on it."""

from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.legacy_fonts import font_of
from corpus.readers.office.flow import PAGE
from corpus.readers.office.pieces import Look, Piece, piece_of, text_of
from corpus.readers.office.styles import Styles, look_of
from corpus.readers.office.symbols import sign
from corpus.readers.office.wordml import W, name_of, value
from corpus.types import Remark

_GONE = frozenset({"del", "moveFrom"})  # tracked changes are taken as accepted
_COME = frozenset({"ins", "moveTo"})
_WRAPPERS = frozenset({"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"})
_MATHS = frozenset({"oMath", "oMathPara"})
_BOX = "txbxContent"
_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


@dataclass(slots=True)
class Runs:
    """Collects the runs of a paragraph.

    Attributes:
        pieces: text and the legacy font it was typed for.
        boxes: text boxes anchored here.
        notes: ids of foot- and endnotes referred to here, with the name of their kind.
        remarks: what was met.
    """

    styles: Styles
    look: Look
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    remarks: set[Remark] = field(default_factory=set)

    def take(self, parent: etree._Element) -> None:
        """Collect the runs below an element."""
        for child in parent:
            name = name_of(child)
            if name == "r":
                self._take_run(child)
            elif name in _GONE:
                self.remarks.add(Remark.TRACKED_CHANGES)
            elif name in _COME:
                self.remarks.add(Remark.TRACKED_CHANGES)
                self.take(child)
            elif name in _WRAPPERS:
                self.take(child)
            elif name in _MATHS:
                self.add("".join(t.text or "" for t in child.iter("{*}t")), None)
            elif name == "AlternateContent":
                chosen = choice(child)
                if chosen is not None:
                    self.take(chosen)

    def add(self, text: str, font: str | None) -> None:
        """Add text set in a font."""
        if text:
            self.pieces.append((text, font_of(font) if font else None))

    def text(self) -> str:
        """Return the text in Unicode."""
        text, converted = text_of(self.pieces)
        if converted:
            self.remarks.add(Remark.LEGACY_FONT)
        return text

    def _take_run(self, run: etree._Element) -> None:
        properties = run.find(W + "rPr")
        look = self.look
        if properties is not None:
            look = self.styles.character(value(properties, "rStyle")).over(look)
            look = look_of(properties).over(look)
        self._take_parts(run, look)

    def _take_parts(self, parent: etree._Element, look: Look) -> None:
        for child in parent:
            name = name_of(child)
            if name == "br":
                self.add(PAGE if child.get(W + "type") == "page" else "\n", look.font)
            elif name == "lastRenderedPageBreak":
                self.add(PAGE, look.font)
            elif name == "AlternateContent":
                chosen = choice(child)
                if chosen is not None:
                    self._take_parts(chosen, look)
            elif name in ("drawing", "pict", "object"):
                self.boxes += _outer_boxes(child)
            elif not look.hidden:
                self._take_text(child, name, look)

    def _take_text(self, child: etree._Element, name: str, look: Look) -> None:
        if name == "t":
            self.pieces.append(piece_of(child.text or "", look))
        elif name in _PLAIN:
            self.add(_PLAIN[name], look.font)
        elif name == "sym":
            try:
                self.add(sign(int(child.get(W + "char", ""), 16), child.get(W + "font")), None)
            except ValueError:
                return
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), child.get(W + "id", "")))
        elif name == "ruby":
            for base in child.iter(W + "rubyBase"):
                self.take(base)


def choice(alternates: etree._Element) -> etree._Element | None:
    """Return the branch of mc:AlternateContent to read: the modern one; the other says the same again."""
    branches = [child for child in alternates if name_of(child) in ("Choice", "Fallback")]
    return next((b for b in branches if len(b)), None)


def _outer_boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the text boxes of a drawing, without those inside other boxes and without fallbacks."""
    found: list[etree._Element] = []
    stack = [drawing]
    while stack:
        element = stack.pop()
        if name_of(element) == _BOX:
            found.append(element)
        elif name_of(element) == "AlternateContent":
            chosen = choice(element)
            stack += [] if chosen is None else [chosen]
        else:
            stack += reversed(element)
    return found
