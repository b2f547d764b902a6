"""What is known of one build of the index: the recipe, and how far it has come."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache

from pydantic import TypeAdapter, ValidationError

from indexer.errors import IndexDamaged
from indexer.manifest import Options, Recipe
from indexer.milvus.sparse import Lengths

FORMAT = 1


@dataclass(frozen=True, slots=True)
class EngineState:
    """One build: a collection of the engine, and what stands in it.

    It is kept twice: in the catalog's database, where readers see a change without asking the engine, and
    beside the collection, so that an engine that was emptied or restored is not taken for another.

    Attributes:
        recipe: what must be equal for the build to be used or continued.
        catalog: identity of the catalog it was built from.
        collection: where its passages are.
        means: the mean lengths that its vectors were made with.
        change: number of the last change it contains.
        passages: how many there are in it.
        options: what shapes the ranking.
    """

    recipe: Recipe
    catalog: str
    collection: str
    means: Lengths
    change: int = 0
    passages: int = 0
    options: Options = field(default_factory=Options)
    format: int = FORMAT

    def to_json(self) -> str:
        """Return it as JSON text; equal states give equal texts."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def version(self) -> str:
        """Name the contents."""
        return hashlib.sha256(self.to_json().encode("utf-8")).hexdigest()[:12]

    def same_build(self, other: "EngineState | None") -> bool:
        """Tell whether both are of one collection, made in one way."""
        return other is not None and (self.recipe, self.catalog, self.collection, self.means) == (
            other.recipe,
            other.catalog,
            other.collection,
            other.means,
        )


@cache
def _adapter() -> TypeAdapter[EngineState]:
    return TypeAdapter(EngineState)


def read_state(text: str, place: str) -> EngineState:
    """Return the state that a text tells; raises IndexDamaged."""
    try:
        state = _adapter().validate_json(text)
    except ValidationError as error:
        raise IndexDamaged(place, "its state is not one of this version") from error
    if state.format != FORMAT:
        raise IndexDamaged(place, f"the index has format {state.format}, not {FORMAT}")
    return state
