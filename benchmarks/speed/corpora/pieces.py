"""Sentences of real documents, and their subjects, with vectors: what collections are put together from.

The documents are those of a data folder (`directives/*.txt` with its INDEX.json, and
`training/official_texts.jsonl.gz`), or the shipped samples where there is none.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.readers import read
from models.protocols import Embedder

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

SAMPLES = Path(__file__).resolve().parents[3] / "corpus" / "samples"
SHORTEST, LONGEST = 60, 240  # characters of a piece
RUN = 4  # pieces that stand together are taken together
DIRECTIVE, OFFICIAL = 56, 12  # pieces of a document at most, where the whole data folder is there
_LETTERS = 0.7  # of the characters at least: rows of tables are no sentences
_END = re.compile(r"(?<=[.;])\s+")
_NAME = re.compile(r"^.{0,40}?\d+/[^\s]+\s+(?:năm \d{4}\s+)?")  # "Quyết định 12/QĐ-UBND năm 2025 "
_MARKS = ".;:!?"
_ISSUER = re.compile(r"\s+do [^,;]{3,60} ban hành$")


@dataclass(frozen=True, slots=True)
class Source:
    """A real document, cut."""

    subject: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """All pieces with their unit vectors.

    Attributes:
        texts: the pieces, those of a document together and in its order.
        owner: of each piece, its document's row in `subjects`.
        first: of each document, the row of its first piece; one more at the end.
        near: of each document, itself and the documents that are most like it, shape (documents, neighbours).
        vectors: of the pieces, shape (pieces, dim).
        subject_vectors: shape (documents, dim).
    """

    texts: tuple[str, ...]
    subjects: tuple[str, ...]
    owner: Integers
    first: Integers
    near: Integers
    vectors: Floats
    subject_vectors: Floats


def sources(data: Path | None) -> list[Source]:
    """Return the cut documents of a data folder, or of the shipped samples; no piece stands twice."""
    known: set[str] = set()
    found = []
    for subject, text, most in _texts(data):
        pieces = [one for one in _run(_pieces(text), most) if one not in known]
        known.update(pieces)
        if len(pieces) >= RUN:
            found.append(Source(subject, tuple(pieces)))
    return found


def _texts(data: Path | None) -> Iterator[tuple[str, str, int]]:
    """Yield subject, text and the number of pieces to take of each document, in a fixed order."""
    if data is None:
        for path in sorted(SAMPLES.glob("[0-9]*")):
            text = read(path.read_bytes(), path.name).mapped.text
            yield path.stem, text, len(text)
        return
    index = json.loads((data / "directives" / "INDEX.json").read_text(encoding="utf-8"))
    titles = {each["file"]: each["title"] for each in index}
    for path in sorted((data / "directives").glob("*.txt")):
        yield (
            _subject(titles.get(path.name, "")),
            read(path.read_bytes(), path.name).mapped.text,
            DIRECTIVE,
        )
    with gzip.open(data / "training" / "official_texts.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield _subject(row.get("title") or ""), row["text"], OFFICIAL


def _subject(title: str) -> str:
    """Return what a document is about, without its kind, number and issuer."""
    return _ISSUER.sub("", _NAME.sub("", " ".join(title.split())))[:200]


def _pieces(text: str) -> list[str]:
    """Return the sentences and halves of sentences of a text that are neither short, long nor of a table.

    All end in a mark, so that the terms of pieces that follow each other are those of each.
    """
    found = (part.strip() for line in text.split("\n") for part in _END.split(line))
    kept = (one for one in found if SHORTEST <= len(one) <= LONGEST and _is_prose(one))
    return [one if one[-1] in _MARKS else one + "." for one in kept]


def _is_prose(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _LETTERS * len(text)


def _run(pieces: Sequence[str], most: int) -> list[str]:
    """Return so many pieces, in runs that are spread over the whole."""
    if len(pieces) <= most:
        return list(pieces)
    runs = max(1, most // RUN)
    step = len(pieces) / runs
    return [one for i in range(runs) for one in pieces[int(i * step) : int(i * step) + RUN]][:most]


def embedded(found: Sequence[Source], embedder: Embedder, neighbours: int = 5) -> Pool:
    """Embed the pieces and the subjects of documents."""
    texts = [text for source in found for text in source.pieces]
    subjects = [source.subject or source.pieces[0] for source in found]
    vectors = embedder.embed_passages([*texts, *subjects])
    counts = np.array([len(source.pieces) for source in found])
    first = np.concatenate([[0], np.cumsum(counts)])
    middle = np.add.reduceat(vectors[: len(texts)], first[:-1], axis=0)
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    near = np.argsort(-(middle @ middle.T), axis=1, kind="stable")[:, :neighbours]
    owner = np.repeat(np.arange(len(found)), counts)
    return Pool(
        tuple(texts), tuple(subjects), owner, first, near, vectors[: len(texts)], vectors[len(texts) :]
    )


def save(pool: Pool, path: Path) -> None:
    """Keep a pool in a file."""
    arrays = {name: getattr(pool, name) for name in ("owner", "first", "near", "vectors", "subject_vectors")}
    np.savez(path, texts=np.array(pool.texts), subjects=np.array(pool.subjects), **arrays)


def load(path: Path) -> Pool:
    """Read a kept pool."""
    with np.load(path) as found:
        texts, subjects = tuple(found["texts"].tolist()), tuple(found["subjects"].tolist())
        arrays = (found[name] for name in ("owner", "first", "near", "vectors", "subject_vectors"))
        return Pool(texts, subjects, *arrays)
