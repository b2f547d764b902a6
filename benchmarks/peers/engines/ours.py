"""This project: catalog, `sync`, `Engine.search`, as `chidao search` and the server run it."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from benchmarks.peers.engines.base import DENSE, HYBRID, LEXICAL, Asked, Engine, Ranking
from benchmarks.peers.job import Job, Vectors

if TYPE_CHECKING:
    from corpus.types import Record
    from models.protocols import Embedder
    from models.spec import ModelSpec


class Given:
    """Hands over the vectors of passages that were computed before; questions are embedded."""

    def __init__(self, embedder: "Embedder", job: Job) -> None:
        self._embedder = embedder
        self._known = {one.text: row for one, row in zip(job.passages, job.vectors, strict=True)}

    @property
    def spec(self) -> "ModelSpec":
        """Describe the model."""
        return self._embedder.spec

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Look texts up."""
        return np.stack([self._known[text] for text in texts])

    def forget(self) -> None:
        """Let go of what was handed over."""
        self._known = {}

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed questions."""
        return self._embedder.embed_queries(texts)


class Ours(Engine):
    """The documents enter the catalog as records that were read before."""

    packages: ClassVar[tuple[str, ...]] = ("chidao", "faiss-cpu", "tantivy")
    modes: ClassVar[tuple[str, ...]] = (HYBRID, DENSE, LEXICAL)
    embeds: ClassVar[bool] = True

    def prepare(self, job: Job) -> None:
        """Load the models and read the documents."""
        from models.load import load_analyzer, load_embedder, load_restorer

        self._analyzer, self._restorer = load_analyzer(), load_restorer()
        self._embedder = Given(load_embedder(), job)
        self._embedder.embed_queries(["sở nội vụ chủ trì"])
        self._analyzer.analyze("sở nội vụ chủ trì việc này")
        known = {one.id for one in job.passages}
        self._records = [
            replace(made, passages=tuple(one for one in made.passages if one.id in known))
            for made in (_record(key, text) for key, text in job.documents.items())
        ]

    def build(self, job: Job, folder: Path) -> None:
        """Fill a catalog, index it and open it."""
        from corpus.catalog import Catalog
        from indexer.local import open_index
        from indexer.sync import sync
        from search.engine import Engine as SearchEngine

        self._catalog = Catalog.open(folder)
        while self._records:
            self._catalog.put(self._records.pop())
        sync(self._catalog, folder / "index", self._embedder, self._analyzer)
        self._embedder.forget()
        self._index = open_index(folder / "index", self._embedder.spec, self._analyzer.name)
        self._engine: Any = SearchEngine(
            self._catalog, self._index, self._embedder, self._analyzer, self._restorer
        )

    def search(self, asked: Asked, mode: str, k: int) -> Ranking:
        """Ask as a caller does."""
        from search.types import Mode

        found = self._engine.search(asked.question.text, k, Mode(mode))
        return [(hit.passage_id, float(hit.score)) for hit in found.hits]

    def close(self) -> None:
        """Close the catalog."""
        self._catalog.close()


def _record(key: str, text: str) -> "Record":
    """Read a document as the sets are cut, under the id it has there."""
    from corpus.header import read_header, title_of
    from corpus.readers import read
    from corpus.structure import outline, passages_of
    from corpus.types import Document, Record, Span

    name = key if "." in key else f"{key}.txt"
    canonical = read(text.encode(), name).mapped.text
    header = read_header(canonical)
    units = outline(canonical, header.body or Span(0, len(canonical)))
    if header.annex is not None:
        units += outline(canonical, header.annex)
    digest = sha256(text.encode()).hexdigest()
    document = Document(key, digest, name, f"/peers/{name}", canonical, title_of(header, canonical), header)
    return Record(document, passages_of(key, canonical, units))
