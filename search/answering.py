"""From an understood question to a finding, and the passages it was looked for in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.catalog import CatalogReader
from search.answer.abstain import without_document
from search.answer.choices.reconsider import reconsider
from search.answer.cited_facts import is_of_cited
from search.answer.context import Context, Finding, nothing
from search.answer.dispatch import ANSWERERS, CARRIED_OUT_ELSEWHERE, FACTS, WITHOUT_OWN_DOCUMENT
from search.answer.list_questions import is_of_all_documents
from search.directory import Directory, Entry
from search.query import Query
from search.retrieve import Asked, Candidate, Retriever
from search.scope import Scope, keys_of, likely_documents, may_bear
from search.terms import content_terms
from search.types import Mode, Reason

_DEPTH = 30  # passages that answers may come from
_SURE = 0.5  # confidence beside which a question is not read otherwise
_LEAST = 0.4  # confidence that an answer to another reading must have
_ASKS_BACK = frozenset((Reason.AMBIGUOUS_DOCUMENT, Reason.AMBIGUOUS_TASK, Reason.OUT_OF_SCOPE))

Found = tuple[Finding, Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where answers may come from.

    Attributes:
        asked: the question as it is looked for.
        allowed: the ids that filters leave, None for all.
        wanted: how many passages are to be shown.
    """

    catalog: CatalogReader
    directory: Directory
    retriever: Retriever
    asked: Asked
    allowed: Collection[str] | None
    wanted: int

    def passages(self, within: Collection[str] | None) -> list[Candidate]:
        """Retrieve passages of the documents `within`."""
        return self.retriever.retrieve(self.asked, max(self.wanted, _DEPTH), Mode.HYBRID, within)

    def citing(self, scope: Scope) -> frozenset[str]:
        """Return the documents that cite those a question names or, by a loose number, may name."""
        named = {entry.card.id for entry in scope.named}
        keys = {entry.key for entry in scope.named if entry.key}
        keys |= {key for mention in scope.loose for key in keys_of(mention, self.directory.cited_keys)}
        citing = self.catalog.citing(keys) - named
        return citing if self.allowed is None else citing.intersection(self.allowed)


def find_answer(query: Query, scope: Scope, sources: Sources, passages: Sequence[Candidate]) -> Found:
    """Answer a question as it is read; where that says nothing or little, as it may be read otherwise.

    `passages` are the best of the documents named, else of all.
    """
    found = _look(query, scope, sources, passages)
    other, sure = query.other, _confidence(found)
    if other is None or sure >= _SURE or found[0].reason in _ASKS_BACK or is_of_all_documents(query):
        return found
    if found[0].reason is Reason.NOT_IN_CORPUS and query.type in FACTS and query.patterned is query.type:
        return found  # read rightly, and not another fact of another document
    second = _look(replace(query, type=other.type, shape=other.shape, other=None), scope, sources, passages)
    surer = _confidence(second)
    return second if surer > _LEAST and surer * other.share > sure * (1.0 - other.share) else found


def _confidence(found: Found) -> float:
    drafts = found[0].drafts
    return drafts[0].confidence if drafts else 0.0


def _look(query: Query, scope: Scope, sources: Sources, passages: Sequence[Candidate]) -> Found:
    """Look for an answer; who is asked back which document is meant has some to choose from."""
    finding, found_in = _look_around(query, scope, sources, passages)
    if finding.reason is Reason.AMBIGUOUS_DOCUMENT and not finding.candidates:
        likely = likely_documents(query, sources.directory, passages)
        finding = nothing(Reason.AMBIGUOUS_DOCUMENT if likely else Reason.NOT_IN_CORPUS, likely)
    return finding, found_in


def _look_around(query: Query, scope: Scope, sources: Sources, passages: Sequence[Candidate]) -> Found:
    """Look in the documents named or the likeliest; then, for some questions, in those that cite them."""
    if query.is_out_of_scope:
        return nothing(Reason.OUT_OF_SCOPE), passages
    if scope.unknown and not scope.named:
        unread = _of_unread_number(scope, sources, passages)
        if not unread:
            return nothing(Reason.NOT_IN_CORPUS), passages
        passages = unread
    if not query.numbers and not content_terms(query.text):
        return nothing(Reason.AMBIGUOUS_DOCUMENT), passages
    context = context_of(query, scope, sources, passages, scope.named)
    if scope.rivals and query.type not in WITHOUT_OWN_DOCUMENT:
        finding = nothing(Reason.AMBIGUOUS_DOCUMENT, scope.rivals)
    elif query.type in FACTS and scope.serves and scope.named:
        return nothing(Reason.SLOT_NOT_STATED), passages  # a meeting is not held on the day of its resolution
    elif query.type in FACTS and is_of_cited(context):
        return _answer(context), passages  # what texts say beside would be of the documents that cite it
    else:
        finding = reconsider(context, _answer(context))
    if not finding.drafts and scope.named and _may_be_elsewhere(query, scope):
        elsewhere = sources.citing(scope)
        cited_in = sources.passages(elsewhere) if elsewhere else []
        if cited_in:
            context_there = context_of(query, scope, sources, cited_in)
            second = _answer(context_there)
            if second.drafts or scope.serves:
                second = reconsider(context_there, second)
            if second.drafts:
                return second, cited_in
    return finding, passages


def _of_unread_number(scope: Scope, sources: Sources, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the passages of documents that may bear a number which nobody is known to bear.

    Numbers are stamped or written by hand, so there are documents of which none was read.
    """
    directory = sources.directory
    ids = {c.passage.document_id for c in found}
    may = [i for i in ids if any(may_bear(mention, directory.entry(i)) for mention in scope.unknown)]
    return sources.passages(may) if may else []


def _answer(context: Context) -> Finding:
    finding = ANSWERERS[context.query.type](context)
    if finding.reason is Reason.SLOT_NOT_STATED and not context.query.numbers:
        return without_document(context)
    return finding


def context_of(
    query: Query,
    scope: Scope,
    sources: Sources,
    passages: Sequence[Candidate],
    documents: tuple[Entry, ...] = (),
) -> Context:
    """Return what a question is answered from: the documents it names, or the likeliest."""
    if not documents:
        passages = _of_the_place(query, sources, passages)
        documents = likely_documents(query, sources.directory, passages)
    at_hand = {entry.card.id for entry in documents} | {c.passage.document_id for c in passages}
    return Context(
        query,
        scope,
        sources.catalog,
        sources.directory,
        documents,
        passages,
        sources.directory.title_fits(query, at_hand),
        sources.passages,
        sources.allowed,
    )


def _of_the_place(query: Query, sources: Sources, passages: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the passages of documents of other provinces, or that say nothing of the one asked about."""
    directory, catalog = sources.directory, sources.catalog
    if not query.provinces:
        return list(passages)
    names = [name.lower() for name in query.provinces]

    @cache
    def is_of_place(document_id: str) -> bool:
        home = directory.entry(document_id).home
        return bool(home & query.provinces) if home else _names(catalog, document_id, names)

    return [c for c in passages if is_of_place(c.passage.document_id)]


def _names(catalog: CatalogReader, document_id: str, names: Sequence[str]) -> bool:
    text = catalog.text(document_id).lower()
    return any(name in text for name in names)


def _may_be_elsewhere(query: Query, scope: Scope) -> bool:
    return query.type in CARRIED_OUT_ELSEWHERE or (
        (bool(scope.loose) or (scope.serves and not scope.rivals)) and query.type not in FACTS
    )
