"""The recipe of an embedding model, as it stands in manifests."""

from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """What must be equal for two vectors to be comparable.

    Attributes:
        name: short name or path the model was asked for by.
        revision: free text; the shipped model states how it was made.
        sha256: of the weights file.
        dim: length of a vector.
        query_prefix: put before a query ("query: " for the E5 family).
        passage_prefix: put before a passage ("passage: ").
        segmented: True where the model wants words joined by "_" (PhoBERT family).
        max_tokens: longer inputs are cut.
    """

    name: str
    revision: str
    sha256: str
    dim: int
    query_prefix: str
    passage_prefix: str
    segmented: bool
    max_tokens: int

    def to_json(self) -> dict[str, str | int | bool]:
        """Return the spec as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, str | int | bool]) -> Self:
        """Read what `to_json` wrote; raises TypeError on unknown or missing keys."""
        return cls(**value)  # type: ignore[arg-type]  # checked by the dataclass's own signature
