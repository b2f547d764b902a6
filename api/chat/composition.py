"""An answer as a chatbot says it: Vietnamese sentences with numbered citations, then what they cite."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from api.wording import (
    TYPES,
    capital,
    dated_name_of,
    full_name_of,
    is_doubtful,
    one_line,
    place_of,
    reason_of,
    section_of,
)
from search.types import Answer, AskResult, Citation, DocumentCard, Hit, Status

Key = tuple[str, int, int]

MOST_ANSWERS = 30
_MOST_CANDIDATES = 10
_LONGEST = 600  # characters of one quote or value
_NEAR = 300  # characters of a passage that answers nothing
_WORD = 30  # characters that a word may have, so that it is not cut
_SOURCES = "Căn cứ:"
_NEAREST = "Đoạn gần nhất trong kho, không phải câu trả lời: "
MARKER = re.compile(r"\[(\d+)\]")
# Chat programs render Markdown: a document must not make links, images or tags of its own.
_LINK = re.compile(r"\](?=\()")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a citation is referred to: `content[start:end] == f"[{index}]"`, in code points."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """One quote with its number in the text, from 1."""

    index: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Composed:
    """What a chatbot says.

    Attributes:
        body: the sentences, or why there are none.
        sources: one paragraph for each quote; empty where nothing is cited.
        marks: in the body.
        cited: the quotes, in the order of their numbers.
        values: what is answered, one for each mark.
        rephrasable: whether the body may be put in other words: it answers one asking, without reserve.
    """

    body: str
    sources: str = ""
    marks: tuple[Mark, ...] = ()
    cited: tuple[Cited, ...] = ()
    values: tuple[str, ...] = ()
    rephrasable: bool = False

    @property
    def content(self) -> str:
        """Return all of the text."""
        return f"{self.body}\n\n{self.sources}" if self.sources else self.body

    def with_body(self, body: str) -> "Composed":
        """Return the same in other words; every "[n]" of `body` is a mark."""
        return replace(self, body=body, marks=tuple(_marks_in(body)))


def compose(result: AskResult) -> Composed:
    """Put a result in words."""
    if result.status is Status.ANSWERED:
        return _answered(result.answers)
    paragraphs = [reason_of(result.reason)]
    if result.candidates:
        paragraphs.append(_choices(result.candidates))
    if result.hits:
        paragraphs.append(_NEAREST + _passage(result.hits[0]))
    return Composed("\n\n".join(paragraphs))


def heads_of(composed: Composed) -> str:
    """Name what is cited without quoting it, a line for each number."""
    return "\n".join(f"[{each.index}] {head_of(each.citation)}" for each in composed.cited)


def place_in(hit: Hit) -> str:
    """Say where a passage stands, and whether a machine read it."""
    return _place(hit.document, section_of(hit.section), hit.page)


def _answered(answers: Sequence[Answer]) -> Composed:
    told = _distinct(answers)
    shown = told[:MOST_ANSWERS]
    numbers = _numbered(shown)
    body, marks = "", []
    for kind, group in groupby(shown, key=lambda answer: answer.type):
        members = list(group)
        body += ("\n\n" if body else "") + f"{capital(TYPES[kind])}:"
        before = " " if len(members) == 1 else "\n- "
        for answer in members:
            number = numbers[key_of(answer.citation)]
            body += f"{before}{_value(answer)} "
            marks.append(Mark(number, len(body), len(body) + len(f"[{number}]")))
            body += f"[{number}]" + (_doubt(answer) if is_doubtful(answer) else "")
    left = len(told) - len(shown)
    if left:
        body += f"\n\n… và {left} ý khác; hãy hỏi hẹp hơn để xem đủ."
    cited = tuple(_cited(shown, numbers))
    return Composed(
        body=body,
        sources="\n\n".join([_SOURCES, *(f"[{each.index}] {_source(each.citation)}" for each in cited)]),
        marks=tuple(marks),
        cited=cited,
        values=tuple(_value(answer) for answer in shown),
        rephrasable=len({answer.type for answer in shown}) == 1 and not left and _is_plain(shown),
    )


def _is_plain(answers: Sequence[Answer]) -> bool:
    return not any(is_doubtful(answer) or MARKER.search(answer.value) for answer in answers)


def _distinct(answers: Sequence[Answer]) -> list[Answer]:
    """Leave out what would be said twice with the same proof."""
    return list({(each.type, each.value, key_of(each.citation)): each for each in answers}.values())


def key_of(citation: Citation) -> Key:
    """Tell citations apart."""
    return citation.document.id, citation.start, citation.end


def _numbered(answers: Sequence[Answer]) -> dict[Key, int]:
    keys = dict.fromkeys(key_of(answer.citation) for answer in answers)
    return {key: number for number, key in enumerate(keys, 1)}


def _cited(answers: Sequence[Answer], numbers: dict[Key, int]) -> Iterator[Cited]:
    first = {key_of(answer.citation): answer.citation for answer in reversed(answers)}
    return (Cited(number, first[key]) for key, number in numbers.items())


def _value(answer: Answer) -> str:
    return safe(_excerpt(answer.value))


def _doubt(answer: Answer) -> str:
    return f" (độ tin cậy thấp, {answer.confidence * 100:.0f} %; xin đối chiếu văn bản)"


def _source(citation: Citation) -> str:
    start, end = citation.value_start - citation.start, citation.value_end - citation.start
    return f"{head_of(citation)}: “{safe(_excerpt(citation.quote, start, end))}”"


def head_of(citation: Citation) -> str:
    """Name what is cited, without quoting it."""
    return _place(citation.document, place_of(citation), citation.page)


def _passage(hit: Hit) -> str:
    return f"{place_in(hit)}: “{safe(_excerpt(hit.text, most=_NEAR))}”"


def _place(card: DocumentCard, section: str, page: int | None) -> str:
    scanned = "bản quét, nhận dạng bằng máy" if card.ocr else ""
    parts = (dated_name_of(card), section, f"trang {page}" if page else "", scanned)
    return safe(", ".join(part for part in parts if part))


def _choices(cards: Sequence[DocumentCard]) -> str:
    lines = [
        "Có thể là:",
        *(f"- {safe(_excerpt(full_name_of(card), most=_NEAR))}" for card in cards[:_MOST_CANDIDATES]),
    ]
    left = len(cards) - _MOST_CANDIDATES
    return "\n".join(lines + ([f"- … và {left} văn bản khác"] if left > 0 else []))


def _excerpt(text: str, start: int = 0, end: int = 0, most: int = _LONGEST) -> str:
    """Return a long text around [start, end), on one line, with dots where it was cut between words."""
    if len(text) <= most:
        return one_line(text)
    first = min(max(0, min(start, (start + end - most) // 2)), len(text) - most)
    last = first + most
    if first and (space := text.find(" ", first, min(start, first + _WORD))) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", max(end, last - _WORD), last)) >= 0:
        last = space
    return ("…" if first else "") + one_line(text[first:last]) + ("…" if last < len(text) else "")


def safe(text: str) -> str:
    """Put a space where Markdown would see a link, an image or a tag."""
    return _TAG.sub("< ", _LINK.sub("] ", text))


def _marks_in(body: str) -> Iterator[Mark]:
    return (Mark(int(each[1]), *each.span()) for each in MARKER.finditer(body))
