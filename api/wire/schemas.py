"""The shapes of `/v1`, as clients see them; read from the records by attribute."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.wire.days import Day
from api.wire.numbers import WHOLE
from api.wire.questions import ENGLISH, MAX_QUESTION_CHARS, fault_of, normalize_question
from search.genealogy import ValidityStatus
from search.types import AnswerType, Filters, Mode, Reason, Status, Turn

MAX_K = 100
MAX_TURNS = 20
MAX_FILTER_VALUES = 100


def asked_text(raw: str) -> str:
    """Return a question in the form in which it is asked; raises PydanticCustomError where it cannot be."""
    question = normalize_question(raw)
    fault = fault_of(question)
    if fault is not None:
        # The message is a template in this library; the table's texts hold no braces.
        raise PydanticCustomError(fault.value, ENGLISH[fault])
    return question


Question = Annotated[
    str,
    AfterValidator(asked_text),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_QUESTION_CHARS,
            "description": "Vietnamese, with or without diacritics; at least one letter or digit, "
            "no control characters. The length is counted after NFC normalisation.",
        }
    ),
]
FilterValue = Annotated[str, Field(min_length=1, max_length=300)]
FilterValues = Annotated[tuple[FilterValue, ...], Field(max_length=MAX_FILTER_VALUES)]
Depth = Annotated[int, Field(ge=1, le=MAX_K, description="How many passages to return."), WHOLE]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FromRecord(BaseModel):
    """A shape that is read from a record by its attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class FiltersIn(_Request):
    """Restrict the search to some documents; an empty list restricts nothing."""

    document_ids: FilterValues = ()
    numbers: FilterValues = ()
    kinds: FilterValues = ()
    issuers: FilterValues = ()
    issued_from: Day | None = None
    issued_to: Day | None = None
    agency: Annotated[
        FilterValue | None, Field(description="Documents that give this body a task, itself or in a group.")
    ] = None
    validity: Annotated[
        tuple[ValidityStatus, ...],
        Field(max_length=len(ValidityStatus), description="Documents that stand so on `as_of`, else today."),
    ] = ()

    def to_filters(self) -> Filters:
        """Return the search layer's record; `api.engine.narrowing` sees to `agency` and `validity`."""
        return Filters(**{name: value for name, value in self if name not in ("agency", "validity")})


class TurnIn(_Request):
    """One earlier message of the conversation, oldest first."""

    role: Annotated[str, Field(pattern="^(user|assistant)$")]
    content: Annotated[str, Field(max_length=MAX_QUESTION_CHARS)]

    def to_turn(self) -> Turn:
        """Return the search layer's record."""
        return Turn(self.role, self.content)


class AskRequest(_Request):
    """A question."""

    question: Question
    k: Depth = 5
    filters: FiltersIn = FiltersIn()
    as_of: Annotated[
        Day | None, Field(description="Answer as on this day; relative dates count from it.")
    ] = None
    history: Annotated[tuple[TurnIn, ...], Field(max_length=MAX_TURNS)] = ()
    stream: Annotated[
        bool, Field(strict=True, description="Answer as server-sent events: query, answer, hits, done.")
    ] = False


class SearchRequest(_Request):
    """A search."""

    query: Question
    k: Depth = 10
    mode: Mode = Mode.HYBRID
    filters: FiltersIn = FiltersIn()


class DocumentCardOut(FromRecord):
    """A document as it is named beside an answer or a hit."""

    id: str
    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    source: Annotated[str, Field(description="Name of the ingested file.")]
    ocr: Annotated[bool, Field(description="Whether pages of it were recognised from images.")]


class CitationOut(FromRecord):
    """The proof of an answer: `text[start:end] == quote`, in code points of the document's text."""

    document: DocumentCardOut
    passage_id: Annotated[str | None, Field(description="Null where the quote stands in the header.")]
    section: str
    page: Annotated[int | None, Field(description="Where the value stands, from 1; null without pages.")]
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    sha256: Annotated[str, Field(description="SHA-256 of the quote's UTF-8 bytes.")]


class AnswerOut(FromRecord):
    """One typed answer."""

    type: AnswerType
    value: str
    normalized: dict[str, str]
    confidence: Annotated[float, Field(ge=0, le=1)]
    citation: CitationOut


class HighlightOut(FromRecord):
    """A half-open range of code points in the hit's text."""

    start: int
    end: int


class ScoresOut(FromRecord):
    """The score of each leg of the retriever; null where the leg did not find the passage."""

    dense: float | None
    lexical: float | None
    rerank: float | None


class HitOut(FromRecord):
    """A ranked passage."""

    rank: int
    passage_id: str
    document: DocumentCardOut
    section: str
    page: Annotated[int | None, Field(description="Where the passage begins, from 1.")]
    text: str
    start: int
    end: int
    score: float
    scores: ScoresOut
    highlights: tuple[HighlightOut, ...]


class ExpansionOut(FromRecord):
    """An abbreviation or loose name and what it was understood as."""

    text: str
    expanded: str


class QueryOut(FromRecord):
    """What was understood of the question."""

    original: str
    normalized: str
    restored: str | None
    expansions: tuple[ExpansionOut, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    agencies: tuple[str, ...]
    type: AnswerType


class AskResponse(FromRecord):
    """A typed answer or a reasoned abstention; answered exactly when there are answers."""

    status: Status
    reason: Reason | None
    answers: tuple[AnswerOut, ...]
    hits: tuple[HitOut, ...]
    query: QueryOut
    index_version: str
    took_ms: float
    candidates: Annotated[
        tuple[DocumentCardOut, ...], Field(description="The documents an ambiguous question may mean.")
    ]


class SearchResponse(FromRecord):
    """Ranked passages; `total` counts the candidates after filters."""

    hits: tuple[HitOut, ...]
    query: QueryOut
    total: int
    index_version: str
    took_ms: float


class SpanOut(FromRecord):
    """A half-open range of code points in the document's text."""

    start: int
    end: int


class Ready(FromRecord):
    """The answer of the probes."""

    status: str
