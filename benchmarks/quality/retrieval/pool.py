"""Documents cut into passages as an ingestion does, ready to be embedded and analysed."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.header import read_header, title_of
from corpus.readers import read
from corpus.structure import outline, passages_of
from corpus.types import Span
from indexer.texts import passage_text


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: `text` is what is embedded and analysed of it."""

    id: str
    document_id: str
    text: str


def cut(document_id: str, text: str) -> tuple[Piece, ...]:
    """Cut one document as `corpus.record` does, without what retrieval does not use."""
    name = document_id if "." in document_id else f"{document_id}.txt"
    canonical = read(text.encode(), name).mapped.text
    header = read_header(canonical)
    title = title_of(header, canonical)
    units = outline(canonical, header.body or Span(0, len(canonical)))
    if header.annex is not None:
        units += outline(canonical, header.annex)
    passages = passages_of(document_id, canonical, units)
    return tuple(Piece(one.id, document_id, passage_text(title, one)) for one in passages)


def pieces_of(documents: Mapping[str, str]) -> list[Piece]:
    """Cut all documents; one that yields nothing is lost, as it would be to a user."""
    return [piece for key, text in documents.items() for piece in cut(key, text)]
