"""The records of the corpus: frozen, JSON-ready, free of scores and vectors.

Offsets are code points into `Document.text` (NFC), half-open.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """Return the span moved by `by` code points."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value read from the text, with the place where it stands."""

    value: T
    span: Span


class Form(StrEnum):
    """What kind of witness a file is to the document it is about."""

    ORIGINAL = "original"  # the document itself
    REPORT = "report"  # a text that relates a numbered document (a web page, a summary)
    NEWS = "news"  # a report of an event; has no number of its own


@dataclass(frozen=True, slots=True)
class Header:
    """What the document says of itself; each fact with its span, None when it does not say."""

    form: Form = Form.ORIGINAL
    kind: Fact[str] | None = None  # lower-case Vietnamese: "công văn", "chỉ thị", "nghị quyết" ...
    number: Fact[str] | None = None  # normalised: "1023-CV/TU", "45/2022/QH15"
    issuer: Fact[str] | None = None
    place: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    effective_on: Fact[date] | None = None
    subject: Fact[str] | None = None  # trích yếu
    signer: Fact[str] | None = None
    signer_post: Fact[str] | None = None
    addressees: tuple[Fact[str], ...] = ()  # kính gửi
    recipients: tuple[Fact[str], ...] = ()  # nơi nhận
    body: Span | None = None  # where the content stands, without letterhead, signature and recipients
    annex: Span | None = None  # what follows the signature: annexes, regulations issued with the document


class Remark(StrEnum):
    """What a reader did or met that whoever relies on the text should know."""

    OCR = "ocr"  # pages were recognised from their image
    OCR_MISSING = "ocr_missing"  # pages are images and no OCR program is installed: they stay unread
    BLANK_PAGES = "blank_pages"  # pages without any text
    UNREADABLE_PAGES = "unreadable_pages"  # pages that are damaged: what they said is missing
    TRACKED_CHANGES = "tracked_changes"  # taken as accepted
    LEGACY_FONT = "legacy_font"  # TCVN3 or VNI letters were converted
    WRONG_SUFFIX = "wrong_suffix"  # the content is of another format than the name says
    PLAIN_CONVERTER = "plain_converter"  # read by a converter that loses tables or numbering


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a document's text was come by.

    Attributes:
        reader: the format that was read: "text", "docx", "pdf" ...
        remarks: in the order of `Remark`, each once.
        ocr_pages: the pages whose text was recognised from an image, from 1.
        ocr_confidence: mean confidence of the recognised words, 0 to 1; None without OCR.
    """

    reader: str = "text"
    remarks: tuple[Remark, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One ingested file."""

    id: str  # first 16 hex digits of the SHA-256 of the canonical text
    sha256: str  # of the file's bytes
    source: str  # the file's name
    origin: str  # the file's absolute path when it was ingested
    text: str
    title: str
    header: Header
    page_starts: tuple[int, ...] = ()  # where each page begins in the text; () where it has no pages
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def pages(self) -> int | None:
        """Count the pages; None where the format has none."""
        return len(self.page_starts) or None


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable piece of a document's body: `document.text[start:end]`, never empty."""

    id: str  # "<document id>-<ordinal, four digits>"
    document_id: str
    ordinal: int
    section: str  # "4", "Điều 3.2.a", "II.1", "" where the text has no numbering
    headings: tuple[str, ...]  # the headings above it, outermost first
    span: Span
    text: str
    pages: tuple[int, int] | None = None  # the first and the last it touches, from 1


class Role(StrEnum):
    """What an agency has to do with a task."""

    LEAD = "lead"  # chủ trì
    COORDINATE = "coordinate"  # phối hợp
    ADVISE = "advise"  # tham mưu
    DIRECT = "direct"  # lãnh đạo, chỉ đạo
    SUPERVISE = "supervise"  # theo dõi, đôn đốc, kiểm tra, giám sát
    REPORT_TO = "report_to"  # báo cáo
    IMPLEMENT = "implement"  # thực hiện


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that can be told to do something."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str | None = None  # "central", "province", "district", "commune"


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An agency, or a group of agencies, named in a text."""

    name: str  # as it stands in the text
    span: Span
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due."""

    text: str  # as it stands in the text
    span: Span
    due: date | None = None
    recurrence: str | None = None  # ISO 8601 repeating interval: "R/P1M" every month, "R/P1Y" every year
    rule: str | None = None  # how a relative deadline was resolved


@dataclass(frozen=True, slots=True)
class Party:
    """An agency in its role."""

    role: Role
    mention: AgencyMention


LEADING = frozenset((Role.LEAD, Role.IMPLEMENT))


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what by when, proved by one clause."""

    id: str
    document_id: str
    passage_id: str
    section: str
    clause: Span  # the sentence or clause that proves it
    task: Span
    parties: tuple[Party, ...]
    deadline: Deadline | None = None
    product: Span | None = None
    headings: tuple[str, ...] = ()  # the headings above the clause, outermost first

    @property
    def led(self) -> bool:
        """Tell whether somebody is named who leads the task or carries it out."""
        return any(party.role in LEADING for party in self.parties)


class Relation(StrEnum):
    """What a cited document is to the citing one."""

    IMPLEMENTS = "implements"  # thực hiện, triển khai, cụ thể hóa
    BASED_ON = "based_on"  # căn cứ
    REPLACES = "replaces"  # thay thế
    AMENDS = "amends"  # sửa đổi, bổ sung
    REPEALS = "repeals"  # bãi bỏ
    CONTINUES = "continues"  # tiếp tục thực hiện, đôn đốc
    ATTACHES = "attaches"  # ban hành kèm theo
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of another document."""

    id: str
    document_id: str
    passage_id: str | None  # None when it stands in the header
    span: Span  # the citation: "Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị"
    clause: Span  # the sentence or clause in which it stands
    relation: Relation
    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted or measured fact."""

    id: str
    document_id: str
    passage_id: str
    clause: Span
    indicator: str  # what is counted: "nhiệm vụ do Ủy ban Nhân dân thành phố chủ trì"
    value: float
    value_span: Span  # the number with its unit: "14 nhiệm vụ"
    unit: str  # "nhiệm vụ", "%", "tỷ đồng"
    status: str | None = None  # "đã hoàn thành", "đang triển khai"
    as_of: date | None = None
    part_of: str | None = None  # id of the figure that this one breaks down


@dataclass(frozen=True, slots=True)
class Record:
    """All that one file yields; enters the catalog in one transaction."""

    document: Document
    passages: tuple[Passage, ...]
    assignments: tuple[Assignment, ...] = field(default=())
    references: tuple[Reference, ...] = field(default=())
    figures: tuple[Figure, ...] = field(default=())
