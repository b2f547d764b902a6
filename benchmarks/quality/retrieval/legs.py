"""The legs of a search over one set, run as the product runs them."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from benchmarks.quality.retrieval.pool import Piece, pieces_of
from benchmarks.quality.retrieval.types import RetrievalSet
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.lexical import LexicalIndex
from indexer.lexicalfiles import LexicalWriter
from indexer.manifest import Options
from indexer.protocols import Scored
from models.load import load_analyzer, load_restorer
from models.protocols import Vectors
from search.query import analyze
from search.retrieve import DEPTH

Ranking = list[Scored]  # best first, at most DEPTH passages


@dataclass(frozen=True)
class Pool:
    """The passages of a set, in the lexical index; `documents` names the document of each passage."""

    pieces: Sequence[Piece]
    documents: Mapping[str, str]
    lexical: LexicalIndex

    @classmethod
    def of(cls, asked: RetrievalSet, folder: Path, options: Options) -> Self:
        """Cut and index the documents of a set under `folder`."""
        pieces = pieces_of(asked.documents)
        analyzer = load_analyzer()
        place = Path(tempfile.mkdtemp(dir=folder))
        writer = LexicalWriter(place, create=True)
        for piece in pieces:
            writer.add(piece.document_id, piece.id, analyzer.analyze(piece.text))
        writer.commit()
        return cls(pieces, {piece.id: piece.document_id for piece in pieces}, LexicalIndex(place, options))


class Understanding:
    """Questions as `search.query` understands them: diacritics restored, abbreviations spelt out."""

    def __init__(self) -> None:
        self._restorer = load_restorer()

    def __call__(self, question: str) -> str:
        """Return the text that is searched for."""
        return analyze(question, self._restorer).text


def lexical_leg(pool: Pool, texts: Sequence[str], depth: int = DEPTH) -> list[Ranking]:
    """Search every text in the lexical index."""
    analyzer = load_analyzer()
    return [pool.lexical.search(analyzer.analyze(text), depth, None) for text in texts]


def dense_leg(
    pool: Pool, vectors: Vectors, store: VectorStore, texts: Sequence[str], depth: int = DEPTH
) -> list[Ranking]:
    """Search every text among the vectors of the pool; exact, as the product's index is."""
    ids = np.array([piece.id for piece in pool.pieces])
    rankings = []
    for scores in store.queries(texts) @ vectors.T:
        best = np.argsort(-scores, kind="stable")[:depth]
        rankings.append([Scored(str(ids[i]), float(scores[i])) for i in best])
    return rankings
