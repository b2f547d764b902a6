"""The clauses of a passage, the sentences and lists among them that free answers may be."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.clauses import clauses
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.values import Value
from search.answer.choices.wanted import Mask, Read
from search.answer.sentences import is_heading, without_marker
from search.types import AnswerType

_SHORTEST = 8
_SHORT = 60
_LONGEST_LIST = 700
_DEMAND = re.compile(r"\bphai\b|bao dam|dam bao|yeu cau|dieu kien|khong duoc")
_AIM = re.compile(r"\bnham\b|\bde\b|muc dich")
_SERVES = re.compile(r"\bphuc vu\b|\bgiup\b|\bgop phan\b|\bchuc nang\b|\bdung de\b")
_ASKS_WHY = re.compile(r"\b(?:vi|tai) sao\b|\bly do\b|\bnguyen nhan\b|\bdo dau\b")
_CAUSE = re.compile(r"\bdo\b|\bvi\b|\bboi\b|nguyen nhan|xuat phat tu|\bnham\b|\bde\b(?! nghi)")
_HOW_FAR = re.compile(r"(?i)\b(?:đã|đang|chưa|hoàn thành|đạt|tiến độ|kết quả|còn|chậm)\b|%")
# "không được ..." within a question; at its end "không" only asks.
_ASKS_DENIED = re.compile(
    r"\b(?:khong|chua|cam)(?: \w+)? (?:duoc|phai|can|ap dung|bao gom|tinh|thuoc|cho|phan cap|dua|co|bi"
    r"|nam|dung)\b(?! khong$)|\bngoai tru\b|\bngoai le\b"
)
_DENIES = re.compile(r"\bkhong\b|\bchua\b|\btru\b|\bcam\b|nghiem cam|ngoai tru|loai tru")
_LABEL = re.compile(r"(\w+ \w+(?: \w+){0,4}) ?: \S")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a passage with the line that opens its list."""

    span: Span
    lead: Mask
    opening: Span | None  # that line
    before: Span


def clauses_of(read: Read, parent: Mask) -> Iterator[Clause]:
    """Return the clauses of a passage; `parent` is what stands above it says of the question."""
    before = Span(0, 0)
    lead = 0
    opening: Span | None = None
    for piece in clauses(read.text):
        span = without_marker(read.text, piece)
        if span.end - span.start < 2:
            continue
        yield Clause(span, lead | parent, opening, before)
        if read.text[span.end - 1] == ":":
            lead, opening = read.terms(span), span
        before = span


def opening_bodies(values: Sequence[Value], clause: Clause, told: Collection[Span], by: int) -> list[Value]:
    """Return the bodies in the line that opens the clause's list: "Giao Sở X:"."""
    if clause.opening is None:
        return []
    return [
        replace(value, span=value.span.shifted(by), features=value.features | {"opens_list": 1.0})
        for value in values
        if clause.opening.contains(value.span) and value.span.shifted(by) not in told
    ]


def sentences_in(read: Read, span: Span, asking: Asking) -> list[Value]:
    """Return the clause at `span` as an answer, without its label ("Phạm vi: ...").

    What says nothing of being done, under way or late tells no progress.
    """
    if span.end - span.start < _SHORTEST or is_heading(read.text, span):
        return []
    words = span.of(read.folded)
    if not _fits(span.of(read.text), asking):
        return []
    label = _LABEL.match(words)
    denied, denies = _ASKS_DENIED.search(asking.form) is not None, _DENIES.search(words) is not None
    features = {
        "demands": float(asking.kind.value == "requirement" and _DEMAND.search(words) is not None),
        "aims": float(asking.kind.value == "purpose" and _AIM.search(words) is not None),
        "serves": float(asking.kind.value == "purpose" and _SERVES.search(words) is not None),
        "causes": float(_ASKS_WHY.search(asking.form) is not None and _CAUSE.search(words) is not None),
        "denies": float(denied and denies),
        "only_denies": float(denies and not denied),
        "short": float(span.end - span.start < _SHORT),
        "labelled": float(label is not None),
    }
    told = Span(span.start + label.end() - 1, span.end) if label else span
    return [Value(told if told.end - told.start >= _SHORTEST else span, features)]


def _fits(text: str, asking: Asking) -> bool:
    return asking.kind is not AnswerType.PROGRESS or _HOW_FAR.search(text) is not None


def lists_of(read: Read, found: Sequence[Clause], asking: Asking) -> Iterator[tuple[Clause, Value]]:
    """Return the lists of a passage: the items below a line that ends with a colon."""
    for at, clause in enumerate(found):
        if read.text[clause.span.end - 1] != ":":
            continue
        items = [one.span for one in found[at + 1 :] if one.opening == clause.span]
        kept = [item for item in items if item.end - clause.span.end <= _LONGEST_LIST]
        if len(kept) > 1 and _fits(read.text[kept[0].start : kept[-1].end], asking):
            yield clause, Value(Span(kept[0].start, kept[-1].end), {"list": 1.0})
