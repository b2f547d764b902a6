"""The lines of an element: paragraphs apart by a blank line, broken lines below one another, table rows."""

import re

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers.legacy_fonts import LegacyFont, font_of, to_unicode
from corpus.readers.reading import table_line
from corpus.readers.web.grid import rows_of

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_FAMILY = re.compile(r"""font-family\s*:\s*["']?([^;"',]+)""", re.IGNORECASE)
_MARKED = re.compile(r"^\s*(?:[-–+•*·]|\d+[.)]|[a-zđ][.)])")


class Lines:
    """Collects the text of an element as a browser would break it into lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marker = ""  # of a list item whose text has not begun
        self._counted: dict[HtmlElement, int] = {}  # items of each numbered list so far
        self._fonts: list[LegacyFont | None] = [None]
        self._kept = 0  # how many <pre> we are in
        self.saw_legacy_font = False
        self.saw_changes = False

    def text(self) -> str:
        """Return what was collected."""
        lines = "".join(self._pieces).split("\n")
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" ") for line in lines)).strip("\n")

    def add(self, root: HtmlElement) -> None:
        """Add an element with all that is in it."""
        skipping: HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._tail(element, root)
            elif event == "end":
                self._leave(element)
                self._tail(element, root)
            elif not isinstance(element.tag, str) or self._is_table_of_data(element, root):
                skipping = element
            elif element.tag == "del":
                self.saw_changes = True
                skipping = element
            else:
                self._enter(element)

    def _enter(self, element: HtmlElement) -> None:
        self._fonts.append(self._font(element))
        tag = element.tag
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
            self._kept += tag == "pre"
        if tag == "li":
            self._marker = self._marker_of(element)
        self.saw_changes |= tag == "ins"
        self._say(element.text)

    def _leave(self, element: HtmlElement) -> None:
        self._fonts.pop()
        if element.tag in _BLOCKS:
            self._pieces.append("\n\n")
            self._kept -= element.tag == "pre"
        if element.tag == "li":
            self._marker = ""

    def _tail(self, element: HtmlElement, root: HtmlElement) -> None:
        if element is not root:
            self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        text = text if self._kept else _SPACES.sub(" ", text)
        font = self._fonts[-1]
        if font is not None:
            text = to_unicode(text, font)
            self.saw_legacy_font = True
        if self._marker and text.strip():
            self._pieces.append("" if _MARKED.match(text) else self._marker)
            self._marker, text = "", text.lstrip()
        self._pieces.append(text)

    def _font(self, element: HtmlElement) -> LegacyFont | None:
        face = element.get("face") if element.tag == "font" else None
        styled = _FAMILY.search(element.get("style") or "")
        name = styled[1] if styled else face
        return font_of(name) if name else self._fonts[-1]

    def _is_table_of_data(self, element: HtmlElement, root: HtmlElement) -> bool:
        if element.tag != "table":
            return False
        rows = rows_of(element, self._text_of_cell)
        if rows is None:
            return False
        self._pieces.append("\n\n" + "\n".join(map(table_line, rows)) + "\n\n")
        return True

    def _text_of_cell(self, cell: HtmlElement) -> str:
        inner = Lines()
        inner._fonts = [self._font(cell)]
        inner.add(cell)
        self.saw_legacy_font |= inner.saw_legacy_font
        return " ".join(inner.text().split())

    def _marker_of(self, item: HtmlElement) -> str:
        """Return what a browser would draw before the item of a list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        start = parent.get("start") or "1"
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        self._counted[parent] = number = self._counted.get(parent, first - 1) + 1
        if parent.get("type") == "a" and number <= 26:
            return f"{chr(96 + number)}) "
        return f"{number}. "
