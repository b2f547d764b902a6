"""By how much something grew or fell: of the amounts of one clause that one which the same verb leads."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from corpus.letters import fold_letters
from corpus.types import Passage, Span

_LOOSELY = r"(?: (?:duoc|them|khoang|gan|toi thieu|toi da|it nhat|hon|tren|duoi))?"
_ASKED = re.compile(rf"\b(tang|giam|cat giam|rut ngan|vuot|thap hon|cao hon){_LOOSELY} (?:bao nhieu|may)\b")
_BEFORE = 40  # characters in which the verb and what stands between may lie


class InClause(Protocol):
    """A value in a clause of a passage; offsets into its document."""

    @property
    def passage(self) -> Passage:
        """Return the passage."""
        ...

    @property
    def clause(self) -> Span:
        """Return where the clause stands."""
        ...

    @property
    def value(self) -> Span:
        """Return where the value stands."""
        ...


C = TypeVar("C", bound=InClause)


def of_change(choices: Sequence[C], form: str) -> list[C]:
    """Leave out amounts beside which another of their clause is led by the verb of change that is asked.

    `form` is the folded question. "Tỷ lệ hộ nghèo còn 2,9%, giảm 0,4 điểm phần trăm": 0,4 is what it fell by.
    """
    asked = _ASKED.search(form)
    if asked is None:
        return list(choices)
    led = re.compile(rf"\b{asked[1]}{_LOOSELY} $")
    leading = {id(one) for one in choices if led.search(_words_before(one))}
    clauses = {(one.passage.id, one.clause) for one in choices if id(one) in leading}
    return [one for one in choices if id(one) in leading or (one.passage.id, one.clause) not in clauses]


def _words_before(choice: InClause) -> str:
    at = choice.value.start - choice.passage.span.start
    return fold_letters(choice.passage.text[max(0, at - _BEFORE) : max(0, at)])
