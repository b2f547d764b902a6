"""One file's text -> its record: header, passages, assignments, references, figures."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category

from corpus.assignments import find_assignments
from corpus.figures import find_figures
from corpus.header import read_header, title_of
from corpus.pages import pages_of
from corpus.readers import read
from corpus.references import find_references
from corpus.structure import outline, passages_of
from corpus.text import OffsetMap
from corpus.types import Document, Record, Span

_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of pairs, line breaks


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A record and the way back from its text to the file's."""

    record: Record
    offsets: OffsetMap


def build_record(path: Path, data: bytes) -> FileRecord:
    """Read `data`, the content of the file at `path`; raises ReadError."""
    source = safe_name(path.name)
    reading = read(data, source)
    text = reading.mapped.text
    header = read_header(text)
    document = Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        origin=safe_name(str(path.absolute())),
        text=text,
        title=title_of(header, text),
        header=header,
        page_starts=reading.page_starts,
        provenance=reading.provenance,
    )
    return FileRecord(extract(document), reading.mapped.offsets)


def safe_name(name: str) -> str:
    """Return a file's name as text to store and show: foreign bytes and control characters escaped."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(ascii(char)[1:-1] if category(char) in _UNSHOWN else char for char in text)


def extract(document: Document) -> Record:
    """Return all that can be read from a document's text."""
    header = document.header
    units = outline(document.text, header.body or Span(0, len(document.text)))
    if header.annex is not None:
        units += outline(document.text, header.annex)
    passages = tuple(
        replace(passage, pages=pages_of(document.page_starts, passage.span))
        for passage in passages_of(document.id, document.text, units)
    )
    return Record(
        document=document,
        passages=passages,
        assignments=find_assignments(document, units, passages),
        references=find_references(document, passages),
        figures=find_figures(document, passages),
    )
