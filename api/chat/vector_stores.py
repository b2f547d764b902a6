"""OpenAI's `POST /v1/vector_stores/{id}/search`."""

from collections.abc import Callable, Iterable
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.chat.metadata import Condition, Facts, FieldName, Relation, Value, fault_in
from api.chat.retrieval import Found
from api.wire.numbers import WHOLE
from api.wire.schemas import Question

_FROZEN = ConfigDict(frozen=True)
_MOST_FILTERS = 50
_DEEPEST = 5
_MOST_QUERIES = 8
_LONGEST_ATTRIBUTE = 512
# OpenAI allows sixteen, so not everything that is known is told; everything may be filtered by.
_TOLD = (
    "document_id", "number", "kind", "title", "issuer", "issued_on", "effective_on", "year", "signer",
    "source", "ocr",
)  # fmt: skip

_MEANINGS: dict[str, tuple[Relation, bool]] = {  # the relation, and whether it must not hold
    "eq": (Relation.EQUALS, False),
    "ne": (Relation.EQUALS, True),
    "gt": (Relation.ABOVE, False),
    "gte": (Relation.AT_LEAST, False),
    "lt": (Relation.BELOW, False),
    "lte": (Relation.AT_MOST, False),
    "in": (Relation.AMONG, False),
    "nin": (Relation.AMONG, True),
}

Operand = Annotated[str, Field(max_length=300)] | StrictBool | StrictInt | StrictFloat


class ComparisonFilter(BaseModel):
    """A comparison of one attribute."""

    model_config = _FROZEN

    type: Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]
    key: FieldName
    value: Operand | Annotated[list[Operand], Field(max_length=100)]

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (fault := fault_in(self.condition)) is not None:
            raise PydanticCustomError("filter", "Wrong filter: {fault}.", {"fault": fault})
        return self

    @property
    def condition(self) -> Condition:
        """Return it as our own."""
        relation, negated = _MEANINGS[self.type]
        values = tuple(self.value) if isinstance(self.value, list) else (self.value,)
        return Condition((self.key,), relation, values, negated)

    @property
    def test(self) -> Callable[[Facts], bool]:
        """Return what tells whether a document passes."""
        return self.condition

    @property
    def depth(self) -> int:
        """Return how deep it is nested."""
        return 1


def _shape(value: object) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "compound" if kind in ("and", "or") else "comparison"


class CompoundFilter(BaseModel):
    """Filters of which all or any must pass."""

    model_config = _FROZEN

    type: Literal["and", "or"]
    filters: Annotated[tuple["Filter", ...], Field(min_length=1, max_length=_MOST_FILTERS)]

    @model_validator(mode="after")
    def _is_flat(self) -> Self:
        if self.depth > _DEEPEST:
            raise PydanticCustomError(
                "filter_too_deep", "Filters may be nested {most} deep.", {"most": _DEEPEST}
            )
        return self

    @property
    def test(self) -> Callable[[Facts], bool]:
        """Return what tells whether a document passes."""
        tests = [each.test for each in self.filters]
        combine = any if self.type == "or" else all
        return lambda facts: combine(test(facts) for test in tests)

    @property
    def depth(self) -> int:
        """Return how deep it is nested."""
        return 1 + max(each.depth for each in self.filters)


Filter = Annotated[
    Annotated[ComparisonFilter, Tag("comparison")] | Annotated[CompoundFilter, Tag("compound")],
    Discriminator(_shape),
]


class RankingOptions(BaseModel):
    """How good a passage must be; there is one ranker."""

    model_config = _FROZEN

    ranker: Annotated[str, Field(max_length=100)] | None = None
    score_threshold: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None


class StoreSearchRequest(BaseModel):
    """A search; `rewrite_query` changes nothing, for questions are always understood, never rewritten."""

    model_config = _FROZEN

    query: Question | Annotated[list[Question], Field(min_length=1, max_length=_MOST_QUERIES)]
    max_num_results: Annotated[int, Field(ge=1, le=50), WHOLE] = 10
    filters: Filter | None = None
    ranking_options: RankingOptions | None = None
    rewrite_query: StrictBool | None = None

    @property
    def queries(self) -> list[str]:
        """Return what is asked."""
        return [self.query] if isinstance(self.query, str) else list(self.query)

    @property
    def least(self) -> float:
        """Return the score that a passage must have."""
        return (self.ranking_options.score_threshold or 0.0) if self.ranking_options else 0.0


class TextContent(BaseModel):
    """A text."""

    type: Literal["text"] = "text"
    text: str


class StoreHit(BaseModel):
    """A passage."""

    file_id: Annotated[str, Field(description="Id of the document.")]
    filename: str
    score: Annotated[float, Field(ge=0, le=1, description="Compares within one query; the best is near 1.")]
    attributes: Annotated[dict[str, str | int | float | bool], Field(max_length=16)]
    content: tuple[TextContent, ...]


class StorePage(BaseModel):
    """The passages, best first."""

    object: Literal["vector_store.search_results.page"] = "vector_store.search_results.page"
    search_query: list[str]
    data: list[StoreHit]
    has_more: Literal[False] = False
    next_page: None = None


def best_of(found: Iterable[Found], most: int) -> list[Found]:
    """Return the best passages of several searches, each once."""
    best: dict[str, Found] = {}
    for each in found:
        known = best.get(each.hit.passage_id)
        if known is None or each.score > known.score:
            best[each.hit.passage_id] = each
    return sorted(best.values(), key=lambda each: (-each.score, each.hit.passage_id))[:most]


def store_hit(found: Found) -> StoreHit:
    """Return a passage in OpenAI's shape."""
    hit = found.hit
    told = {name: found.facts[name] for name in _TOLD if name in found.facts} | found.place
    return StoreHit(
        file_id=hit.document.id,
        filename=hit.document.source,
        score=found.score,
        attributes={name: _short(value) for name, value in told.items()},
        content=(TextContent(text=hit.text),),
    )


def _short(value: Value) -> Value:
    return value[:_LONGEST_ATTRIBUTE] if isinstance(value, str) else value
