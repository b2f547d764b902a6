"""Which of the documents that one cites a question asks for: by kind, by what it is to it, by who made it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.agencies import resolve_agency, same_agency
from corpus.letters import fold_letters
from corpus.numbers import all_kinds, number_key, parse_number
from corpus.types import AgencyMention, Reference, Relation
from search.answer.abstain import not_described
from search.answer.context import Context
from search.asking.cues import relations_asked
from search.asking.forms import asking_form
from search.query import Query

_KINDS = "|".join(sorted((re.escape(fold_letters(kind)) for kind in all_kinds()), key=len, reverse=True))
_ANY = rf"(?:van ban|bo luat|{_KINDS})"
_ASKED = re.compile(rf"\b({_KINDS})(?: (?:cu|moi|truoc))?(?: so)? (?:nao|gi|may|bao nhieu)\b")
# "Tờ trình của sở về Quyết định 5/QĐ-UBND": no number follows, that of the document that cites it does.
_SUBJECT = re.compile(rf"(?:hoi |theo |vay |thi )?({_KINDS})\b(?! (?:so )?\d)(?! (?:nay|do|tren)\b)")
_COMES_WITH = re.compile(r"kem theo|dinh kem|\bkem\b|\bban hanh (?:theo|tai|bang|kem)\b")
# Laid before those who decide: never what is asked about itself, where that decides.
_LAID_BEFORE = "to trinh"
_LOOSELY_SAID = frozenset(("quy dinh", "van ban", "chuong trinh", "du an", "de an", "quy hoach"))
_UNDONE = r"(?:thay|bai bo|huy bo|lam het hieu luc|het hieu luc)"
_BY_ANOTHER = re.compile(
    rf"\b(?:bi|duoc)\b[^?]*\b{_UNDONE}|\b(?:nao|gi|may)(?: da| se| moi| vua)? {_UNDONE}"
    rf"|\b(?:boi|bang|do|theo|vi)(?: {_ANY})?(?: so)? (?:nao|gi|may)\b"
)
_IN_FORCE = re.compile(
    r"\bcon(?: co| giu)? (?:hieu luc|gia tri)\b|\bhet (?:hieu luc|gia tri)(?: thi hanh)? (?:chua|roi)\b"
)
_MAKER = re.compile(r"(?: so)?(?: (?:nao|gi|may|bao nhieu))?(?: (?:cua|do|tu|ma|duoc|ben))?\s*$")
_MOST_ALIKE = 3  # documents that nothing tells apart, of which none is told before another


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document as it is asked for.

    Attributes:
        kind: folded, "" for any.
        relations: what it is to the one that cites it, () for anything.
        maker: the body that made it.
        is_subject: a fact about it is asked for, and not which one it is.
    """

    kind: str
    relations: tuple[Relation, ...]
    maker: AgencyMention | None
    is_subject: bool = False


def is_undone_by_another(query: Query) -> bool:
    """Tell whether a question asks what replaced or repealed a document, not what that one did."""
    return _BY_ANOTHER.search(query.folded) is not None or asks_whether_in_force(query)


def asks_whether_in_force(query: Query) -> bool:
    """Tell whether a question asks if a document still holds: it does until another one replaces it."""
    return _IN_FORCE.search(query.folded) is not None


def document_asked(query: Query) -> AskedDocument | None:
    """Return what a question says of the cited document that it asks for; None where it asks for none."""
    form = asking_form(query.text)
    relations = () if is_undone_by_another(query) else relations_asked(form)
    if found := _ASKED.search(query.folded):
        kind = "" if found[1] in _LOOSELY_SAID else found[1]
        return AskedDocument(kind, relations, _maker(query, found[1]))
    subject = _SUBJECT.match(query.folded)
    if subject and _is_of_another(query, subject[1]):
        return AskedDocument(subject[1], (), _maker(query, subject[1]), is_subject=True)
    return AskedDocument("", relations, None) if relations else None


def _is_of_another(query: Query, kind: str) -> bool:
    """Tell whether a question about a document of a kind gives the number of one of another kind."""
    if kind in _LOOSELY_SAID or _COMES_WITH.search(query.folded):
        return False
    if kind == _LAID_BEFORE:
        return True
    kinds = {_kind_before(query, mention.span.start) for mention in query.numbers}
    return bool(kinds) and kind not in kinds and "" not in kinds


def _kind_before(query: Query, at: int) -> str:
    found = re.findall(rf"\b({_KINDS})\b", query.folded[:at])
    return found[-1] if found else ""


def _maker(query: Query, kind: str) -> AgencyMention | None:
    """Return the body named right behind the kind of document asked for."""
    for mention in query.agencies:
        before = query.folded[: mention.span.start]
        at = before.rfind(kind)
        if at >= 0 and _MAKER.fullmatch(before[at + len(kind) :]):
            return mention
    return None


def cited_as_asked(context: Context, asked: AskedDocument) -> list[Reference]:
    """Return what the documents asked about cite of the kind and relation asked for, best first.

    Empty where nothing that is said picks one, or where the question describes no document.
    """
    if not context.documents or (not context.is_named and not_described(context)):
        return []
    entries = context.documents if context.is_named else context.documents[:1]
    own = {entry.key for entry in entries} | {mention.key for mention in context.query.numbers}
    found = [
        reference
        for reference in context.catalog.references(entry.card.id for entry in entries)
        if not _is_own(reference, own, context.query)
    ]
    return _picked(distinct(_by_place(found)), asked)


def as_said(found: Sequence[Reference], asked: AskedDocument) -> list[Reference]:
    """Return those of the kind and by the maker asked for; all where none is."""
    of_kind = [one for one in found if asked.kind and is_of_kind(one, asked.kind)]
    kept = of_kind or list(found)
    return _made_as_asked(kept, asked) or kept


def is_of_kind(reference: Reference, kind: str) -> bool:
    """Tell whether a cited document is of a folded kind, by its name or by its symbol."""
    parsed = parse_number(reference.number) if reference.number else None
    return kind in {fold_letters(said) for said in (reference.kind, parsed and parsed.kind) if said}


def _picked(found: Sequence[Reference], asked: AskedDocument) -> list[Reference]:
    kept = [one for one in found if not asked.kind or is_of_kind(one, asked.kind)]
    related = [one for one in kept if one.relation in asked.relations and one.relation is not Relation.CITES]
    if related:
        kept = related
    elif not asked.kind or set(asked.relations) & {Relation.REPEALS, Relation.REPLACES, Relation.AMENDS}:
        return []
    made = _made_as_asked(kept, asked)
    kept = made or kept
    return kept if related or made or len(kept) <= _MOST_ALIKE else []


def _made_as_asked(found: Iterable[Reference], asked: AskedDocument) -> list[Reference]:
    """Return those by the maker that a question names; [] where it names none."""
    return [one for one in found if asked.maker is not None and is_made_by(one, asked.maker)]


def is_made_by(reference: Reference, maker: AgencyMention) -> bool:
    """Tell whether a body made a cited document, by its symbol or by what is said of its issuer."""
    if reference.issuer and fold_letters(maker.name) in fold_letters(reference.issuer):
        return True
    parsed = parse_number(reference.number) if reference.number else None
    parts = re.split(r"[-/]", parsed.symbol) if parsed else []
    known = [one.id for part in parts if len(part) > 1 and (one := resolve_agency(part))]
    return maker.agency_id is not None and any(same_agency(one, maker.agency_id) for one in known)


def _is_own(reference: Reference, own: set[str | None], query: Query) -> bool:
    """Tell whether a reference is to the document asked about, or to one that the question names."""
    if reference.number is None:
        return False
    parsed = parse_number(reference.number)
    loose = {(mention.serial, mention.kind) for mention in query.numbers if mention.key is None}
    return number_key(reference.number) in own or (
        parsed is not None and (parsed.serial, reference.kind) in loose
    )


def _by_place(found: Iterable[Reference]) -> list[Reference]:
    """Put what the subject line names first: it is what the document is there for."""
    return sorted(found, key=lambda reference: (reference.passage_id is not None, reference.span))


def distinct(found: Iterable[Reference]) -> list[Reference]:
    """Return references without those to a document that an earlier one is to."""
    seen: set[object] = set()
    kept = []
    for reference in found:
        key = number_key(reference.number) if reference.number else reference.span
        if key not in seen:
            seen.add(key)
            kept.append(reference)
    return kept
