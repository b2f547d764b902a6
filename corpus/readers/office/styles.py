"""What the styles of a Word file say about its text, as far as it changes what is read."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from corpus.readers.office.pieces import Look
from corpus.readers.office.wordml import W, is_on, number, value

_DEEPEST = 20  # styles that build on one another; a circle ends here
_LINES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it builds on."""

    look: Look = field(default_factory=Look)
    list_id: int | None = None
    level: int | None = None
    new_page: bool = False
    bordered: bool = False


def look_of(properties: etree._Element | None) -> Look:
    """Read run properties."""
    if properties is None:
        return Look()
    fonts = properties.find(W + "rFonts")
    font = None
    if fonts is not None:
        font = next((fonts.get(W + key) for key in ("hAnsi", "ascii") if fonts.get(W + key)), None)
        if font is None and (fonts.get(W + "hAnsiTheme") or fonts.get(W + "asciiTheme")):
            font = ""  # a font of the theme: none of the past
    capitals = is_on(properties, "caps")
    if capitals is None:
        capitals = is_on(properties, "smallCaps")
    return Look(font, is_on(properties, "vanish"), capitals)


def has_borders(borders: etree._Element | None) -> bool:
    """Tell whether any line of a table or cell is drawn."""
    return any(value(borders, line) not in (None, "nil", "none") for line in _LINES)


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._root = root
        self._found: dict[str, Style] = {}

    @cached_property
    def _elements(self) -> dict[str, etree._Element]:
        styles = [] if self._root is None else self._root.findall(W + "style")
        return {style.get(W + "styleId", ""): style for style in styles}

    @cached_property
    def _defaults(self) -> Look:
        return (
            Look() if self._root is None else look_of(self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        )

    @cached_property
    def paragraph(self) -> str:
        """Name the style of paragraphs that name none."""
        for style_id, style in self._elements.items():
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                return style_id
        return ""

    def style(self, style_id: str | None) -> Style:
        """Return a style; what it leaves open is taken from those it builds on, then from the defaults."""
        found = self._own(style_id or "")
        return replace(found, look=found.look.over(self._defaults))

    def character(self, style_id: str | None) -> Look:
        """Return the look of a character style, open where it says nothing."""
        return self._own(style_id or "").look

    def _own(self, style_id: str) -> Style:
        """Return what a style and those it builds on say."""
        if style_id not in self._found:
            self._found[style_id] = self._read(style_id, 0)
        return self._found[style_id]

    def _read(self, style_id: str, depth: int) -> Style:
        element = self._elements.get(style_id)
        if element is None or depth > _DEEPEST:
            return Style()
        below = self._read(value(element, "basedOn") or "", depth + 1)
        paragraph = element.find(W + "pPr")
        listed = None if paragraph is None else paragraph.find(W + "numPr")
        list_id, level = number(listed, "numId"), number(listed, "ilvl")
        new_page = is_on(paragraph, "pageBreakBefore")
        return Style(
            look_of(element.find(W + "rPr")).over(below.look),
            below.list_id if list_id is None else list_id,
            below.level if level is None else level,
            below.new_page if new_page is None else new_page,
            below.bordered or has_borders(element.find(f"{W}tblPr/{W}tblBorders")),
        )
