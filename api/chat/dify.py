"""Dify's external knowledge: `POST /retrieval`."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from api.chat.composition import place_in
from api.chat.metadata import Condition, Facts, FieldName, Relation, Value, fault_in
from api.chat.retrieval import Found
from api.wire.numbers import WHOLE
from api.wire.schemas import MAX_K, Question

_FROZEN = ConfigDict(frozen=True)
_DEFAULT_K = 5
_MOST_CONDITIONS = 50
_MOST_VALUES = 100

Operand = Annotated[str, Field(max_length=300)] | StrictInt | StrictFloat


class Comparison(StrEnum):
    """Dify's comparison operators."""

    CONTAINS = "contains"
    NOT_CONTAINS = "not contains"
    START_WITH = "start with"
    END_WITH = "end with"
    IS = "is"
    IS_NOT = "is not"
    IN = "in"
    NOT_IN = "not in"
    EMPTY = "empty"
    NOT_EMPTY = "not empty"
    NULL = "null"
    NOT_NULL = "not null"
    EQUAL = "="
    NOT_EQUAL = "≠"
    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = "≥"
    AT_MOST = "≤"
    BEFORE = "before"
    AFTER = "after"


_MEANINGS: dict[Comparison, tuple[Relation, bool]] = {  # the relation, and whether it must not hold
    Comparison.CONTAINS: (Relation.CONTAINS, False),
    Comparison.NOT_CONTAINS: (Relation.CONTAINS, True),
    Comparison.START_WITH: (Relation.STARTS, False),
    Comparison.END_WITH: (Relation.ENDS, False),
    Comparison.IS: (Relation.EQUALS, False),
    Comparison.IS_NOT: (Relation.EQUALS, True),
    Comparison.IN: (Relation.AMONG, False),
    Comparison.NOT_IN: (Relation.AMONG, True),
    Comparison.EMPTY: (Relation.ABSENT, False),
    Comparison.NOT_EMPTY: (Relation.ABSENT, True),
    Comparison.NULL: (Relation.ABSENT, False),
    Comparison.NOT_NULL: (Relation.ABSENT, True),
    Comparison.EQUAL: (Relation.EQUALS, False),
    Comparison.NOT_EQUAL: (Relation.EQUALS, True),
    Comparison.ABOVE: (Relation.ABOVE, False),
    Comparison.BELOW: (Relation.BELOW, False),
    Comparison.AT_LEAST: (Relation.AT_LEAST, False),
    Comparison.AT_MOST: (Relation.AT_MOST, False),
    Comparison.BEFORE: (Relation.BELOW, False),
    Comparison.AFTER: (Relation.ABOVE, False),
}


class MetadataCondition(BaseModel):
    """A condition on one metadata field, or on any of several."""

    model_config = _FROZEN

    name: FieldName | Annotated[list[FieldName], Field(min_length=1, max_length=20)]
    comparison_operator: Comparison
    value: Operand | Annotated[list[Operand], Field(max_length=_MOST_VALUES)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        condition = self.condition
        if condition.relation is not Relation.ABSENT and self.value is None:
            raise PydanticCustomError("value_missing", "This operator needs a value.")
        if (fault := fault_in(condition)) is not None:
            raise PydanticCustomError("metadata_condition", "Wrong condition: {fault}.", {"fault": fault})
        return self

    @property
    def condition(self) -> Condition:
        """Return it as our own."""
        relation, negated = _MEANINGS[self.comparison_operator]
        names = (self.name,) if isinstance(self.name, str) else tuple(self.name)
        return Condition(names, relation, self._values(relation), negated)

    def _values(self, relation: Relation) -> tuple[Value, ...]:
        if relation is Relation.ABSENT or self.value is None:
            return ()
        if isinstance(self.value, list):
            return tuple(self.value)
        if relation is Relation.AMONG and isinstance(self.value, str):
            return tuple(part.strip() for part in self.value.split(","))
        return (self.value,)


class MetadataConditions(BaseModel):
    """Conditions on the metadata; they are applied before ranking."""

    model_config = _FROZEN

    logical_operator: Literal["and", "or"] | None = "and"
    conditions: Annotated[list[MetadataCondition], Field(max_length=_MOST_CONDITIONS)] | None = None

    @property
    def test(self) -> Callable[[Facts], bool] | None:
        """Return what tells whether a document fulfils them; None where there are none."""
        conditions = [each.condition for each in self.conditions or ()]
        if not conditions:
            return None
        combine = any if self.logical_operator == "or" else all
        return lambda facts: combine(condition(facts) for condition in conditions)


class RetrievalSetting(BaseModel):
    """How many passages are wanted, and how good."""

    model_config = _FROZEN

    top_k: Annotated[int, Field(ge=1, le=MAX_K), WHOLE] = _DEFAULT_K
    score_threshold: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None


class RetrievalRequest(BaseModel):
    """Dify's question to an external knowledge base."""

    model_config = _FROZEN

    knowledge_id: Annotated[str, Field(max_length=200, description="`chidao`.", examples=["chidao"])]
    query: Question
    retrieval_setting: RetrievalSetting = RetrievalSetting()
    metadata_condition: MetadataConditions | None = None


class RetrievalRecord(BaseModel):
    """A passage; its first line names the document and the place, the rest is the text as it stands."""

    content: str
    score: Annotated[
        float, Field(ge=0, le=1, description="Compares within one response; the best is near 1.")
    ]
    title: str
    metadata: dict[str, str | int | float | bool]


class RetrievalResponse(BaseModel):
    """The passages, best first."""

    records: list[RetrievalRecord]


def record(found: Found) -> RetrievalRecord:
    """Return a passage as Dify takes it."""
    hit = found.hit
    place = place_in(hit)
    return RetrievalRecord(
        content=f"[{place}]\n{hit.text}",
        score=found.score,
        title=place,
        metadata=found.facts | found.place,
    )
