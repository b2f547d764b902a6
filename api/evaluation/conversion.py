"""A BEIR folder as files that can be ingested, asked and judged."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from api.batch.lines import run_name
from api.evaluation.beir import QUERIES, BeirFolder

DOCUMENTS, QRELS = "documents", "qrels.trec"
_NAME_BYTES = 200  # what every file system takes, with room for the suffix


@dataclass(frozen=True, slots=True)
class Converted:
    """How much there was; `empty` counts texts that hold nothing to ingest."""

    documents: int
    empty: int
    queries: int
    judgements: int


def convert(source: BeirFolder, target: Path, split: str = "test") -> Converted:
    """Write a text file for each document, the questions and the judgements of a split; raises OSError.

    Judgements name the files, as runs of `chidao batch --unit source` do.
    """
    (target / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    written = empty = queries = 0
    for doc in source.docs_iter():
        text = "\n\n".join(part for part in (doc.title.strip(), doc.text.strip()) if part)
        if text:
            (target / DOCUMENTS / file_name(doc.doc_id)).write_text(text + "\n", encoding="utf-8")
        written, empty = written + bool(text), empty + (not text)
    with (target / QUERIES).open("w", encoding="utf-8") as file:
        for query in source.queries_iter():
            line = {"id": query.query_id, "question": query.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            queries += 1
    judged = source.qrels(split)
    with (target / QRELS).open("w", encoding="utf-8") as file:
        for key, documents in judged.items():
            names = ((run_name(file_name(name)), relevance) for name, relevance in documents.items())
            file.writelines(f"{key} 0 {name} {relevance}\n" for name, relevance in names)
    return Converted(written, empty, queries, sum(map(len, judged.values())))


def file_name(doc_id: str) -> str:
    """Return a file name that stands for one id only and hides from nobody."""
    name = quote(doc_id, safe="")
    name = f"%{ord(name[0]):02X}{name[1:]}" if name[:1] in (".", "~") else name
    if len(name) > _NAME_BYTES:
        name = name[:100] + hashlib.sha256(doc_id.encode()).hexdigest()
    return f"{name}.txt"
