"""Answers that are other documents: what one rests on, what implements it, what replaced it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus.types import Reference, Relation
from search.answer import facts
from search.answer.abstain import not_described
from search.answer.cited import (
    AskedDocument,
    as_said,
    asks_whether_in_force,
    cited_as_asked,
    distinct,
    document_asked,
    is_of_kind,
    is_undone_by_another,
)
from search.answer.context import Context, Draft, Finding, nothing
from search.asking.shapes import Shape
from search.directory import Entry
from search.scope import keys_of
from search.types import AnswerType, Reason

Answerer = Callable[[Context], Finding]

_OUTGOING: dict[AnswerType, tuple[Relation, ...]] = {
    AnswerType.LEGAL_BASIS: (Relation.BASED_ON,),
    AnswerType.IMPLEMENTS: (Relation.IMPLEMENTS, Relation.CONTINUES),
}
_INCOMING: dict[AnswerType, tuple[Relation, ...]] = {
    AnswerType.IMPLEMENTED_BY: (Relation.IMPLEMENTS, Relation.CONTINUES),
    AnswerType.REPLACED_BY: (Relation.REPLACES, Relation.REPEALS),
}
_MOST_ANSWERS = 8
_DESCRIBED_CONFIDENCE = 0.6


def before(answer_otherwise: Answerer) -> Answerer:
    """Let questions for a document that another one cites be answered here where one is picked."""

    def answer_or_cited(context: Context) -> Finding:
        asked = document_asked(context.query) if context.query.shape is Shape.DOCUMENT else None
        drafts = _drafts(context, cited_as_asked(context, asked)) if asked else ()
        return Finding(drafts) if drafts else answer_otherwise(context)

    return answer_or_cited


def answer(context: Context) -> Finding:
    """Answer with the documents that the one asked about cites in the relation asked for."""
    if not context.documents:
        return nothing(Reason.NOT_IN_CORPUS)
    if not context.is_named and (reason := not_described(context)):
        return nothing(reason)
    entries = context.documents if context.is_named else context.documents[:1]
    cited = context.catalog.references(entry.card.id for entry in entries)
    kept = [reference for reference in cited if reference.relation in _OUTGOING[context.query.type]]
    # What the subject line names comes first: it is what the document is there for.
    kept.sort(key=lambda reference: (reference.passage_id is not None, reference.span))
    asked = document_asked(context.query)
    drafts = _drafts(context, _as_asked(context, distinct(kept), asked) if asked else distinct(kept))
    return Finding(drafts) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _as_asked(context: Context, kept: list[Reference], asked: AskedDocument) -> list[Reference]:
    """Return those of the kind and the maker asked for; of what else is cited where none of these is."""
    if asked.kind and not any(is_of_kind(one, asked.kind) for one in kept):
        kept = cited_as_asked(context, replace(asked, relations=())) or kept
    return as_said(kept, asked)


def answer_incoming(context: Context) -> Finding:
    """Answer with the documents that implement, continue or replace the one asked about."""
    if context.query.type is AnswerType.REPLACED_BY and not is_undone_by_another(context.query):
        undone = _drafts(context, cited_as_asked(context, _undone(context)))
        if undone:
            return Finding(undone)
    mentions = context.query.numbers
    if not mentions:
        return _described_successor(context)
    keys = context.directory.cited_keys
    own = dict.fromkeys(entry.key for entry in context.scope.named if entry.key)
    # Of a number without its symbol the documents at hand are meant before others that bear a like one.
    citing = _citing(context, own) or _citing(
        context, [key for mention in mentions for key in keys_of(mention, keys)]
    )
    by_document: dict[str, Reference] = {}
    for reference in sorted(citing, key=lambda r: (r.passage_id is not None, r.span)):
        by_document.setdefault(reference.document_id, reference)
    entries = [context.directory.entry(document_id) for document_id in by_document]
    drafts = [
        _citing_draft(context, entry, by_document[entry.card.id]) for entry in _in_order(context, entries)
    ]
    found = tuple(draft for draft in drafts if draft is not None)[:_MOST_ANSWERS]
    if found:
        return Finding(found)
    if context.is_named and asks_whether_in_force(context.query):
        return facts.answer(replace(context, query=context.query.asking(AnswerType.EFFECTIVE_ON)))
    known = bool(context.scope.named) or any(keys_of(mention, keys) for mention in mentions)
    return nothing(Reason.SLOT_NOT_STATED if known else Reason.NOT_IN_CORPUS)


def _citing(context: Context, keys: Iterable[str]) -> list[Reference]:
    """Return the references in the relation asked for to documents of these keys."""
    relations = _INCOMING[context.query.type]
    found = (reference for key in keys for reference in context.references_to(key))
    return [reference for reference in found if reference.relation in relations]


def _undone(context: Context) -> AskedDocument:
    """Return what is asked for where a document is said to replace or repeal another."""
    asked = document_asked(context.query)
    return AskedDocument(asked.kind if asked else "", _INCOMING[AnswerType.REPLACED_BY], None)


def _described_successor(context: Context) -> Finding:
    """Answer with the document that a question describes, where that replaced an earlier one."""
    asks = context.query.type is AnswerType.REPLACED_BY
    if asks and context.documents and not not_described(context):
        entry = context.documents[0]
        found = context.catalog.references((entry.card.id,))
        undone = [one for one in found if one.relation in _INCOMING[AnswerType.REPLACED_BY]]
        draft = _citing_draft(context, entry, undone[0]) if undone else None
        if draft is not None:
            return Finding((replace(draft, confidence=_DESCRIBED_CONFIDENCE),))
    return nothing(Reason.AMBIGUOUS_DOCUMENT, context.documents)


def _in_order(context: Context, entries: list[Entry]) -> list[Entry]:
    order = {m.entry.card.id: i for i, m in enumerate(context.directory.described(context.query, entries))}
    return sorted(entries, key=lambda entry: (order.get(entry.card.id, len(order)), entry.card.id))


def normalized(reference: Reference) -> dict[str, str]:
    """Return what a citation says of the document cited."""
    facts = {
        "number": reference.number,
        "kind": reference.kind,
        "issuer": reference.issuer,
        "issued_on": reference.issued_on.isoformat() if reference.issued_on else None,
        "relation": reference.relation.value,
    }
    return {name: value for name, value in facts.items() if value}


def _drafts(context: Context, found: Sequence[Reference]) -> tuple[Draft, ...]:
    return tuple(_draft(context, reference) for reference in found[:_MOST_ANSWERS])


def _draft(context: Context, reference: Reference) -> Draft:
    return Draft(
        type=context.query.type,
        document_id=reference.document_id,
        quote=reference.clause,
        value=reference.span,
        confidence=0.9 if context.is_named else 0.7,
        passage_id=reference.passage_id,
        normalized=normalized(reference),
    )


def _citing_draft(context: Context, entry: Entry, reference: Reference) -> Draft | None:
    """Answer with the citing document's own number where it states one, proved by its citation."""
    number = entry.card.header.number
    words = entry.shown.title if number is None else None
    inside = number is not None and reference.clause.contains(number.span)
    return Draft(
        type=context.query.type,
        document_id=entry.card.id,
        quote=reference.clause,
        value=number.span if number and inside else reference.span,
        confidence=0.85,
        passage_id=reference.passage_id,
        normalized={"document_id": entry.card.id} | ({"number": number.value} if number else {}),
        words=number.value if number else words,
    )
