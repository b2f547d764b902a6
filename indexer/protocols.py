"""The seam between the search layer and whatever holds the passages."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.manifest import Recipe
from models.protocols import Terms


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage id with its score; higher is better."""

    passage_id: str
    score: float


class IndexState(Protocol):
    """What is known of an index without opening it."""

    @property
    def recipe(self) -> Recipe:
        """Return the model and analyzer that it was built with."""
        ...

    @property
    def catalog(self) -> str:
        """Return the identity of the catalog that it was built from."""
        ...

    @property
    def change(self) -> int:
        """Return the number of the last change that it contains."""
        ...

    @property
    def passages(self) -> int:
        """Return how many passages there are in it."""
        ...

    @property
    def version(self) -> str:
        """Name the contents."""
        ...


class PassageIndex(Protocol):
    """Dense and lexical search over the passages of the catalog.

    `allowed` restricts a search to the passages of these documents; None allows all. Results are
    sorted by descending score, ties by passage id.
    """

    @property
    def version(self) -> str:
        """Name the contents: changes exactly when they do."""
        ...

    def count(self, allowed: Collection[str] | None = None) -> int:
        """Count the passages that may be found."""
        ...

    def search_dense(
        self, vectors: npt.NDArray[np.float32], k: int, allowed: Collection[str] | None = None
    ) -> list[list[Scored]]:
        """Return the `k` nearest passages for each row of `vectors`, shape (n, dim)."""
        ...

    def search_lexical(
        self,
        terms: Terms,
        k: int,
        allowed: Collection[str] | None = None,
        weighed_in: frozenset[str] | None = None,
    ) -> list[Scored]:
        """Return the `k` best passages by BM25 over accented and folded terms.

        `weighed_in` are the documents whose passages tell how rare a word is; None takes all.
        """
        ...

    def seen_with(self, documents: frozenset[str], version: str) -> "PassageIndex":
        """Return the index as somebody sees it who may see these documents alone.

        Nothing of the others is found, counted or weighed. `version` names the state of the rest.
        """
        ...
