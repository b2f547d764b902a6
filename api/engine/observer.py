"""Who is told of questions and their answers, whatever route or chatbot they came through."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Protocol

from api.engine.verify import Verified
from search.types import SearchResult


class Observer(Protocol):
    """Counts or traces what was asked; must be quick and never raise."""

    def asked(self, verified: Verified) -> None:
        """Take note of a question that was answered or not."""
        ...

    def searched(self, result: SearchResult) -> None:
        """Take note of a search."""
        ...


OBSERVERS: ContextVar[Sequence[Observer]] = ContextVar("observers", default=())  # of the request under way


def tell_asked(verified: Verified) -> Verified:
    """Tell the observers of this request of an answer, and return it."""
    for observer in OBSERVERS.get():
        observer.asked(verified)
    return verified


def tell_searched(result: SearchResult) -> SearchResult:
    """Tell the observers of this request of a search, and return it."""
    for observer in OBSERVERS.get():
        observer.searched(result)
    return result
