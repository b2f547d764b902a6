"""An embedder without weights: hashed syllables and bigrams. For tests and for machines without a model."""

import hashlib
from itertools import pairwise

import numpy as np

from models.protocols import Vectors
from models.spec import ModelSpec
from models.textkeys import fold

DIM = 64


class HashingEmbedder:
    """Feature hashing of folded syllables and their bigrams into 64 signed buckets.

    Texts that share words get a positive cosine; nothing else is promised. A text without a word gets
    the first unit vector, so that every row has length one.
    """

    def __init__(self) -> None:
        self._spec = ModelSpec(
            name="hashing",
            revision="1",
            sha256=hashlib.sha256(b"hashing/1").hexdigest(),
            dim=DIM,
            query_prefix="",
            passage_prefix="",
            segmented=False,
            max_tokens=1_000_000,
        )

    @property
    def spec(self) -> ModelSpec:
        """Describe the model."""
        return self._spec

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Embed texts to be found; shape (n, 64)."""
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(-1, DIM)

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed texts to search with, in the same way as passages."""
        return self.embed_passages(texts)


def _vector(text: str) -> Vectors:
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    vector = np.zeros(DIM, dtype=np.float32)
    for term in (*words, *map(" ".join, pairwise(words))):
        digest = hashlib.blake2b(term.encode(), digest_size=8).digest()
        vector[digest[0] % DIM] += 1.0 if digest[1] & 1 else -1.0
    if not vector.any():
        vector[0] = 1.0
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
