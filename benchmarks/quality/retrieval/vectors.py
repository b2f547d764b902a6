"""Vectors of texts, kept between runs: embedding takes all the time of the benchmark."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.texts import model_key
from models.load import load_embedder
from models.protocols import Embedder, Vectors

_BLOCK = 512  # texts embedded and stored at a time: what a killed run loses at most


class VectorStore:
    """Embeds passages and queries with one model; what it has embedded once it reads from disk."""

    def __init__(self, model: str, cache: Path) -> None:
        self._embedder: Embedder = load_embedder(model)
        self._folder = cache / model_key(self._embedder.spec)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.name = self._embedder.spec.name

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts to be found."""
        return self._of("p", texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of questions."""
        return self._of("q", texts)

    def _of(self, kind: str, texts: Sequence[str]) -> Vectors:
        blocks = [texts[at : at + _BLOCK] for at in range(0, len(texts), _BLOCK)]
        return np.concatenate([self._block(kind, list(block)) for block in blocks])

    def _block(self, kind: str, texts: list[str]) -> Vectors:
        name = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:24]
        path = self._folder / f"{kind}-{name}.npy"
        if path.exists():
            kept: Vectors = np.load(path).astype(np.float32)
            return kept
        embed = self._embedder.embed_passages if kind == "p" else self._embedder.embed_queries
        vectors = embed(texts)
        draft = path.with_suffix(".tmp.npy")
        np.save(draft, vectors)
        draft.replace(path)
        return vectors
