"""The whole path from a question to hits and typed answers."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.catalog import CatalogReader
from corpus.numbers import find_loose_numbers, find_numbers
from indexer.protocols import PassageIndex
from models.protocols import Analyzer, Embedder, Restorer
from search.answering import Sources, find_answer
from search.assemble import answers_of, hits_of
from search.directory import Directory
from search.query import analyze
from search.retrieve import Retriever, Weights
from search.scope import find_scope
from search.types import AskResult, Filters, Mode, Reason, SearchResult, Status, Turn


class Engine:
    """Answers questions from a catalog and its index; holds no state of a request."""

    def __init__(
        self,
        catalog: CatalogReader,
        index: PassageIndex,
        embedder: Embedder,
        analyzer: Analyzer,
        restorer: Restorer | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._catalog = catalog
        self._index = index
        self._restorer = restorer
        self._directory = Directory(catalog.all_headers(), catalog.cited_keys())
        self._retriever = Retriever(catalog, index, embedder, analyzer, weights or Weights())

    def search(
        self, query: str, k: int = 10, mode: Mode = Mode.HYBRID, filters: Filters | None = None
    ) -> SearchResult:
        """Return the `k` best passages; raises QuestionError."""
        started = time.perf_counter()
        understood = analyze(query, self._restorer)
        allowed = self._directory.allowed(filters or Filters())
        found = self._retriever.retrieve(understood.text, k, mode, allowed)
        hits = hits_of(found[:k], self._directory, understood)
        total = self._index.count(allowed)
        return SearchResult(hits, understood.disclosed(), total, self._index.version, _ms_since(started))

    def ask(
        self,
        question: str,
        k: int = 5,
        filters: Filters | None = None,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
    ) -> AskResult:
        """Return typed answers with their proof, or the reason why there are none; raises QuestionError.

        Documents issued after `as_of` are left out. `history` lends its last question's document to a
        question that names none.
        """
        started = time.perf_counter()
        query = analyze(_with_history(question, history), self._restorer)
        allowed = self._directory.allowed(_as_of(filters or Filters(), as_of))
        scope = find_scope(query, self._directory, allowed)
        sources = Sources(self._catalog, self._directory, self._retriever, allowed)
        finding, passages = find_answer(query, scope, sources, k)
        answers = answers_of(finding.drafts, self._directory, self._catalog)
        return AskResult(
            status=Status.ANSWERED if answers else Status.ABSTAINED,
            reason=None if answers else finding.reason or Reason.SLOT_NOT_STATED,
            answers=answers,
            hits=hits_of(passages[:k], self._directory, query),
            query=query.disclosed(),
            index_version=self._index.version,
            took_ms=_ms_since(started),
            candidates=tuple(entry.shown for entry in finding.candidates),
        )


def _with_history(question: str, history: Sequence[Turn]) -> str:
    """Let a question that names no document inherit the one the user asked about last."""
    if find_numbers(question) or find_loose_numbers(question):
        return question
    for turn in reversed(history):
        if turn.role == "user":
            mentioned = [fact.span for fact in find_numbers(turn.content)]
            mentioned += [found.span for found in find_loose_numbers(turn.content)]
            if mentioned:
                first = min(mentioned)
                before = (
                    turn.content[: first.start].split()[-2:] if first.of(turn.content)[0].isdigit() else []
                )
                return f"{question} ({' '.join([*before, first.of(turn.content)])})"
    return question


def _as_of(filters: Filters, as_of: date | None) -> Filters:
    if as_of is None:
        return filters
    latest = min(filters.issued_to, as_of) if filters.issued_to else as_of
    return replace(filters, issued_to=latest)


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
