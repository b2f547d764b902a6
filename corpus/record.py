"""One file's text -> its record: header, passages, assignments, references, figures."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.assignments import find_assignments
from corpus.figures import find_figures
from corpus.header import read_header, title_of
from corpus.names import file_origin, safe_name
from corpus.pages import pages_of
from corpus.proofreading import Proofread, proofread_pages
from corpus.readers import read
from corpus.references import find_references
from corpus.structure import outline, passages_of
from corpus.text import OffsetMap
from corpus.types import Document, Record, Span


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A record and the way back from its text to the file's."""

    record: Record
    offsets: OffsetMap


def build_record(path: Path, data: bytes) -> FileRecord:
    """Read `data`, the content of the file at `path`; raises ReadError."""
    return record_of(data, safe_name(path.name), file_origin(path))


def record_of(data: bytes, source: str, origin: str, proofread: Proofread | None = None) -> FileRecord:
    """Read the content of a file that is called `source` and came from `origin`; raises ReadError.

    `proofread` is given the text of pages that were recognised from images, and keeps its length.
    """
    reading = read(data, source)
    text = proofread_pages(reading, proofread) if proofread else reading.mapped.text
    header = read_header(text)
    document = Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        origin=origin,
        text=text,
        title=title_of(header, text),
        header=header,
        page_starts=reading.page_starts,
        provenance=reading.provenance,
    )
    return FileRecord(extract(document), reading.mapped.offsets)


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
