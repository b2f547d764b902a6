"""The rows of comparison without a model: BM25 by bm25s over whole documents, questions as typed."""

import logging
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from benchmarks.quality.retrieval.types import Run
from models.textkeys import accented_key, fold
from models.tokens import Kind, tokens

_DEPTH = 100


def terms(text: str, folded: bool) -> list[str]:
    """Return syllables and their bigrams, with or without diacritics."""
    key = accented_key(text)
    words = [token.term for token in tokens(fold(key) if folded else key) if token.kind is not Kind.STOP]
    return words + [f"{a}_{b}" for a, b in pairwise(words)]


class BM25:
    """One pool of documents, searched with Lucene's BM25 (k1 1.2, b .75)."""

    def __init__(self, documents: Mapping[str, str], folded: bool) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)

        self._ids = list(documents)
        self._folded = folded
        self._index: Any = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        self._index.index([terms(text, folded) for text in documents.values()], show_progress=False)

    def run(self, queries: Mapping[str, str]) -> Run:
        """Search for every question."""
        depth = min(_DEPTH, len(self._ids))
        asked = [terms(question, self._folded) or [""] for question in queries.values()]
        rows, scores = self._index.retrieve(asked, k=depth, show_progress=False)
        return {
            key: {self._ids[row]: float(score) for row, score in zip(*pair, strict=True) if score > 0}
            for key, pair in zip(queries, zip(rows, scores, strict=True), strict=True)
        }
