"""The blocks of a Word story (body, header, note, text box) as lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.office.flow import PAGE
from corpus.readers.office.numbering import Numbering
from corpus.readers.office.runs import Runs, choice
from corpus.readers.office.styles import Style, Styles, has_borders, look_of
from corpus.readers.office.tables import Cell, Table, lines_of
from corpus.readers.office.wordml import W, as_number, is_on, name_of, number, value
from corpus.types import Remark

_PARAGRAPHS_INSIDE = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_GONE = frozenset({"del", "moveFrom"})

Notes = Mapping[tuple[str, str], etree._Element]


@dataclass(slots=True)
class Story:
    """Reads blocks in order; counts lists and gathers remarks as it goes."""

    styles: Styles
    numbering: Numbering
    notes: Notes = field(default_factory=dict)
    remarks: set[Remark] = field(default_factory=set)
    _unfinished: str = ""  # a paragraph whose end was deleted: the next one continues it
    _tables: int = 0  # how many tables deep
    _kept: list[str] = field(default_factory=list)  # notes of a table, told below it
    _noted: dict[str, int] = field(default_factory=dict)  # how many notes of each kind were met

    def lines(self, blocks: Iterable[etree._Element]) -> list[str]:
        """Return the lines of paragraphs and tables."""
        found: list[str] = []
        for block in blocks:
            name = name_of(block)
            if name == "p":
                found += self._paragraph(block)
            elif name == "tbl":
                found += self._table(block)
            elif name in _PARAGRAPHS_INSIDE:
                found += self.lines(block)
            elif name in _GONE:
                self.remarks.add(Remark.TRACKED_CHANGES)
            elif name == "AlternateContent":
                chosen = choice(block)
                found += [] if chosen is None else self.lines(chosen)
        return found

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        properties = paragraph.find(W + "pPr")
        style_id = value(properties, "pStyle") or self.styles.paragraph
        style = self.styles.style(style_id)
        runs = Runs(self.styles, style.look)
        runs.take(paragraph)
        label = "" if self._is_blank(runs) else self._label(properties, style, style_id, runs)
        text = self._unfinished + label + runs.text()
        self.remarks |= runs.remarks
        self._unfinished = ""
        new_page = is_on(properties, "pageBreakBefore")
        if style.new_page if new_page is None else new_page:
            text = PAGE + text
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.remarks.add(Remark.TRACKED_CHANGES)
            self._unfinished = text
            return []
        found = text.split("\n")
        for box in runs.boxes:
            found += self.lines(box)
        for note in runs.notes:
            (self._kept if self._tables else found).extend(self._note(note))
        return found

    @staticmethod
    def _is_blank(runs: Runs) -> bool:
        return not any(text.strip(PAGE + " \t\n") for text, _ in runs.pieces) and not runs.notes

    def _label(self, properties: etree._Element | None, style: Style, style_id: str, runs: Runs) -> str:
        """Return the number that Word shows before the paragraph."""
        listed = None if properties is None else properties.find(W + "numPr")
        own = number(listed, "numId")
        list_id = style.list_id if own is None else own
        if not list_id:
            return ""
        level = number(listed, "ilvl")
        if level is None:
            level = style.level if own is None else 0
        label = self.numbering.next_label(list_id, self.numbering.level_of(list_id, style_id, level))
        if label is None:
            return ""
        mark = look_of(None if properties is None else properties.find(W + "rPr")).over(style.look)
        numbers = Runs(self.styles, style.look)
        numbers.add(label.text, label.font or mark.font)
        text = numbers.text()
        self.remarks |= numbers.remarks
        return text

    def _note(self, note: tuple[str, str]) -> list[str]:
        element = self.notes.get(note)
        if element is None or element.get(W + "type") in ("separator", "continuationSeparator"):
            return []
        inner = Story(self.styles, self.numbering, {}, self.remarks)
        lines = [line for line in inner.lines(element) if line.strip()]
        kind = note[0]
        self._noted[kind] = self._noted.get(kind, 0) + 1
        return [f"[{self._noted[kind]}] {lines[0].strip()}", *lines[1:]] if lines else []

    def _table(self, table: etree._Element) -> list[str]:
        properties = table.find(W + "tblPr")
        style = self.styles.style(value(properties, "tblStyle"))
        drawn = None if properties is None else properties.find(W + "tblBorders")
        bordered = has_borders(drawn) if drawn is not None else style.bordered
        bordered = bordered or any(
            has_borders(b) for b in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
        )
        widths = [as_number(c.get(W + "w")) or 0 for c in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows: list[tuple[Cell, ...]] = []
        headings = 0
        self._tables += 1
        for row in _inside(table, "tr"):
            row_properties = row.find(W + "trPr")
            if row_properties is not None and row_properties.find(W + "del") is not None:
                self.remarks.add(Remark.TRACKED_CHANGES)
                continue
            if headings == len(rows) and is_on(row_properties, "tblHeader"):
                headings += 1
            rows.append(self._row(row, row_properties))
        self._tables -= 1
        notes: list[str] = []
        if not self._tables:
            notes, self._kept = self._kept, []
        return lines_of(Table(tuple(rows), bordered, tuple(widths), headings)) + notes

    def _row(self, row: etree._Element, properties: etree._Element | None) -> tuple[Cell, ...]:
        cells = []
        column = number(properties, "gridBefore") or 0
        for cell in _inside(row, "tc"):
            about = cell.find(W + "tcPr")
            span = min(max(number(about, "gridSpan") or 1, 1), 1000)
            merge = None if about is None else about.find(W + "vMerge")
            goes_on = merge is not None and merge.get(W + "val", "continue") == "continue"
            lines = tuple(line.strip() for line in self.lines(cell) if line.strip())
            if self._unfinished:  # a cell always ends its last paragraph
                lines, self._unfinished = (*lines, self._unfinished), ""
            cells.append(Cell(lines, column, span, goes_on))
            column += span
        return tuple(cells)


def _inside(parent: etree._Element, wanted: str) -> list[etree._Element]:
    """Return the rows of a table or the cells of a row, also those inside content controls and insertions."""
    found: list[etree._Element] = []
    for child in parent:
        name = name_of(child)
        if name == wanted:
            found.append(child)
        elif name in _PARAGRAPHS_INSIDE:
            found += _inside(child, wanted)
    return found
