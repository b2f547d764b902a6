"""LangChain: FAISS vector store, BM25Retriever and EnsembleRetriever as in its how-to on hybrid search."""

from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job

_TAKEN = 0.5  # weight of each retriever in the ensemble


class LangChain(Engine):
    """A flat FAISS index, rank_bm25 over words between spaces, and both joined by weighted ranks."""

    packages: ClassVar[tuple[str, ...]] = (
        "langchain-community",
        "langchain-classic",
        "rank-bm25",
        "faiss-cpu",
    )
    modes: ClassVar[tuple[str, ...]] = (DENSE, HYBRID, LEXICAL)

    def prepare(self, job: Job) -> None:
        """Import the library."""
        import langchain_community.retrievers
        import langchain_community.vectorstores  # noqa: F401

    def build(self, job: Job, folder: Path) -> None:
        """Build both, and save the vector store."""
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS
        from langchain_core.embeddings import Embeddings

        known: dict[str, list[float]] = {}

        class Given(Embeddings):
            """Hands over what was computed before."""

            def embed_query(self, text: str) -> list[float]:
                return known[text]

            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return [known[text] for text in texts]

        self._known = known
        texts = [one.text for one in job.passages]
        ids = [one.id for one in job.passages]
        metadatas = [{"id": key} for key in ids]
        pairs = [(text, row.tolist()) for text, row in zip(texts, job.vectors, strict=True)]
        self._store: Any = FAISS.from_embeddings(pairs, Given(), metadatas=metadatas, ids=ids)
        self._store.save_local(str(folder / "faiss"))
        self._words: Any = BM25Retriever.from_texts(texts, metadatas=metadatas, ids=ids)
        self._meaning: Any = self._store.as_retriever()
        self._both: Any = EnsembleRetriever(
            retrievers=[self._words, self._meaning], weights=[_TAKEN, _TAKEN], id_key="id"
        )

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Ask one retriever, or the ensemble."""
        text = asked.question.text
        self._known[text] = asked.vector.tolist()
        if mode == DENSE:
            found = self._store.similarity_search_with_score(text, k=k)
            return [(one.metadata["id"], -float(distance)) for one, distance in found]
        self._words.k = k
        self._meaning.search_kwargs = {"k": k}
        documents = (self._words if mode == LEXICAL else self._both).invoke(text)[:k]
        return [(one.metadata["id"], float(-rank)) for rank, one in enumerate(documents)]
