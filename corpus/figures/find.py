"""Counted and measured facts: what is counted, how many, in what state, and of which total they are part."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.clauses import clause_at, clauses, sentences
from corpus.dates import find_dates, find_periods
from corpus.figures.breakdown import Draft, link
from corpus.figures.phrases import indicator_of, status_before, status_of
from corpus.figures.quantities import Quantity, find_quantities
from corpus.letters import lower_letters
from corpus.types import Document, Figure, Passage, Span


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total with its parts."""

    total: Figure
    parts: tuple[Figure, ...]

    @property
    def rest(self) -> float:
        """Return what the parts leave of the total; negative when they overlap."""
        return self.total.value - sum(part.value for part in self.parts)

    @property
    def complete(self) -> bool:
        """Tell whether the parts sum to the total."""
        return abs(self.rest) < 1e-9 * max(1.0, abs(self.total.value))


def find_figures(document: Document, passages: Sequence[Passage]) -> tuple[Figure, ...]:
    """Return the figures stated in the passages, in the order of the text."""
    issued = document.header.issued_on.value if document.header.issued_on else None
    drafts: list[Draft] = []
    ordinal = 0
    for passage in passages:
        inside, ordinal = _in_passage(passage, ordinal, issued)
        drafts.extend(inside)
    link(drafts)
    kept = [draft for draft in drafts if draft.unit is not None]
    ids = {id(draft): f"{document.id}-f{at:04d}" for at, draft in enumerate(kept)}
    return tuple(_figure(document, draft, ids) for draft in kept)


def breakdowns(figures: Sequence[Figure]) -> list[Breakdown]:
    """Group figures by the total that they break down, in the order of the totals."""
    parts: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.part_of is not None:
            parts.setdefault(figure.part_of, []).append(figure)
    return [Breakdown(total, tuple(parts[total.id])) for total in figures if total.id in parts]


def _figure(document: Document, draft: Draft, ids: dict[int, str]) -> Figure:
    start = draft.passage.span.start
    return Figure(
        id=ids[id(draft)],
        document_id=document.id,
        passage_id=draft.passage.id,
        clause=draft.clause.shifted(start),
        indicator=_indicator(draft),
        value=draft.value,
        value_span=draft.quantity.span.shifted(start),
        unit=draft.unit or "",
        status=draft.status,
        as_of=draft.as_of or (draft.total.as_of if draft.total else None),
        part_of=ids.get(id(draft.total)) if draft.total else None,
    )


def _indicator(draft: Draft) -> str:
    """Return what is counted; a part that does not say counts what its total counts."""
    seen = draft
    while not seen.phrase and seen.total is not None:
        seen = seen.total
    return seen.phrase or seen.unit or ""


def _in_passage(passage: Passage, ordinal: int, issued: date | None) -> tuple[list[Draft], int]:
    text = passage.text
    quantities = find_quantities(text)
    whole = sentences(text)
    if not quantities:
        return [], ordinal + len(whole)
    low, pieces = lower_letters(text), clauses(text)
    moments = _moments(text, low, issued)
    drafts: list[Draft] = []
    rest = iter(quantities)
    quantity = next(rest, None)
    for sentence in whole:
        inside = []
        while quantity is not None and quantity.span.start < sentence.end:
            inside.append(quantity)
            quantity = next(rest, None)
        drafts.extend(_in_sentence(passage, low, sentence, inside, ordinal, pieces, moments))
        ordinal += 1
    return drafts, ordinal


def _in_sentence(
    passage: Passage,
    low: str,
    sentence: Span,
    quantities: list[Quantity],
    ordinal: int,
    pieces: list[Span],
    moments: list[tuple[Span, date | None]],
) -> list[Draft]:
    text = passage.text
    drafts: list[Draft] = []
    previous = sentence.start
    subject = ""
    for at, quantity in enumerate(quantities):
        following = quantities[at + 1].span.start if at + 1 < len(quantities) else sentence.end
        after = Span(quantity.span.end, max(quantity.span.end, following))
        before = Span(previous, max(previous, quantity.span.start))
        phrase, subject = indicator_of(text, low, quantity, before, after, subject)
        stated = status_of(text, low, after)
        if stated is None:
            phrase = phrase or _said_before(drafts, quantity)
        draft = Draft(
            passage=passage,
            quantity=quantity,
            sentence=ordinal,
            before=low[before.start : before.end],
            clause=clause_at(pieces, quantity.span),
            unit=quantity.unit,
            phrase=phrase,
            status=stated or status_before(text, low, before, quantity),
            as_of=_as_of(quantity, sentence, moments),
        )
        drafts.append(draft)
        previous = quantity.span.end
    return drafts


def _said_before(drafts: list[Draft], quantity: Quantity) -> str:
    """Return what the same sentence said of such things before: "19 dự án do huyện ..., nay 25 dự án"."""
    if not quantity.counted or quantity.unit is None:
        return ""
    return next(
        (draft.phrase for draft in reversed(drafts) if draft.unit == quantity.unit and draft.phrase), ""
    )


# --- when ------------------------------------------------------------------------------------------------

_UNTIL = re.compile(
    r"(?<!\w)(?:tính đến|tính tới|đến|tới|tại)(?:\s+(?:hết|thời điểm|cuối|ngày|hết ngày))*\s*\Z"
)
_NOW = re.compile(
    r"(?<!\w)(?:(?:tính )?(?:đến|tới) (?:thời điểm )?(?:nay|hiện tại|thời điểm này)|hiện nay|hiện có)(?!\w)"
)


def _moments(text: str, low: str, issued: date | None) -> list[tuple[Span, date | None]]:
    """Find "đến ngày ...", "đến năm ..." and "đến nay", which the issue date stands for."""
    found: list[tuple[Span, date | None]] = [(Span(*now.span()), issued) for now in _NOW.finditer(low)]
    stated = [(fact.span, fact.value) for fact in find_dates(text)]
    stated += [(period.span, period.end) for period in find_periods(text)]
    for span, value in stated:
        if _UNTIL.search(low, max(0, span.start - 30), span.start):
            found.append((span, value))
    return sorted(found, key=lambda moment: moment[0])


def _as_of(quantity: Quantity, sentence: Span, moments: list[tuple[Span, date | None]]) -> date | None:
    """Return the last moment named before the figure in its sentence, else the first one after it."""
    at = bisect_left(moments, quantity.span.start, key=lambda moment: moment[0].start)
    for nearest in (at - 1, at):
        if 0 <= nearest < len(moments) and sentence.contains(moments[nearest][0]):
            return moments[nearest][1]
    return None
