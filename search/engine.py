"""The whole path from a question to hits and typed answers."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import chain

from corpus.catalog import CatalogReader
from indexer.protocols import PassageIndex
from models.protocols import Analyzer, Embedder, Restorer
from search.answer.context import Finding
from search.answer.list_questions import is_of_all_documents
from search.answering import Sources, find_answer
from search.assemble import answers_of, hits_of
from search.compound import parts_asked
from search.directory import Directory
from search.follow_up import FollowUp, follow_up, whole_query
from search.names import Names
from search.query import Query, analyze, spell, understand
from search.retrieve import Candidate, Retriever, Weights
from search.scope import find_scope
from search.stages import Clock, Stage
from search.types import (
    Answer,
    AskResult,
    DocumentCard,
    Filters,
    Mode,
    Reason,
    SearchResult,
    Status,
    Turn,
)


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
        names: Names | None = None,
    ) -> None:
        """Put together what answers; `names` are of all documents, where they are known already."""
        self._catalog = catalog
        self._index = index
        self._restorer = restorer
        self._directory = Directory(names or Names.of(catalog.names()), catalog.cards, catalog.cited_keys())
        self._retriever = Retriever(catalog, index, embedder, analyzer, weights or Weights())

    def over(self, catalog: CatalogReader, version: str) -> "Engine":
        """Return this engine over those of its documents that another reader of its catalog shows.

        Nothing of the others is left: they are out before anything is ranked, counted or told. `version`
        names the state of the rest.
        """
        part = copy(self)
        part._catalog = catalog
        part._directory = self._directory.within(catalog.put_numbers(), catalog.cited_keys())
        part._index = self._index.seen_with(part._directory.ids, version)
        part._retriever = self._retriever.over(catalog, part._index)
        return part

    def search(
        self, query: str, k: int = 10, mode: Mode = Mode.HYBRID, filters: Filters | None = None
    ) -> SearchResult:
        """Return the `k` best passages; raises QuestionError."""
        clock = Clock()
        with clock.stage(Stage.NORMALIZE):
            spelt = spell(query, self._restorer)
        asked = self._retriever.asked(spelt.text, clock)
        understood = cache(partial(understand, spelt))
        allowed = self._directory.allowed(filters or Filters())
        found = self._retriever.retrieve(asked, k, mode, allowed, meanwhile=understood)
        hits = hits_of(found[:k], self._directory, understood())
        total = self._index.count(allowed)
        return SearchResult(
            hits, understood().disclosed(), total, self._index.version, clock.took_ms, clock.laps
        )

    def ask(
        self,
        question: str,
        k: int = 5,
        filters: Filters | None = None,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
    ) -> AskResult:
        """Return typed answers with their proof, or the reason why there are none; raises QuestionError.

        Documents issued after `as_of` are left out. `history` lends document and task to a question that
        leans on it.
        """
        clock = Clock()
        allowed = self._directory.allowed(_as_of(filters or Filters(), as_of))
        with clock.stage(Stage.NORMALIZE):
            query = own = analyze(question, self._restorer)
            leaning = follow_up(query, history, self._restorer)
        if leaning is not None:
            documents = self._documents_of(leaning, allowed, clock)
            query = whole_query(leaning, documents)
            if len(documents) == 1 and documents[0].number is None:
                allowed = frozenset((documents[0].id,))
        answers, finding, passages = self._answers(query, parts_asked(query, own), allowed, k, clock)
        return AskResult(
            status=Status.ANSWERED if answers else Status.ABSTAINED,
            reason=None if answers else finding.reason or Reason.SLOT_NOT_STATED,
            answers=answers,
            hits=hits_of(passages[:k], self._directory, query),
            query=query.disclosed(),
            index_version=self._index.version,
            took_ms=clock.took_ms,
            candidates=tuple(entry.shown for entry in finding.candidates),
            laps=clock.laps,
        )

    def _answers(
        self,
        query: Query,
        parts: Sequence[Query],
        allowed: Collection[str] | None,
        k: int,
        clock: Clock,
    ) -> tuple[tuple[Answer, ...], Finding, Sequence[Candidate]]:
        """Answer all parts of a question; finding and passages are those of its first asking."""
        with clock.stage(Stage.NORMALIZE):
            scope = find_scope(query, self._directory, allowed)
        asked = self._retriever.asked(query.text, clock)
        sources = Sources(self._catalog, self._directory, self._retriever, asked, allowed, k)
        at_hand = sources.passages([entry.card.id for entry in scope.named] or allowed)
        with clock.stage(Stage.ANSWER):
            found = [find_answer(part, scope, sources, at_hand) for part in parts]
        with clock.stage(Stage.VERIFY):
            answers = [answers_of(finding.drafts, self._directory, self._catalog) for finding, _ in found]
        return tuple(chain.from_iterable(answers)), *found[0]

    def _documents_of(
        self, leaning: FollowUp, allowed: Collection[str] | None, clock: Clock
    ) -> tuple[DocumentCard, ...]:
        """Return the documents that an earlier question named, or the one that answered it."""
        if is_of_all_documents(leaning.about):
            return ()
        scope = find_scope(leaning.about, self._directory, allowed)
        if scope.named and not scope.rivals:
            return tuple(entry.shown for entry in scope.named)
        answers, _, _ = self._answers(leaning.about, (leaning.about,), allowed, 1, clock)
        if answers or leaning.answer is None:
            return tuple(answer.citation.document for answer in answers[:1])
        told = find_scope(leaning.answer, self._directory, allowed)
        return () if told.rivals else tuple(entry.shown for entry in told.named)


def _as_of(filters: Filters, as_of: date | None) -> Filters:
    if as_of is None:
        return filters
    latest = min(filters.issued_to, as_of) if filters.issued_to else as_of
    return replace(filters, issued_to=latest)
