"""Made documents as records of the catalog."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

import sqlalchemy as sa

from benchmarks.speed.corpora.compose import BLOCK, PASSAGES, Plan
from benchmarks.speed.corpora.facts import Facts, shifted
from benchmarks.speed.corpora.headers import Heads
from benchmarks.speed.corpora.pieces import Floats, Pool
from corpus.catalog import Link, SeenFile, rows
from corpus.catalog.codec import digest
from corpus.catalog.duplicates import fingerprint_rows
from corpus.catalog.files import now
from corpus.catalog.schema import changes, files, vectors
from corpus.duplicates import fingerprint
from corpus.extraction import EXTRACTION
from corpus.types import Assignment, Document, Figure, Header, Passage, Record, Reference, Span

Rows = dict[sa.Table, list[dict[str, object]]]


class Maker:
    """Makes documents of a pool's pieces.

    Args:
        pool: the pieces.
        facts: what each of them says.
    """

    def __init__(self, pool: Pool, facts: Sequence[Facts]) -> None:
        self._pool = pool
        self._facts = facts
        self._heads = Heads()

    def record(self, plan: Plan, document: int) -> Record:
        """Return one document of a block, counted from the block's first."""
        key = plan.block * BLOCK + document
        head = self._heads[key]
        subject = plan.title_text(self._pool, document)
        above, header = head.lines(subject)
        text, placed = above, []
        for row in range(document * PASSAGES, (document + 1) * PASSAGES):
            starts = []
            for piece in plan.pieces(row):
                text += "\n"
                starts.append((piece, len(text)))
                text += self._pool.texts[piece]
            placed.append((Span(starts[0][1], len(text)), starts))
        header = replace(header, body=Span(len(above) + 1, len(text)))
        return self._record(key, head.title(subject), header, text, placed)

    def _record(
        self,
        key: int,
        title: str,
        header: Header,
        text: str,
        placed: list[tuple[Span, list[tuple[int, int]]]],
    ) -> Record:
        name = hashlib.sha256(text.encode()).hexdigest()
        made = Document(name[:16], name, f"{key}.txt", f"/made/{key}.txt", text, title, header)
        passages = []
        assignments: list[Assignment] = []
        references: list[Reference] = []
        figures: list[Figure] = []
        for i, (span, pieces) in enumerate(placed):
            within = f"{made.id}-{i:04d}"
            section = str(i + 1)
            passages.append(Passage(within, made.id, i, section, (), span, text[span.start : span.end]))
            for piece, start in pieces:
                facts = self._facts[piece]
                assignments += [
                    replace(shifted(one, start), document_id=made.id, passage_id=within, section=section)
                    for one in facts.assignments
                ]
                references += [
                    replace(shifted(one, start), document_id=made.id, passage_id=within)
                    for one in facts.references
                ]
                figures += [
                    replace(shifted(one, start), document_id=made.id, passage_id=within, part_of=None)
                    for one in facts.figures
                ]
        return Record(
            made,
            tuple(passages),
            tuple(replace(one, id=f"{made.id}-a{i:04d}") for i, one in enumerate(assignments)),
            tuple(replace(one, id=f"{made.id}-r{i:04d}") for i, one in enumerate(references)),
            tuple(replace(one, id=f"{made.id}-f{i:04d}") for i, one in enumerate(figures)),
        )


def rows_of(record: Record, found: Floats, model: str) -> Iterator[tuple[sa.Table, list[dict[str, object]]]]:
    """Yield all rows that a document, its file and its vectors have in the catalog."""
    document = record.document
    yield from rows.table_rows(record, b"", digest(record, b""))
    yield from fingerprint_rows(document.id, fingerprint(document.text))
    yield changes, [{"document_id": document.id, "op": "put"}]
    file = SeenFile(document.origin, document.source, document.sha256, len(document.text.encode()), 1)
    yield (
        files,
        [
            asdict(file)
            | {"document_id": document.id, "link": Link.DOCUMENT.value, "similarity": None, "seen_at": now()}
            | {"extraction": EXTRACTION}
        ],
    )
    yield (
        vectors,
        [
            {"passage_id": one.id, "model": model, "vector": row.tobytes()}
            for one, row in zip(record.passages, found, strict=True)
        ],
    )
