"""What the search layer takes and gives: the shapes behind `/v1/ask` and `/v1/search`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from search.stages import Lap


class AnswerType(StrEnum):
    """What a question asks for."""

    LEAD_AGENCY = "lead_agency"
    COORDINATING_AGENCY = "coordinating_agency"
    ADVISING_AGENCY = "advising_agency"
    SUPERVISING_AGENCY = "supervising_agency"
    REPORT_TO = "report_to"
    ASSIGNEE = "assignee"
    DEADLINE = "deadline"
    RECURRENCE = "recurrence"
    PRODUCT = "product"
    SIGNER = "signer"
    SIGNER_POST = "signer_post"
    ISSUED_ON = "issued_on"
    EFFECTIVE_ON = "effective_on"
    NUMBER = "number"
    SUBJECT = "subject"
    ISSUER = "issuer"
    RECIPIENTS = "recipients"
    LEGAL_BASIS = "legal_basis"
    IMPLEMENTS = "implements"
    IMPLEMENTED_BY = "implemented_by"
    REPLACED_BY = "replaced_by"
    FIGURE = "figure"
    PROGRESS = "progress"
    TASK = "task"
    REQUIREMENT = "requirement"
    PURPOSE = "purpose"
    SPAN = "span"


class Status(StrEnum):
    """Whether the documents say it."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Reason(StrEnum):
    """Why there is no answer."""

    NOT_IN_CORPUS = "not_in_corpus"
    SLOT_NOT_STATED = "slot_not_stated"
    AMBIGUOUS_DOCUMENT = "ambiguous_document"
    AMBIGUOUS_TASK = "ambiguous_task"
    OUT_OF_SCOPE = "out_of_scope"


class Mode(StrEnum):
    """Which legs of the retriever run."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as it is named beside an answer or a hit."""

    id: str
    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    source: str
    page_starts: tuple[int, ...] = field(default=(), repr=False)
    ocr: bool = False  # whether any of its pages was recognised from an image


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof of an answer; `text[start:end] == quote` in the document's text.

    `passage_id` is None where the quote stands in the letterhead or signature block.
    `sha256` is that of the quote's UTF-8 bytes.
    """

    document: DocumentCard
    passage_id: str | None
    section: str
    page: int | None
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One typed answer; `confidence` lies in [0, 1]."""

    type: AnswerType
    value: str
    normalized: dict[str, str]
    confidence: float
    citation: Citation


@dataclass(frozen=True, slots=True)
class Highlight:
    """A half-open range of code points in a hit's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of each leg that found the passage."""

    dense: float | None = None
    lexical: float | None = None
    rerank: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage."""

    rank: int
    passage_id: str
    document: DocumentCard
    section: str
    text: str
    start: int
    end: int
    score: float
    scores: Scores
    highlights: tuple[Highlight, ...] = ()
    page: int | None = None  # on which it begins, from 1


@dataclass(frozen=True, slots=True)
class Expansion:
    """An abbreviation or loose name that was understood as something longer."""

    text: str
    expanded: str


@dataclass(frozen=True, slots=True)
class QueryAnalysis:
    """What was understood of a question; disclosed in every response."""

    original: str
    normalized: str
    restored: str | None
    expansions: tuple[Expansion, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    agencies: tuple[str, ...]
    type: AnswerType


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrict search to some documents; an empty tuple or None restricts nothing."""

    document_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issued_from: date | None = None
    issued_to: date | None = None
    without: frozenset[str] = frozenset()  # ids of documents to leave out


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation; `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked passages; `total` counts the passages that were candidates after filters."""

    hits: tuple[Hit, ...]
    query: QueryAnalysis
    total: int
    index_version: str
    took_ms: float
    laps: tuple[Lap, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AskResult:
    """A typed answer or a reasoned abstention; answered exactly when there are answers."""

    status: Status
    reason: Reason | None
    answers: tuple[Answer, ...]
    hits: tuple[Hit, ...]
    query: QueryAnalysis
    index_version: str
    took_ms: float
    candidates: tuple[DocumentCard, ...] = field(default=())  # the documents an ambiguous question may mean
    laps: tuple[Lap, ...] = field(default=(), compare=False, repr=False)
