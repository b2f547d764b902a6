"""Vectors of texts, kept by text: a killed preparation goes on where it was, and collections share them."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.peers.job import Vectors

if TYPE_CHECKING:
    from models.protocols import Embedder

_BLOCK = 128  # texts embedded and stored at a time


class VectorCache:
    """Embeds what it has not embedded yet with one model; the file is named after the model."""

    def __init__(self, folder: Path, model: str) -> None:
        from indexer.texts import model_key
        from models.load import load_embedder

        folder.mkdir(parents=True, exist_ok=True)
        self._embedder: Embedder = load_embedder(model)
        self._db = sqlite3.connect(folder / f"{model_key(self._embedder.spec)}.sqlite")
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts to be found."""
        return self._of(b"p", texts, self._embedder.embed_passages)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of questions."""
        return self._of(b"q", texts, self._embedder.embed_queries)

    def put(self, kind: bytes, texts: Sequence[str], vectors: Vectors) -> None:
        """Store what was computed."""
        rows = [
            (_key(kind, text), row.astype(np.float32).tobytes())
            for text, row in zip(texts, vectors, strict=True)
        ]
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def _of(self, kind: bytes, texts: Sequence[str], embed: Callable[[list[str]], Vectors]) -> Vectors:
        for block in _blocks(list(dict.fromkeys(text for text in texts if not self._get(kind, text)))):
            self.put(kind, block, embed(block))
        return np.stack([np.frombuffer(self._get(kind, text) or b"", np.float32) for text in texts])

    def _get(self, kind: bytes, text: str) -> bytes | None:
        row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (_key(kind, text),)).fetchone()
        return row[0] if row else None


def _key(kind: bytes, text: str) -> bytes:
    return kind + hashlib.sha256(text.encode()).digest()[:16]


def _blocks(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), _BLOCK):
        yield texts[start : start + _BLOCK]
