"""Answers that are other documents: what one rests on, what implements it, what replaced it."""

import re
from collections.abc import Iterable

from corpus.letters import fold_letters
from corpus.numbers import all_kinds, number_key
from corpus.types import Reference, Relation
from search.answer.abstain import not_described
from search.answer.context import Context, Draft, Finding, nothing
from search.directory import Entry
from search.scope import keys_of
from search.types import AnswerType, Reason

_OUTGOING: dict[AnswerType, tuple[Relation, ...]] = {
    AnswerType.LEGAL_BASIS: (Relation.BASED_ON,),
    AnswerType.IMPLEMENTS: (Relation.IMPLEMENTS, Relation.CONTINUES),
}
_INCOMING: dict[AnswerType, tuple[Relation, ...]] = {
    AnswerType.IMPLEMENTED_BY: (Relation.IMPLEMENTS, Relation.CONTINUES),
    AnswerType.REPLACED_BY: (Relation.REPLACES, Relation.REPEALS),
}
_MOST_ANSWERS = 8
_ASKED_KIND = re.compile(
    rf"\b({'|'.join(re.escape(fold_letters(kind)) for kind in all_kinds())}) (?:nao|gi)\b"
)


def answer(context: Context) -> Finding:
    """Answer with the documents that the one asked about cites in the relation asked for."""
    if not context.documents:
        return nothing(Reason.NOT_IN_CORPUS)
    if not context.is_named and (reason := not_described(context)):
        return nothing(reason)
    entries = context.documents if context.is_named else context.documents[:1]
    cited = context.catalog.references(entry.card.id for entry in entries)
    kept = [reference for reference in cited if reference.relation in _OUTGOING[context.query.type]]
    asked = _ASKED_KIND.search(context.query.folded)
    of_kind = [reference for reference in kept if asked and fold_letters(reference.kind or "") == asked[1]]
    kept = of_kind or kept
    # What the subject line names comes first: it is what the document is there for.
    kept.sort(key=lambda reference: (reference.passage_id is not None, reference.span))
    drafts = [_draft(context, reference) for reference in _distinct(kept)]
    return Finding(tuple(drafts[:_MOST_ANSWERS])) if drafts else nothing(Reason.SLOT_NOT_STATED)


def answer_incoming(context: Context) -> Finding:
    """Answer with the documents that implement, continue or replace the one asked about."""
    mentions = context.query.numbers
    if not mentions:
        return nothing(Reason.AMBIGUOUS_DOCUMENT, context.documents)
    relations = _INCOMING[context.query.type]
    keys = context.directory.cited_keys
    citing = [
        reference
        for mention in mentions
        for key in keys_of(mention, keys)
        for reference in context.references_to(key)
        if reference.relation in relations
    ]
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
    known = bool(context.scope.named) or any(keys_of(mention, keys) for mention in mentions)
    return nothing(Reason.SLOT_NOT_STATED if known else Reason.NOT_IN_CORPUS)


def _in_order(context: Context, entries: list[Entry]) -> list[Entry]:
    order = {m.entry.card.id: i for i, m in enumerate(context.directory.described(context.query, entries))}
    return sorted(entries, key=lambda entry: (order.get(entry.card.id, len(order)), entry.card.id))


def _distinct(references: Iterable[Reference]) -> list[Reference]:
    seen: set[object] = set()
    kept = []
    for reference in references:
        key = number_key(reference.number) if reference.number else reference.span
        if key not in seen:
            seen.add(key)
            kept.append(reference)
    return kept


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
