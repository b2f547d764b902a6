"""Word files (.docx, .docm, .dotx), with all that a reader of the printed page would see.

Pages are those of Word's last layout, which it notes in the file when saving: they are relied on only where
their number is the one that the file states.
"""

import re
from collections.abc import Sequence

from lxml import etree

from corpus.errors import Damaged
from corpus.readers.office.flow import PAGE, reading_of_lines
from corpus.readers.office.letterhead import has_motto
from corpus.readers.office.numbering import Numbering
from corpus.readers.office.package import Package
from corpus.readers.office.story import Story
from corpus.readers.office.styles import Styles
from corpus.readers.office.wordml import W
from corpus.readers.reading import Reading
from corpus.types import Remark

_MAIN = "word/document.xml"
_PAGES = re.compile(rb"<(?:\w+:)?Pages>\s*(\d{1,6})\s*<")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def read_docx(data: bytes, source: str) -> Reading:
    """Return the paragraphs and tables of a Word file.

    Raises:
        Damaged, Encrypted, Bomb: the archive or a part cannot be read.
        EmptyFile: no text.
    """
    return read_package(Package(data, source), "docx")


def read_package(package: Package, reader: str, remarks: Sequence[Remark] = ()) -> Reading:
    """Return the text of an opened Word file; `reader` names the format it came in."""
    main = next((name for kind, name in package.related("").values() if kind == "officeDocument"), _MAIN)
    root = package.xml(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise Damaged(package.source)
    parts = _parts(package, main)
    notes = {
        (kind, note.get(W + "id", "")): note
        for plural, kind in _NOTES.items()
        for part in parts.get(plural, [])
        for note in part.iterfind(W + kind)
    }
    story = Story(Styles(_first(parts, "styles")), Numbering(_first(parts, "numbering")), notes, set(remarks))
    lines = _letterhead(story, parts.get("header", [])) + story.lines(body)
    return reading_of_lines(lines, package.source, reader, story.remarks, _pages(package, body))


def _parts(package: Package, main: str) -> dict[str, list[etree._Element]]:
    """Return the roots of the parts that hold text or its rules, by the kind of relation."""
    wanted = {"styles", "numbering", "header", *_NOTES}
    found: dict[str, list[etree._Element]] = {}
    for kind, name in package.related(main).values():
        root = package.xml(name) if kind in wanted else None
        if root is not None:
            found.setdefault(kind, []).append(root)
    return found


def _first(parts: dict[str, list[etree._Element]], kind: str) -> etree._Element | None:
    return next(iter(parts.get(kind, [])), None)


def _letterhead(story: Story, headers: Sequence[etree._Element]) -> list[str]:
    """Return the lines of a page header that carries the letterhead; other headers and all footers run on."""
    for header in headers:
        lines = [line for line in story.lines(header) if line.strip()]
        if has_motto(" ".join(lines)):
            return [line.replace(PAGE, "") for line in lines]
    return []


def _pages(package: Package, body: etree._Element) -> int | None:
    """Return the number of pages that the file states; 0, which no layout has, where Word noted none."""
    stated = _PAGES.search(package.part("docProps/app.xml") or b"")
    if stated is not None:
        return int(stated[1])
    noted = next(body.iter(W + "lastRenderedPageBreak"), None)
    return 0 if noted is None else None
