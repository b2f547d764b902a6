"""Milvus Lite: a schema with a BM25 function and `hybrid_search`, as in its guides on both."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job

_NAME = "passages"
_BATCH = 1_000
_LONGEST = 65_535  # bytes of a VARCHAR


class Milvus(Engine):
    """Dense AUTOINDEX and its BM25 function over its standard analyzer, joined by its RRF ranker."""

    packages: ClassVar[tuple[str, ...]] = ("pymilvus", "milvus-lite")
    modes: ClassVar[tuple[str, ...]] = (HYBRID, DENSE, LEXICAL)
    batches: ClassVar[bool] = True

    def prepare(self, job: Job) -> None:
        """Import the library."""
        import pymilvus  # noqa: F401

    def build(self, job: Job, folder: Path) -> None:
        """Insert the passages; their sparse vectors are its own."""
        from pymilvus import DataType, Function, FunctionType, MilvusClient

        client: Any = MilvusClient(str(folder / "milvus.db"))
        schema = client.create_schema()
        schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=64)
        schema.add_field("text", DataType.VARCHAR, max_length=_LONGEST, enable_analyzer=True)
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=job.vectors.shape[1])
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function("bm25", FunctionType.BM25, input_field_names=["text"], output_field_names=["sparse"])
        )
        index = client.prepare_index_params()
        index.add_index("dense", index_type="AUTOINDEX", metric_type="COSINE")
        index.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        client.create_collection(_NAME, schema=schema, index_params=index)
        rows = list(zip(job.passages, job.vectors, strict=True))
        for start in range(0, len(rows), _BATCH):
            data = [
                {"id": one.id, "text": one.text, "dense": row.tolist()}
                for one, row in rows[start : start + _BATCH]
            ]
            client.insert(_NAME, data)
        client.flush(_NAME)
        client.load_collection(_NAME)
        self._client = client

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Ask one question."""
        return self.batch([asked], mode, k)[0]

    def batch(self, asked: Sequence[Asked], mode: str, k: int) -> list[Ranking]:
        """Ask all in one call."""
        from pymilvus import AnnSearchRequest, RRFRanker

        vectors = [one.vector.tolist() for one in asked]
        texts = [one.question.text for one in asked]
        of_dense: dict[str, Any] = {"anns_field": "dense"}
        of_words: dict[str, Any] = {"anns_field": "sparse"}
        if mode == HYBRID:
            requests = [
                AnnSearchRequest(data=vectors, param={"metric_type": "COSINE"}, limit=k, **of_dense),
                AnnSearchRequest(data=texts, param={"metric_type": "BM25"}, limit=k, **of_words),
            ]
            found = self._client.hybrid_search(
                _NAME, requests, ranker=RRFRanker(), limit=k, output_fields=["text"]
            )
        else:
            data, field = (vectors, of_dense) if mode == DENSE else (texts, of_words)
            found = self._client.search(_NAME, data=data, limit=k, output_fields=["text"], **field)
        return [_ranking(hits) for hits in found]

    def close(self) -> None:
        """End its server."""
        self._client.close()


def _ranking(hits: Iterable[dict[str, Any]]) -> Ranking:
    """Return the hits in their order: this version counts BM25 negatively."""
    return [(hit["id"], float(-rank)) for rank, hit in enumerate(hits)]
