"""Citations of other documents in a document's body and subject, and their relation to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.clauses import clause_at, clauses, sentences
from corpus.letters import lower_letters
from corpus.numbers import number_key, parse_number
from corpus.references.citations import find_citations
from corpus.references.places import footnotes, relation_of_list
from corpus.references.relations import relations
from corpus.references.tail import Citation
from corpus.types import Document, Passage, Reference, Relation, Span


@dataclass(frozen=True, slots=True)
class _Found:
    citation: Citation
    relation: Relation
    clause: Span
    passage_id: str | None
    key: str | None


def find_references(document: Document, passages: Sequence[Passage]) -> tuple[Reference, ...]:
    """Return every document cited in the subject and the passages, in the order of the text."""
    found = [one for passage in passages for one in _in_passage(passage, document)]
    found.extend(_in_subject(document, found))
    for note in footnotes(document.text, document.header):
        found.extend(_in_text(note.of(document.text), document, note.start, None))
    found = _completed(_resolved(found))
    found.sort(key=lambda one: (one.citation.span, one.passage_id is None))
    return tuple(_reference(document, at, one) for at, one in enumerate(found))


def _reference(document: Document, ordinal: int, found: _Found) -> Reference:
    citation = found.citation
    return Reference(
        id=f"{document.id}-r{ordinal:04d}",
        document_id=document.id,
        passage_id=found.passage_id,
        span=citation.span,
        clause=found.clause,
        relation=found.relation,
        number=citation.number,
        kind=citation.kind,
        issuer=citation.issuer,
        issued_on=citation.issued_on,
    )


def _in_passage(passage: Passage, document: Document) -> list[_Found]:
    found = _in_text(passage.text, document, passage.span.start, passage.id)
    if any("căn cứ" in heading.lower()[:40] for heading in passage.headings):
        found = [replace(one, relation=_listed_basis(one.relation)) for one in found]
    return [_listed(one, passage) for one in found]


def _listed(one: _Found, passage: Passage) -> _Found:
    """Take the relation of a bare item from the line that opens its list."""
    if one.relation is not Relation.CITES:
        return one
    at = one.citation.span.start - passage.span.start
    stated = relation_of_list(passage.text, at, passage.headings)
    return one if stated is None else replace(one, relation=stated)


def _listed_basis(relation: Relation) -> Relation:
    # Under the heading "Căn cứ pháp lý" a bare line names a basis.
    return Relation.BASED_ON if relation is Relation.CITES else relation


def _in_subject(document: Document, known: list[_Found]) -> list[_Found]:
    subject = document.header.subject
    if subject is None:
        return []
    taken = {one.citation.span.start for one in known}
    # A subject is one sentence however it is broken over lines.
    text = subject.span.of(document.text).replace("\n", " ")
    found = _in_text(text, document, subject.span.start, None)
    return [one for one in found if one.citation.span.start not in taken]


def _in_text(text: str, document: Document, offset: int, passage_id: str | None) -> list[_Found]:
    # Without the naming of the document itself its title governs what the title names.
    citations = [one for one in find_citations(text) if not _is_self(one, document)]
    if not citations:
        return []
    low, pieces, found = lower_letters(text), clauses(text), []
    for sentence, inside in _by_sentence(sentences(text), citations):
        stated = relations(text, low, sentence, [one.span for one in inside])
        seen: set[str] = set()
        for citation, relation in zip(_shared(text, inside), stated, strict=True):
            key = number_key(citation.number) if citation.number else None
            known = key in seen if key is not None else bool(seen)
            if known and _is_short_form(text, citation.span):
                continue
            seen.add(key or "")
            clause = clause_at(pieces, citation.span).shifted(offset)
            moved = replace(citation, span=citation.span.shifted(offset))
            found.append(_Found(moved, relation, clause, passage_id, key))
    return found


def _by_sentence(pieces: list[Span], citations: list[Citation]) -> Iterable[tuple[Span, list[Citation]]]:
    rest = iter(citations)
    citation = next(rest, None)
    for piece in pieces:
        inside = []
        while citation is not None and citation.span.start < piece.end:
            inside.append(citation)
            citation = next(rest, None)
        if inside:
            yield piece, inside


def _is_short_form(text: str, span: Span) -> bool:
    """Tell "(Nghị quyết số 59-NQ/TW)" and "(gọi tắt là ...)", which repeat the name just given."""
    opening = text.rfind("(", max(0, span.start - 40), span.start)
    return opening >= 0 and ")" not in text[opening : span.start] and text[span.end : span.end + 1] == ")"


def _shared(text: str, citations: list[Citation]) -> list[Citation]:
    """Give the issuer at the end of a list to its earlier members of the same symbol."""
    result = list(citations)
    for at in range(len(result) - 2, -1, -1):
        this, following = result[at], result[at + 1]
        if this.issuer is not None or following.issuer is None:
            continue
        gap = text[this.span.end : following.span.start].strip().lower()
        if gap in {",", "và", ", và", ";", "hoặc", "cùng", "cùng với"} and _organ(this) == _organ(following):
            result[at] = replace(this, issuer=following.issuer)
    return result


def _organ(citation: Citation) -> str | None:
    """Return the part of the number that stands for the issuer: "TU", "CP", "TTg"."""
    parsed = parse_number(citation.number) if citation.number else None
    if parsed is None:
        return citation.kind if citation.serial is not None else None
    return parsed.symbol.replace("/", "-").rpartition("-")[2].upper()


def _resolved(found: list[_Found]) -> list[_Found]:
    """Give the full number to "Nghị quyết 59" and "Luật Đất đai" where the document names just one such."""
    serials: dict[tuple[str, int], set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for one in found:
        citation = one.citation
        parsed = parse_number(citation.number) if citation.number else None
        if parsed and citation.kind:
            serials[(citation.kind, parsed.serial)].add(parsed.text)
        if parsed and citation.title:
            titles[citation.title].add(parsed.text)
    return [_with_number(one, serials, titles) for one in found]


def _with_number(
    one: _Found, serials: dict[tuple[str, int], set[str]], titles: dict[str, set[str]]
) -> _Found:
    citation = one.citation
    if citation.number is not None:
        return one
    if citation.serial is not None and citation.kind:
        numbers = serials.get((citation.kind, citation.serial), set())
    else:
        numbers = titles.get(citation.title or "", set())
        numbers = {number for number in numbers if citation.year is None or f"/{citation.year}/" in number}
    if len(numbers) != 1:
        return one
    number = next(iter(numbers))
    return replace(one, citation=replace(citation, number=number), key=number_key(number))


def _completed(found: list[_Found]) -> list[_Found]:
    """Fill date and issuer where the document states them once for the same number."""
    dates: dict[str, set[date]] = defaultdict(set)
    issuers: dict[str, str] = {}
    for one in found:
        if one.key is None:
            continue
        if one.citation.issued_on:
            dates[one.key].add(one.citation.issued_on)
        if one.citation.issuer and (one.key not in issuers or issuers[one.key].isupper()):
            issuers[one.key] = one.citation.issuer
    result = []
    for one in found:
        known = dates[one.key] if one.key else set()
        # Two dates under one number are two documents: nothing is filled in then.
        if one.key is not None and len(known) <= 1:
            citation = one.citation
            day = citation.issued_on or next(iter(known), None)
            issuer = citation.issuer if citation.issuer and not citation.issuer.isupper() else None
            issuer = issuer or issuers.get(one.key)
            one = replace(one, citation=replace(citation, issued_on=day, issuer=issuer))
        result.append(one)
    return result


def _is_self(citation: Citation, document: Document) -> bool:
    """Tell a naming of the document itself: its own number, or loosely "Công văn 1023"."""
    own = document.header.number
    if own is None:
        return False
    if citation.number is not None:
        return number_key(citation.number) == number_key(own.value)
    parsed = parse_number(own.value)
    if citation.serial is None or parsed is None:
        return False
    kind = document.header.kind.value if document.header.kind else parsed.kind
    return parsed.serial == citation.serial and citation.kind == kind
