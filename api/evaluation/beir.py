"""BEIR folders: corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv; read the way of ir_datasets, written whole."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from api.batch.lines import run_name
from api.batch.options import Unit
from api.batch.textfiles import json_object, parsed_lines, text_field
from api.evaluation.trec import Judgements, read_judgements
from corpus.catalog import Card, CatalogReader

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"


@dataclass(frozen=True, slots=True)
class BeirDoc:
    """One text of a corpus."""

    doc_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirQuery:
    """One question."""

    query_id: str
    text: str


class BeirFolder:
    """A data set on disk; what is wrong in a file raises QuestionsUnusable with file and line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def docs_iter(self) -> Iterator[BeirDoc]:
        """Yield the texts in their order, holding one at a time."""
        for _, doc in parsed_lines(self._folder / CORPUS, _doc):
            yield doc

    def queries_iter(self) -> Iterator[BeirQuery]:
        """Yield the questions in their order."""
        for _, query in parsed_lines(self._folder / QUERIES, _query):
            yield query

    def qrels(self, split: str = "test") -> Judgements:
        """Return the judgements of a split."""
        return read_judgements(self.qrels_path(split))

    def qrels_path(self, split: str = "test") -> Path:
        """Return where the judgements of a split stand."""
        return self._folder / "qrels" / f"{split}.tsv"


def _doc(line: str) -> BeirDoc:
    value = json_object(line)
    title = value.get("title")
    return BeirDoc(
        text_field(value, "_id"), title if isinstance(title, str) else "", text_field(value, "text")
    )


def _query(line: str) -> BeirQuery:
    value = json_object(line)
    return BeirQuery(text_field(value, "_id"), text_field(value, "text"))


def write_corpus(catalog: CatalogReader, folder: Path, unit: Unit = Unit.PASSAGE) -> tuple[int, int]:
    """Write every text of a catalog; return how many documents and texts there are. Raises OSError.

    A text is a passage, a document or all documents of one file name, under the name that a run of that unit
    ranks. The order is that of ids, so equal catalogs give equal files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cards, written = catalog.all_headers(), 0
    with (folder / CORPUS).open("w", encoding="utf-8") as file:
        for text in _passages(catalog, cards) if unit is Unit.PASSAGE else _wholes(catalog, cards, unit):
            written += 1
            _write(file, text)
    return len(cards), written


def _passages(catalog: CatalogReader, cards: Iterable[Card]) -> Iterator[dict[str, object]]:
    for card in cards:
        for passage in catalog.passages(card.id):
            place = {"start": passage.span.start, "end": passage.span.end, "section": passage.section}
            metadata = {"document_id": card.id, "source": card.source, **place}
            yield {"_id": passage.id, "title": card.title, "text": passage.text, "metadata": metadata}


def _wholes(catalog: CatalogReader, cards: Iterable[Card], unit: Unit) -> Iterator[dict[str, object]]:
    named: dict[str, list[Card]] = {}
    for card in cards:
        named.setdefault(card.id if unit is Unit.DOCUMENT else run_name(card.source), []).append(card)
    for name, alike in named.items():
        metadata = {"document_id": alike[0].id, "source": alike[0].source}
        text = "\n\n".join(catalog.text(card.id) for card in alike)
        # Without a title: the text holds it, and what is read again must not begin with anything else.
        yield {"_id": name, "title": "", "text": text, "metadata": metadata}


def write_queries(queries: Iterable[BeirQuery], folder: Path) -> None:
    """Write questions; raises OSError."""
    with (folder / QUERIES).open("w", encoding="utf-8") as file:
        for query in queries:
            _write(file, {"_id": query.query_id, "text": query.text, "metadata": {}})


def write_qrels(judged: Judgements, folder: Path, split: str = "test") -> None:
    """Write judgements; raises OSError."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    with (folder / "qrels" / f"{split}.tsv").open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        for query, documents in judged.items():
            file.writelines(f"{query}\t{document}\t{score}\n" for document, score in documents.items())


def _write(file: TextIO, value: dict[str, object]) -> None:
    file.write(json.dumps(value, ensure_ascii=False) + "\n")
