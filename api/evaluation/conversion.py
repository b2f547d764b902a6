"""A BEIR folder as files that can be ingested, asked and judged."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from api.batch.lines import run_name
from api.errors import QuestionsUnusable
from api.evaluation.beir import CORPUS, QUERIES, BeirFolder
from api.evaluation.judged import count_strangers, names_of

DOCUMENTS, QRELS = "documents", "qrels.trec"
_NAME_BYTES = 200  # what every file system takes, with room for the suffix


@dataclass(frozen=True, slots=True)
class Converted:
    """How much there was.

    Attributes:
        empty: texts that hold nothing to ingest.
        strangers: judgements of texts that the corpus lacks.
    """

    documents: int
    empty: int
    queries: int
    judgements: int
    strangers: int


def convert(source: BeirFolder, target: Path, split: str = "test") -> Converted:
    """Write a text file for each document, the questions and the judgements of a split.

    Judgements name the files, as runs of `chidao batch --unit source` do.

    Raises:
        OSError: it cannot be written.
        QuestionsUnusable: a file of the folder is wrong, or all judgements are of texts that it lacks.
    """
    judged = source.qrels(split)
    wanted, known = names_of(judged), set()
    (target / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    written = empty = queries = 0
    for doc in source.docs_iter():
        if doc.doc_id in wanted:
            known.add(doc.doc_id)
        text = "\n\n".join(part for part in (doc.title.strip(), doc.text.strip()) if part)
        if text:
            (target / DOCUMENTS / file_name(doc.doc_id)).write_text(text + "\n", encoding="utf-8")
        written, empty = written + bool(text), empty + (not text)
    if not known:
        raise QuestionsUnusable(
            str(source.qrels_path(split)), f"không đánh giá nào nêu tên một văn bản của {CORPUS}"
        )
    with (target / QUERIES).open("w", encoding="utf-8") as file:
        for query in source.queries_iter():
            line = {"id": query.query_id, "question": query.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            queries += 1
    with (target / QRELS).open("w", encoding="utf-8") as file:
        for key, documents in judged.items():
            names = ((run_name(file_name(name)), relevance) for name, relevance in documents.items())
            file.writelines(f"{key} 0 {name} {relevance}\n" for name, relevance in names)
    return Converted(written, empty, queries, sum(map(len, judged.values())), count_strangers(judged, known))


def file_name(doc_id: str) -> str:
    """Return a file name that stands for one id only and hides from nobody."""
    name = quote(doc_id, safe="")
    name = f"%{ord(name[0]):02X}{name[1:]}" if name[:1] in (".", "~") else name
    if len(name) > _NAME_BYTES:
        name = name[:100] + hashlib.sha256(doc_id.encode()).hexdigest()
    return f"{name}.txt"
