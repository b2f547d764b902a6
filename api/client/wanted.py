"""What of a list is asked for, and how the interface spells it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from corpus.types import Role

Value = str | int | float | bool | date | None
Params = dict[str, Value | Sequence[Value]]


@dataclass(frozen=True, slots=True)
class AssignmentsWanted:
    """Which assignments are asked for; None restricts nothing."""

    agency: str | None = None
    groups: bool = True
    roles: Sequence[Role] = ()
    due_from: date | None = None
    due_to: date | None = None
    number: str | None = None
    document: str | None = None
    year: int | None = None
    led: bool | None = None
    words: str | None = None

    @property
    def params(self) -> Params:
        """Return them as the interface spells them."""
        return {
            "agency": self.agency,
            "groups": self.groups,
            "role": tuple(self.roles),
            "due_from": self.due_from,
            "due_to": self.due_to,
            "number": self.number,
            "document": self.document,
            "year": self.year,
            "led": self.led,
            "q": self.words,
        }


class Narrowing(TypedDict, total=False):
    """What assignments can be narrowed by beside an agency, as keywords."""

    groups: bool
    roles: Sequence[Role]
    due_from: date | None
    due_to: date | None
    number: str | None
    document: str | None
    year: int | None
    led: bool | None
    words: str | None


def wanted_of(agency: AssignmentsWanted | str | None, narrowing: Narrowing) -> AssignmentsWanted:
    """Return what is asked for; keywords go before what the value says."""
    if isinstance(agency, AssignmentsWanted):
        return replace(agency, **narrowing)
    return AssignmentsWanted(agency, **narrowing)
