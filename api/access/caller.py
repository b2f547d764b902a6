"""Who asks: what a caller may do, and which documents they may see."""

from dataclasses import dataclass
from enum import StrEnum

from api.errors.access import ScopeMissing
from corpus.labels import Clearance, Label


class Scope(StrEnum):
    """What a key may be used for."""

    SEARCH = "search"  # search, documents, register, genealogy, figures
    ASK = "ask"  # answers and chat
    INGEST = "ingest"  # uploads, their tasks, deletion
    ADMIN = "admin"  # keys, labels, the audit log, metrics
    METRICS = "metrics"  # metrics alone: they tell how many documents there are in all


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent a request.

    Attributes:
        name: of the key; None for who has none.
        key_id: of the key; None for who has none.
        scopes: what the caller may do.
        clearance: the labels that the caller may see, None for everything.
    """

    name: str | None
    key_id: str | None
    scopes: frozenset[Scope]
    clearance: Clearance

    def require(self, scope: Scope) -> None:
        """Raise ScopeMissing unless the caller may do this."""
        implied = scope is Scope.METRICS and Scope.ADMIN in self.scopes
        if scope not in self.scopes and not implied:
            raise ScopeMissing(scope)

    def sees_all_of(self, clearance: Clearance) -> bool:
        """Tell whether the caller sees whatever this clearance shows."""
        return (
            self.clearance is None or (frozenset(Label) if clearance is None else clearance) <= self.clearance
        )


EVERYBODY = Caller(None, None, frozenset(Scope), None)  # while no keys are asked for
