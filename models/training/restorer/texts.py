"""Read folders of text for counting: .txt, .md, .tsv, .json, .jsonl and the last two gzipped."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

TEXTS = (".txt", ".md")
RECORDS = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
QUESTION_FIELDS = ("question", "query", "text")


def read_documents(paths: Iterable[Path]) -> Iterator[str]:
    """Yield whole documents: text files, and the "text" of JSON records, in name order."""
    for file in _files(paths, (*TEXTS, *RECORDS)):
        if file.name.endswith(TEXTS):
            yield file.read_text(encoding="utf-8", errors="replace")
        else:
            yield from (record["text"] for record in _records(file) if "text" in record)


def read_questions(paths: Iterable[Path]) -> Iterator[str]:
    """Yield questions: of JSON the first of `QUESTION_FIELDS`, SQuAD's too; of .tsv the second column."""
    for file in _files(paths, (*RECORDS, ".tsv")):
        if file.name.endswith(".tsv"):
            lines = file.read_text(encoding="utf-8").splitlines()
            yield from (line.split("\t")[1] for line in lines if "\t" in line)
        else:
            for record in _records(file):
                field = next((name for name in QUESTION_FIELDS if name in record), None)
                if field is not None:
                    yield record[field]


def read_articles(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield question-titled articles: (question, passage)."""
    for file in _files(paths, RECORDS):
        yield from ((record["question"], record["passage"]) for record in _records(file))


def read_names(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the "FullName" of places, those of their wards too."""
    for file in _files(paths, RECORDS):
        yield from (record["FullName"] for record in _records(file) if "FullName" in record)


def _files(paths: Iterable[Path], suffixes: tuple[str, ...]) -> Iterator[Path]:
    for path in paths:
        found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        yield from (file for file in found if file.name.endswith(suffixes))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file, depth first, those inside others after the one they are in."""
    opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        if ".jsonl" in path.suffixes:
            for line in lines:
                yield from _objects(json.loads(line))
        else:
            yield from _objects(json.load(lines))


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)
