"""The seams of this package: what the rest of the house may ask of a model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from models.spec import ModelSpec

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text becomes for the lexical index.

    Attributes:
        accented: lower-case syllables, words and bigrams with their diacritics.
        folded: the same with tone marks and diacritics off (đ becomes d).
    """

    accented: tuple[str, ...]
    folded: tuple[str, ...]


class Embedder(Protocol):
    """Text to unit vectors of shape (n, spec.dim), float32."""

    @property
    def spec(self) -> ModelSpec:
        """Describe the model; vectors under equal specs may be compared."""
        ...

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Embed texts to be found."""
        ...

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed texts to search with."""
        ...


@runtime_checkable
class PreparingEmbedder(Protocol):
    """An embedder whose work on a question has two parts, of which the second holds no interpreter."""

    def prepared_query(self, text: str) -> Callable[[], Vectors]:
        """Do the first part; return the second, which returns the embedding, of shape (1, dim)."""
        ...


class Analyzer(Protocol):
    """Text to lexical terms."""

    @property
    def name(self) -> str:
        """Name the recipe; a change of terms changes the name."""
        ...

    def analyze(self, text: str) -> Terms:
        """Return the terms of `text`, in order, with repetitions."""
        ...


@dataclass(frozen=True, slots=True)
class Restoration:
    """One way to read a text typed without diacritics.

    Attributes:
        text: with diacritics.
        score: its probability among all readings of the same text, in [0, 1].
    """

    text: str
    score: float


class Restorer(Protocol):
    """Puts diacritics back into text typed without them."""

    def mended(self, text: str) -> str | None:
        """Return `text` with words put right that only slips of the keys explain, or None."""
        ...

    def restore(self, text: str) -> str | None:
        """Return the restored text, or None where `text` needs none."""
        ...

    def alternatives(self, text: str, n: int = 5) -> list[Restoration]:
        """Return up to `n` distinct readings of `text`, likeliest first; the first is what `restore` says."""
        ...


class Proofreader(Protocol):
    """Puts wrong diacritics right."""

    def corrected(self, text: str) -> str:
        """Return `text` with the diacritics that must have been meant; it keeps its length."""
        ...
