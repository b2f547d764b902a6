"""OpenDocument texts (.odt), as LibreOffice writes them.

Pages are those of its last layout, where it noted all of them in the file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import Damaged
from corpus.readers.legacy_fonts import font_of
from corpus.readers.office.flow import PAGE, reading_of_lines
from corpus.readers.office.odf_lists import Lists, Place
from corpus.readers.office.odf_names import META, OFFICE, TEXT, local, whole
from corpus.readers.office.odf_styles import OdfStyles
from corpus.readers.office.odf_tables import read_table
from corpus.readers.office.package import Package
from corpus.readers.office.pieces import Look, Piece, piece_of, text_of
from corpus.readers.office.tables import lines_of
from corpus.readers.reading import Reading
from corpus.types import Remark

_THROUGH = frozenset({
    "text:section", "text:index-body", "text:table-of-content", "text:numbered-paragraph",
    "text:illustration-index", "text:alphabetical-index", "text:user-index", "text:bibliography",
})  # fmt: skip


def read_odt(data: bytes, source: str) -> Reading:
    """Return the paragraphs, lists and tables of an OpenDocument text.

    Raises:
        Damaged, Encrypted, Bomb: the archive or a part cannot be read.
        EmptyFile: no text.
    """
    package = Package(data, source)
    content = package.xml("content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        raise Damaged(source)
    styles = package.xml("styles.xml")
    story = _story([content] if styles is None else [styles, content])
    lines = story.lines(body)
    return reading_of_lines(lines, source, "odt", story.remarks, _pages(package))


def _story(roots: Sequence[etree._Element]) -> "_Story":
    styles = OdfStyles(roots)
    return _Story(styles, Lists(styles))


def _pages(package: Package) -> int:
    meta = package.xml("meta.xml")
    counted = None if meta is None else next(meta.iter(META + "document-statistic"), None)
    return 0 if counted is None else whole(counted.get(META + "page-count"), 0)


@dataclass(slots=True)
class _Story:
    styles: OdfStyles
    counter: Lists
    remarks: set[Remark] = field(default_factory=set)
    _pieces: list[Piece] = field(default_factory=list)
    _below: list[str] = field(default_factory=list)  # notes and boxes of the paragraph or table being read
    _tables: int = 0
    _notes: int = 0

    def lines(self, blocks: Iterable[etree._Element], place: Place | None = None) -> list[str]:
        """Return the lines of paragraphs, lists and tables."""
        found: list[str] = []
        for block in blocks:
            name = local(block)
            if name in ("text:p", "text:h"):
                found += self._paragraph(block, "")
            elif name == "text:list":
                found += self._list(block, place)
            elif name == "table:table":
                found += self._table(block)
            elif name in _THROUGH:
                found += self.lines(block, place)
            elif name == "text:soft-page-break":
                found.append(PAGE)
            elif name == "text:tracked-changes":
                self.remarks |= {Remark.TRACKED_CHANGES} if len(block) else set()
            elif name.startswith("drawing:"):
                found += self._boxes(block)
        return found

    def _paragraph(self, paragraph: etree._Element, label: str) -> list[str]:
        style = self.styles.format("paragraph", paragraph.get(TEXT + "style-name"))
        outer, self._pieces = self._pieces, []
        self._inline(paragraph, style.look)
        if not label and local(paragraph) == "text:h":
            label = self._heading_label(paragraph)
        text, converted = text_of([(label, font_of(style.look.font or "")), *self._pieces])
        self._pieces = outer
        if converted:
            self.remarks.add(Remark.LEGACY_FONT)
        found = ((PAGE if style.new_page else "") + text).split("\n")
        if not self._tables:
            found += self._below
            self._below = []
        return found

    def _heading_label(self, heading: etree._Element) -> str:
        if heading.get(TEXT + "is-list-header") == "true" or not any(t.strip() for t, _ in self._pieces):
            return ""
        return self.counter.heading_label(heading)

    def _inline(self, parent: etree._Element, look: Look) -> None:
        self._add(parent.text, look)
        for child in parent:
            name = local(child)
            if name == "text:span":
                own = self.styles.format("text", child.get(TEXT + "style-name"))
                self._inline(child, own.look.over(look))
            elif name == "text:s":
                self._add(" " * whole(child.get(TEXT + "c"), 1), look)
            elif name in ("text:tab", "text:line-break", "text:soft-page-break"):
                self._add({"text:tab": "\t", "text:line-break": "\n"}.get(name, PAGE), look)
            elif name == "text:note":
                self._note(child)
            elif name.startswith("drawing:"):
                self._below += self._boxes(child)
            elif name == "text:ruby":
                for base in child.iterfind(TEXT + "ruby-base"):
                    self._inline(base, look)
            elif name.startswith("text:") and not name.startswith(("text:hidden", "text:change")):
                self._inline(child, look)
            self._add(child.tail, look)

    def _add(self, text: str | None, look: Look) -> None:
        if text and not look.hidden:
            self._pieces.append(piece_of(text, look))

    def _note(self, note: etree._Element) -> None:
        body = note.find(TEXT + "note-body")
        self._notes += 1
        held, self._below = self._below, []
        lines = [] if body is None else [line for line in self.lines(body) if line.strip()]
        self._below = [*held, f"[{self._notes}] {lines[0]}", *lines[1:]] if lines else held

    def _boxes(self, drawing: etree._Element) -> list[str]:
        held, self._below = self._below, []
        found: list[str] = []
        for box in drawing.iter("{*}text-box"):
            found += [line for line in self.lines(box) if line.strip()]
        self._below = held
        return found

    def _list(self, element: etree._Element, outer: Place | None) -> list[str]:
        place = self.counter.enter(element, outer)
        found: list[str] = []
        for item in element:
            self.counter.begin_at(place, item)
            labelled = local(item) != "text:list-item"
            for block in item:
                if local(block) in ("text:p", "text:h") and not labelled:
                    labelled = True
                    blank = not "".join(map(str, block.itertext())).strip()
                    found += self._paragraph(block, "" if blank else self.counter.label(place))
                else:
                    found += self.lines([block], place)
        return found

    def _table(self, table: etree._Element) -> list[str]:
        self._tables += 1
        read = read_table(table, self.lines, self._has_border, self.styles.width)
        self._tables -= 1
        notes: list[str] = []
        if not self._tables:
            notes, self._below = self._below, []
        return lines_of(read) + notes

    def _has_border(self, style: str | None) -> bool:
        return self.styles.format("table-cell", style).bordered
