"""Which figures are parts of which: "20 nhiệm vụ, trong đó 6 ..., 14 ..."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from corpus.figures.quantities import Quantity
from corpus.types import Passage, Span

MEMORY = 4  # sentences after which a total is no longer expected to be broken down

_INTO_PARTS = re.compile(
    r"(?<!\w)(?:trong đó|bao gồm|gồm|cụ thể(?= ?[:,]| như sau| là)|chia ra|chia thành|trong số (?:đó|này)"
    r"|phân theo)(?!\w)"
)
_OPENING = re.compile(r"(?:\A|[,;.:])\W*(?:trong|qua)(?:\s+(?:tổng số|số))?\s*\Z")
_REMAINDER = re.compile(r"(?<!\w)còn lại(?!\w)[^\w]*(?:là\s+|có\s+)?\Z")


@dataclass(slots=True)
class Draft:
    """A figure under construction; spans are relative to its passage."""

    passage: Passage
    quantity: Quantity
    sentence: int  # ordinal of the sentence within the document
    before: str  # from the previous figure, or the start of the sentence, in lower case
    clause: Span
    unit: str | None  # None until "6 đã hoàn thành" is given the unit of its total
    phrase: str  # what is counted, "" where the words do not say
    status: str | None
    as_of: date | None
    total: "Draft | None" = None

    @property
    def value(self) -> float:
        """Return the number itself."""
        return self.quantity.value


def link(drafts: Sequence[Draft]) -> None:
    """Set the total of every draft that is part of another."""
    recent: list[Draft] = []  # figures of the last sentences
    for sentence, group in groupby(drafts, key=lambda draft: draft.sentence):
        inside = list(group)
        recent = [draft for draft in recent if sentence - draft.sentence <= MEMORY]
        _link_sentence(inside, recent)
        recent.extend(draft for draft in inside if draft.unit is not None)


def _link_sentence(inside: list[Draft], recent: list[Draft]) -> None:
    total: Draft | None = None
    run: list[Draft] = []
    for at, draft in enumerate(inside):
        if _OPENING.search(draft.before) and draft.quantity.counted:
            _assign(total, run)
            _join_remainder(draft, recent)
            total, run = draft, []
        elif _INTO_PARTS.search(draft.before):
            _assign(total, run)
            total, run = _total_of(draft, inside[:at], recent), [draft]
        elif total is not None and _can_be_part(draft, total):
            if not draft.before.rstrip().endswith("("):  # "(10.049 tỷ đồng)" glosses the part before it
                run.append(draft)
        elif _REMAINDER.search(draft.before) or at == 0:
            _join_remainder(draft, recent)
    _assign(total, run)


def _total_of(draft: Draft, earlier: list[Draft], recent: list[Draft]) -> Draft | None:
    """Return the nearest figure before `draft` that it can be a part of."""
    for other in reversed(earlier):
        if _can_be_part(draft, other):
            return other
    if earlier:
        return None
    # "Trong đó, có 6 nhiệm vụ ..." opens a sentence: the total stands in the one before.
    for other in reversed(recent):
        if draft.sentence - other.sentence <= 1 and other.total is None and _can_be_part(draft, other):
            return other
    return None


def _can_be_part(draft: Draft, total: Draft) -> bool:
    return total.unit is not None and draft.unit in {total.unit, None} and draft.value < total.value


def _assign(total: Draft | None, run: list[Draft]) -> None:
    if total is None or not run:
        return
    units = total.unit
    # Shares of different things seldom add up; where they do not, they are no parts.
    if units == "%" and not _same(sum(draft.value for draft in run), total.value):
        return
    for part, children in _grouped(total.value, run):
        part.total, part.unit = total, units
        for child in children:
            child.total, child.unit = part, units


def _grouped(total: float, run: list[Draft]) -> list[tuple[Draft, list[Draft]]]:
    """Read a run as parts of the total, or as parts each with its own parts, whichever adds up."""
    flat: list[tuple[Draft, list[Draft]]] = [(draft, []) for draft in run]
    if len(run) > 200 or _same(sum(draft.value for draft in run), total):
        return flat
    nested: list[tuple[Draft, list[Draft]]] = []
    at = 0
    while at < len(run):
        count = _children(run, at)
        nested.append((run[at], run[at + 1 : at + 1 + count]))
        at += 1 + count
    tops = sum(part.value for part, _ in nested)
    return nested if tops <= total or _same(tops, total) else flat


def _children(run: list[Draft], at: int) -> int:
    """Count the figures after `at` that sum to it and state what became of its members."""
    held = 0.0
    for count, draft in enumerate(run[at + 1 :], start=1):
        held += draft.value
        if draft.status is None or held > run[at].value:
            return 0
        if count > 1 and _same(held, run[at].value) and run[at].status is None:
            return count
    return 0


def _join_remainder(draft: Draft, recent: list[Draft]) -> None:
    """Attach "Trong 14 nhiệm vụ ..." to the 20 of which the other 6 were told before."""
    for total in reversed(recent):
        if total.unit != draft.unit or total.total is not None:
            continue
        told = [other.value for other in recent if other.total is total]
        if told and _same(total.value - sum(told), draft.value):
            draft.total = total
            return


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(other))
