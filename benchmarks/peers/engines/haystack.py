"""Haystack: in-memory document store, a pipeline as in its hybrid retrieval tutorial but without a ranker."""

from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job


class Haystack(Engine):
    """BM25 (BM25L, its default) and embeddings, joined by reciprocal rank fusion."""

    packages: ClassVar[tuple[str, ...]] = ("haystack-ai",)
    modes: ClassVar[tuple[str, ...]] = (HYBRID, DENSE, LEXICAL)

    def prepare(self, job: Job) -> None:
        """Import the library."""
        import haystack
        import haystack.components.joiners
        import haystack.components.retrievers.in_memory
        import haystack.document_stores.in_memory  # noqa: F401

    def build(self, job: Job, folder: Path) -> None:
        """Write the documents with their embeddings; nothing is saved, as in the tutorial."""
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(
            [
                Document(id=one.id, content=one.text, embedding=vector.tolist())
                for one, vector in zip(job.passages, job.vectors, strict=True)
            ]
        )
        self._words: Any = InMemoryBM25Retriever(document_store=store)
        self._meaning: Any = InMemoryEmbeddingRetriever(document_store=store)
        both = Pipeline()
        both.add_component("words", InMemoryBM25Retriever(document_store=store))
        both.add_component("meaning", InMemoryEmbeddingRetriever(document_store=store))
        both.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        both.connect("words", "joiner")
        both.connect("meaning", "joiner")
        self._both: Any = both

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Run one retriever, or both in a pipeline."""
        words = {"query": asked.question.text, "top_k": k}
        meaning = {"query_embedding": asked.vector.tolist(), "top_k": k}
        if mode == LEXICAL:
            found = self._words.run(**words)["documents"]
        elif mode == DENSE:
            found = self._meaning.run(**meaning, return_embedding=False)["documents"]
        else:
            found = self._both.run({"words": words, "meaning": meaning})["joiner"]["documents"]
        return [(one.id, float(one.score)) for one in found[:k]]
