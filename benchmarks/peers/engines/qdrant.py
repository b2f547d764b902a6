"""Qdrant in local mode: dense and sparse vectors, `query_points` with prefetch and RRF as in its guide.

Held in memory, as its README begins: with a path, local mode commits point by point and took 22 ms for
each. Its BM25 comes with fastembed, which fetches a file at run time; the sparse vectors here follow the
same formula (k 1.2, b .75, an average of 256 words, idf by the store) over words of letters and digits
in lower case.
"""

import re
import warnings
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job

_K, _B, _AVERAGE = 1.2, 0.75, 256.0  # the defaults of its BM25
_WORD = re.compile(r"\w+")
_NAME = "passages"


class Qdrant(Engine):
    """Its local mode, which is written in NumPy and meant for up to 20,000 points, as it warns itself."""

    packages: ClassVar[tuple[str, ...]] = ("qdrant-client",)
    modes: ClassVar[tuple[str, ...]] = (HYBRID, DENSE, LEXICAL)
    batches: ClassVar[bool] = True

    def prepare(self, job: Job) -> None:
        """Import the library."""
        import qdrant_client  # noqa: F401

        warnings.filterwarnings("ignore", message="Local mode is not recommended")

    def build(self, job: Job, folder: Path) -> None:
        """Upload every point with its text."""
        from qdrant_client import QdrantClient, models

        self._client: Any = QdrantClient(":memory:")
        self._client.create_collection(
            _NAME,
            vectors_config={
                "dense": models.VectorParams(size=job.vectors.shape[1], distance=models.Distance.COSINE)
            },
            sparse_vectors_config={"bm25": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        rows = zip(job.passages, job.vectors, strict=True)
        points = (
            models.PointStruct(
                id=at,
                vector={"dense": row.tolist(), "bm25": models.SparseVector(**_weighed(one.text))},
                payload={"id": one.id, "text": one.text},
            )
            for at, (one, row) in enumerate(rows)
        )
        self._client.upload_points(_NAME, points)

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Send one query."""
        return _hits(self._client.query_points(_NAME, **self._query(asked, mode, k)))

    def batch(self, asked: Sequence[Asked], mode: str, k: int) -> list[Ranking]:
        """Send all queries in one call."""
        from qdrant_client import models

        requests = []
        for one in asked:
            query = self._query(one, mode, k)
            query["with_payload"] = True
            requests.append(models.QueryRequest(**query))
        return [_hits(found) for found in self._client.query_batch_points(_NAME, requests)]

    def _query(self, asked: Asked, mode: str, k: int) -> dict[str, Any]:
        from qdrant_client import models

        meaning = {"query": asked.vector.tolist(), "using": "dense"}
        words = {"query": models.SparseVector(**_asked(asked.question.text)), "using": "bm25"}
        if mode != HYBRID:
            return {**(words if mode == LEXICAL else meaning), "limit": k}
        prefetch = [models.Prefetch(**one, limit=max(k, 20)) for one in (meaning, words)]
        return {"prefetch": prefetch, "query": models.FusionQuery(fusion=models.Fusion.RRF), "limit": k}

    def close(self) -> None:
        """Release what it holds."""
        self._client.close()


def _hits(found: Any) -> Ranking:  # noqa: ANN401 - the library is untyped here
    return [(point.payload["id"], float(point.score)) for point in found.points]


def _words(text: str) -> Counter[int]:
    return Counter(zlib.crc32(word.encode()) for word in _WORD.findall(text.lower()))


def _weighed(text: str) -> dict[str, list[Any]]:
    counts = _words(text)
    length = 1 - _B + _B * counts.total() / _AVERAGE
    return {
        "indices": list(counts),
        "values": [count * (_K + 1) / (count + _K * length) for count in counts.values()],
    }


def _asked(text: str) -> dict[str, list[Any]]:
    counts = _words(text)
    return {"indices": list(counts), "values": [1.0] * len(counts)}
