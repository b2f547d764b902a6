"""A small embedder and analyzer, and records to index: real code, deterministic, no model files."""

import hashlib
import random
import unicodedata

import numpy as np

from corpus.types import Document, Header, Passage, Record, Span
from models.protocols import Terms
from models.spec import ModelSpec

DIM = 16
WORDS = ("ban", "tuyên", "giáo", "chủ", "trì", "phối", "hợp", "báo", "cáo", "kế", "hoạch", "thành", "ủy")


class FakeEmbedder:
    """Sums a pseudo-random vector for each word."""

    def __init__(self, name: str = "fake", dim: int = DIM) -> None:
        self.spec = ModelSpec(name, "1", hashlib.sha256(name.encode()).hexdigest(), dim, "", "", False, 128)
        self.embedded = 0

    def _one(self, text: str) -> np.ndarray:
        total = np.zeros(self.spec.dim)
        for word in text.casefold().split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(self.spec.dim)
        return (total / (np.linalg.norm(total) or 1.0)).astype(np.float32)

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        self.embedded += len(texts)
        return np.stack([self._one(text) for text in texts])

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        return np.stack([self._one(text) for text in texts])


def fold(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class FakeAnalyzer:
    """Whitespace words in lower case."""

    name = "fake/1"

    def analyze(self, text: str) -> Terms:
        words = tuple(text.casefold().split())
        return Terms(words, tuple(fold(word) for word in words))


def record(key: int, texts: list[str], title: str = "", source: str = "") -> Record:
    """Return a document whose passages are `texts`."""
    document_id = f"{key:016x}"
    body, passages = "", []
    for i, text in enumerate(texts):
        span = Span(len(body), len(body) + len(text))
        passages.append(Passage(f"{document_id}-{i:04d}", document_id, i, str(i + 1), (), span, text))
        body += text + "\n"
    name = source or f"{key}.txt"
    sha256 = hashlib.sha256(f"{name}{body}".encode()).hexdigest()
    return Record(Document(document_id, sha256, name, f"/in/{name}", body, title, Header()), tuple(passages))


def random_records(count: int, seed: int = 7, size: int = 3, length: int = 12) -> list[Record]:
    """Return documents of random words; some passages occur more than once."""
    chance = random.Random(seed)
    repeated = "báo cáo ban tuyên giáo"
    return [
        record(
            key,
            [
                repeated if chance.random() < 0.2 else " ".join(chance.choices(WORDS, k=length))
                for _ in range(chance.randint(1, size))
            ],
        )
        for key in range(1, count + 1)
    ]
