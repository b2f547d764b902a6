"""txtai: `Embeddings(hybrid=True, content=True)` as in its introduction, vectors by an external function."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job, Vectors

_WEIGHTS = {HYBRID: 0.5, DENSE: 1.0, LEXICAL: 0.0}  # of the vectors; .5 is its default


class Txtai(Engine):
    """Its BM25 over its own words beside a FAISS index, scores added with equal weights."""

    packages: ClassVar[tuple[str, ...]] = ("txtai", "faiss-cpu")
    modes: ClassVar[tuple[str, ...]] = (HYBRID, DENSE, LEXICAL)
    batches: ClassVar[bool] = True

    def prepare(self, job: Job) -> None:
        """Import the library, which takes seconds."""
        import txtai  # noqa: F401

    def build(self, job: Job, folder: Path) -> None:
        """Index and save."""
        from txtai import Embeddings

        known: dict[str, Vectors] = {
            one.text: row for one, row in zip(job.passages, job.vectors, strict=True)
        }
        self._known = known

        def transform(texts: Sequence[str]) -> Vectors:
            return np.stack([known[text] for text in texts])

        self._embeddings: Any = Embeddings(
            method="external", transform=transform, hybrid=True, content=True, format="json"
        )
        self._embeddings.index((one.id, one.text, None) for one in job.passages)
        self._embeddings.save(str(folder / "index"))
        known.clear()

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Search with the weights of a mode."""
        return self.batch([asked], mode, k)[0]

    def batch(self, asked: Sequence[Asked], mode: str, k: int) -> list[Ranking]:
        """Use its batch call."""
        self._known.update((one.question.text, one.vector) for one in asked)
        texts = [one.question.text for one in asked]
        found = self._embeddings.batchsearch(texts, k, weights=_WEIGHTS[mode])
        return [[(hit["id"], float(hit["score"])) for hit in hits] for hits in found]

    def close(self) -> None:
        """Close its database."""
        self._embeddings.close()
