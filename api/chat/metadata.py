"""What is told of a document beside its passages, and conditions on it."""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.wording import one_line
from corpus.catalog import Card
from corpus.letters import lower_letters
from corpus.numbers import number_key
from corpus.types import Fact

Value = str | int | float | bool
Facts = dict[str, Value]

FIELDS = (
    "document_id", "number", "kind", "title", "issuer", "place", "issued_on", "effective_on", "year",
    "subject", "signer", "signer_post", "source", "form", "pages", "ocr",
)  # fmt: skip
_DATES = frozenset(("issued_on", "effective_on"))
_NUMERIC = frozenset(("year", "pages"))
_VIETNAM = timedelta(hours=7)
_EPOCH = 100_000_000  # a number at least so large is a time in seconds, not a day


def _known(name: str) -> str:
    if name not in FIELDS:
        raise PydanticCustomError(
            "metadata_unknown", "There is no such metadata; there is {fields}.", {"fields": ", ".join(FIELDS)}
        )
    return name


FieldName = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(FIELDS)})]


class Relation(StrEnum):
    """How a fact may have to stand to a value."""

    CONTAINS = "contains"
    STARTS = "starts"
    ENDS = "ends"
    EQUALS = "equals"
    AMONG = "among"
    ABSENT = "absent"
    ABOVE = "above"
    BELOW = "below"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


_ORDERS: dict[Relation, Callable[[float, float], bool]] = {
    Relation.ABOVE: operator.gt,
    Relation.BELOW: operator.lt,
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the facts of a document.

    Attributes:
        names: of the facts; one of them must fulfil the condition.
        relation: to the values.
        values: to compare with; more than one only for AMONG.
        negated: holds where the rest does not; so a fact that is absent fulfils it.
    """

    names: tuple[str, ...]
    relation: Relation
    values: tuple[Value, ...] = ()
    negated: bool = False

    def __call__(self, facts: Facts) -> bool:
        """Tell whether it holds."""
        return any(_holds(name, facts.get(name), self) for name in self.names) != self.negated


def facts_of(card: Card) -> Facts:
    """Return what is known of a document; what its text does not say is left out."""
    header = card.header
    issued = header.issued_on.value if header.issued_on else None
    told: dict[str, Value | None] = {
        "document_id": card.id,
        "number": _text(header.number),
        "kind": _text(header.kind),
        "title": one_line(card.title),
        "issuer": _text(header.issuer),
        "place": _text(header.place),
        "issued_on": issued.isoformat() if issued else None,
        "effective_on": header.effective_on.value.isoformat() if header.effective_on else None,
        "year": issued.year if issued else None,
        "subject": _text(header.subject),
        "signer": _text(header.signer),
        "signer_post": _text(header.signer_post),
        "source": card.source,
        "form": header.form.value,
        "pages": card.pages,
        "ocr": bool(card.provenance.ocr_pages),
    }
    return {name: value for name, value in told.items() if value is not None}


def chosen(cards: Iterable[Card], condition: Callable[[Facts], bool]) -> tuple[str, ...]:
    """Return the ids of the documents that fulfil a condition."""
    return tuple(card.id for card in cards if condition(facts_of(card)))


def fault_in(condition: Condition) -> str | None:
    """Say what is wrong with a condition; None where nothing is."""
    for name in condition.names:
        if condition.relation in _ORDERS and any(_ordered(name, value) is None for value in condition.values):
            wanted = "a date such as 2024-04-03" if name in _DATES else "a number"
            return f"{name} is compared with {wanted}"
    return None


def _text(fact: Fact[str] | None) -> str | None:
    return one_line(fact.value) if fact else None


def _holds(name: str, actual: Value | None, condition: Condition) -> bool:
    if condition.relation is Relation.ABSENT:
        return actual is None or actual == ""
    if actual is None:
        return False
    return any(_related(name, actual, condition.relation, value) for value in condition.values)


def _related(name: str, actual: Value, relation: Relation, value: Value) -> bool:
    if relation in _ORDERS:
        mine, theirs = _ordered(name, actual), _ordered(name, value)
        return mine is not None and theirs is not None and _ORDERS[relation](mine, theirs)
    have, want = _plain(actual), _plain(value)
    if relation is Relation.CONTAINS:
        return want in have
    if relation is Relation.STARTS:
        return have.startswith(want)
    if relation is Relation.ENDS:
        return have.endswith(want)
    return have == want or _same(name, actual, value)


def _same(name: str, actual: Value, value: Value) -> bool:
    if name == "number":
        return number_key(str(actual)) == number_key(str(value))
    if name in _DATES or name in _NUMERIC:
        mine = _ordered(name, actual)
        return mine is not None and mine == _ordered(name, value)
    return False


def _plain(value: Value) -> str:
    return lower_letters(str(value)).strip()


def _ordered(name: str, value: Value) -> float | None:
    """Return a number that orders the values of a fact; None for what is neither number nor date."""
    if name in _DATES:
        day = _day(value)
        return float(day.toordinal()) if day else None
    try:
        return float(value)
    except ValueError:
        return None


def _day(value: Value) -> date | None:
    """Read 2024-04-03, with or without a time, 03/4/2024, or seconds since 1970 as of a day in Vietnam."""
    text = str(value).strip()
    try:
        if (seconds := float(text)) >= _EPOCH:
            return (datetime.fromtimestamp(seconds, UTC) + _VIETNAM).date()
        return None
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None
