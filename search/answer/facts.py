"""Answers from a document's header: signer, date, number, subject, issuer, recipients ..."""

from collections.abc import Callable, Sequence
from datetime import date

from corpus.header.effect import Effect
from corpus.letters import fold_letters
from corpus.types import Fact, Form, Header, Reference, Relation, Span
from search.answer.abstain import not_described
from search.answer.cited import cited_as_asked, document_asked
from search.answer.cited_facts import answer_of_cited, answer_of_law, cited_draft
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.effective import application_told, effect_told
from search.answer.quotes import line_around
from search.directory import Entry
from search.scope import keys_of
from search.types import AnswerType, Reason

Facts = tuple[Fact[str] | Fact[date], ...]


def _one(fact: Fact[str] | Fact[date] | None) -> Facts:
    return (fact,) if fact else ()


READERS: dict[AnswerType, Callable[[Header], Facts]] = {
    AnswerType.SIGNER: lambda h: _one(h.signer),
    AnswerType.SIGNER_POST: lambda h: _one(h.signer_post),
    AnswerType.ISSUED_ON: lambda h: _one(h.issued_on),
    AnswerType.EFFECTIVE_ON: lambda h: _one(h.effective_on),
    AnswerType.NUMBER: lambda h: _one(h.number),
    AnswerType.SUBJECT: lambda h: _one(h.subject),
    AnswerType.ISSUER: lambda h: _one(h.issuer),
    AnswerType.RECIPIENTS: lambda h: h.addressees or h.recipients,
}
_NAMED_CONFIDENCE, _DESCRIBED_CONFIDENCE, _CITED_CONFIDENCE = 0.95, 0.75, 0.8
_SIGNATURE_LENGTH = 200
_OF_CITED = frozenset((AnswerType.ISSUED_ON, AnswerType.NUMBER, AnswerType.ISSUER, AnswerType.SIGNER))
_SAID_OF_CITED = frozenset((AnswerType.ISSUED_ON, AnswerType.ISSUER))


def answer(context: Context) -> Finding:
    """Answer from the header of the document asked about, or from citations of one that is not here."""
    query, scope = context.query, context.scope
    if scope.is_of_cited:
        return answer_of_cited(context)
    if scope.rivals:
        return nothing(Reason.AMBIGUOUS_DOCUMENT, scope.rivals)
    if query.type in _OF_CITED and (of_another := _of_cited(context)):
        return of_another
    if (of_law := answer_of_law(context)) is not None:
        return of_law
    documents = _implementing(context) if scope.targets else context.documents
    if not documents:
        return nothing(Reason.NOT_IN_CORPUS)
    if not scope.named and not scope.targets and (reason := not_described(context)):
        return nothing(reason)
    confidence = _NAMED_CONFIDENCE if scope.named else _DESCRIBED_CONFIDENCE
    drafts = [
        _draft(context, entry, fact, confidence)
        for entry, facts in _stated(context, documents if scope.named else documents[:1])
        for fact in facts
    ]
    if query.type is AnswerType.EFFECTIVE_ON:
        drafts = _effective(context, documents[0], confidence, stated=drafts)
    return Finding(tuple(drafts)) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _of_cited(context: Context) -> Finding | None:
    """Answer about a document that the one at hand cites; None where the question is about that one."""
    asked = document_asked(context.query)
    if asked is None or not asked.is_subject or not context.documents or context.scope.targets:
        return None
    if any(fold_letters(entry.shown.kind or "") == asked.kind for entry in context.documents[:1]):
        return None
    cited = cited_as_asked(context, asked)
    drafts = [draft for one in cited if (draft := _cited_fact(context, one))]
    if drafts:
        return Finding(tuple(drafts))
    return nothing(Reason.SLOT_NOT_STATED) if cited else None


def _cited_fact(context: Context, reference: Reference) -> Draft | None:
    """Return the number, the day or the issuer of a cited document; a citation names no signer."""
    wanted = context.query.type
    if wanted is not AnswerType.NUMBER:
        return cited_draft(context, reference, wanted) if wanted in _SAID_OF_CITED else None
    if reference.number is None:
        return None
    return Draft(
        type=wanted,
        document_id=reference.document_id,
        quote=reference.clause,
        value=reference.span,
        confidence=_CITED_CONFIDENCE,
        passage_id=reference.passage_id,
        normalized={"text": reference.number, "number": reference.number},
    )


def _effective(context: Context, entry: Entry, confidence: float, stated: list[Draft]) -> list[Draft]:
    """Answer from when a document is applied where that is asked, and by its words where it states no day."""
    applied = "ap dung" in context.query.folded
    if len(stated) > 1 or (stated and not applied):
        return stated
    text, header = context.catalog.text(entry.card.id), entry.card.header
    effect = application_told(text, header) if applied else None
    effect = effect or (None if stated else effect_told(text, header))
    return [_of_effect(effect, entry, text, confidence)] if effect else stated


def _of_effect(effect: Effect, entry: Entry, text: str, confidence: float) -> Draft:
    normalized = {"date": effect.day.isoformat()} if effect.day else {}
    quote = line_around(text, effect.span)
    return Draft(
        AnswerType.EFFECTIVE_ON, entry.card.id, quote, effect.span, confidence, normalized=normalized
    )


def _stated(context: Context, documents: Sequence[Entry]) -> list[tuple[Entry, Facts]]:
    """Return what each document states; of several files of one document, an original before a report."""
    by_key: dict[object, tuple[Entry, Facts]] = {}
    for entry in sorted(documents, key=lambda e: e.card.header.form is not Form.ORIGINAL):
        facts = _read(context.query.type, context.query.folded, entry.card.header)
        if facts:
            by_key.setdefault(
                (entry.key, entry.shown.issued_on) if entry.key else entry.card.id, (entry, facts)
            )
    return list(by_key.values())


def _read(kind: AnswerType, folded: str, header: Header) -> Facts:
    if kind is AnswerType.RECIPIENTS and "noi nhan" in folded:
        return header.recipients
    return READERS[kind](header)


def _draft(context: Context, entry: Entry, fact: Fact[str] | Fact[date], confidence: float) -> Draft:
    text = context.catalog.text(entry.card.id)
    normalized, words = {}, None
    if isinstance(fact.value, date):
        normalized["date"] = fact.value.isoformat()
    else:
        words = fact.value
        normalized["text"] = fact.value
    quote = line_around(text, _with_post(entry.card.header, fact.span, context.query.type))
    return Draft(
        context.query.type, entry.card.id, quote, fact.span, confidence, normalized=normalized, words=words
    )


def _with_post(header: Header, span: Span, asked: AnswerType) -> Span:
    """Let a signer's name and post prove each other where they stand together."""
    if (
        asked not in (AnswerType.SIGNER, AnswerType.SIGNER_POST)
        or not header.signer
        or not header.signer_post
    ):
        return span
    both = (header.signer.span, header.signer_post.span)
    whole = Span(min(s.start for s in both), max(s.end for s in both))
    return whole if whole.end - whole.start <= _SIGNATURE_LENGTH else span


def _implementing(context: Context) -> tuple[Entry, ...]:
    """Return the documents that implement what the question names, those it describes best first."""
    citing = {
        reference.document_id
        for mention in context.scope.targets
        for key in keys_of(mention, context.directory.cited_keys)
        for reference in context.references_to(key)
        if reference.relation in (Relation.IMPLEMENTS, Relation.CONTINUES, Relation.BASED_ON)
    }
    entries = [context.directory.entry(document_id) for document_id in sorted(citing)]
    matches = context.directory.described(context.query, entries)
    return tuple(match.entry for match in matches)
