"""bm25s: as in its README with its own words, and over the terms of our analyzer."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.engines.base import LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job


class Plain(Engine):
    """Words of two letters and more, no stop words, no stemmer: it has none for Vietnamese."""

    packages: ClassVar[tuple[str, ...]] = ("bm25s",)
    modes: ClassVar[tuple[str, ...]] = (LEXICAL,)
    batches: ClassVar[bool] = True

    def prepare(self, job: Job) -> None:
        """Import the library."""
        import bm25s  # noqa: F401

        logging.getLogger("bm25s").setLevel(logging.WARNING)

    def build(self, job: Job, folder: Path) -> None:
        """Index, keeping the texts, and save."""
        import bm25s

        corpus = [{"id": one.id, "text": one.text} for one in job.passages]
        self._index: Any = bm25s.BM25(corpus=corpus)
        self._index.index(self._terms([one.text for one in job.passages]), show_progress=False)
        self._index.save(str(folder / "index"), corpus=corpus)

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Ask one question."""
        return self.batch([asked], mode, k)[0]

    def batch(self, asked: Sequence[Asked], mode: str, k: int) -> list[Ranking]:
        """Ask in one call."""
        terms = self._terms([one.question.text for one in asked])
        found, scores = self._index.retrieve(terms, k=min(k, len(self._index.corpus)), show_progress=False)
        return [
            [(hit["id"], float(score)) for hit, score in zip(hits, row, strict=True) if score > 0]
            for hits, row in zip(found, scores, strict=True)
        ]

    def _terms(self, texts: list[str]) -> list[list[str]]:
        import bm25s

        found: list[list[str]] = bm25s.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)
        return found


class OurTerms(Plain):
    """The same over our analyzer's folded terms; questions still as they were typed."""

    def prepare(self, job: Job) -> None:
        """Load the analyzer too."""
        from models.load import load_analyzer

        super().prepare(job)
        self._analyzer = load_analyzer()
        self._analyzer.analyze("sở nội vụ chủ trì")

    def _terms(self, texts: list[str]) -> list[list[str]]:
        return [list(self._analyzer.analyze(text).folded) or [""] for text in texts]
