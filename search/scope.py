"""Which documents a question is about."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.agencies import expand_abbreviations, provinces_in
from corpus.dates import find_dates
from corpus.letters import fold_letters
from corpus.numbers import kind_of_symbol, number_key, parse_number, symbol_of_kind
from search.directory import Directory, Entry
from search.names import CitedKeys
from search.query import NumberMention, Query
from search.retrieve import Candidate
from search.types import AnswerType

_KIND = (
    r"(?:van ban|cong van|nghi quyet|chi thi|quyet dinh|ke hoach|chuong trinh(?: hanh dong)?|thong bao"
    r"|ket luan|cong dien|huong dan|thong tu|nghi dinh|luat|quy dinh|to trinh)"
)
# "chương trình thực hiện | Nghị quyết 28": the number after the bar names what the programme rests on.
_RESTS_ON = re.compile(
    rf"{_KIND}\b(?:(?!{_KIND})[^?])*\b(?:thuc hien|trien khai|cu the hoa|tiep tuc|don doc|quan triet|day manh"
    r"|day nhanh|nhiem vu|ve)\b"
    rf"(?: \w+){{0,3}}?(?: {_KIND}(?: so)?)?\s*$"
)
_AND = re.compile(rf"[\s,]*(?:va|hay|hoac|cung|voi)?\s*(?:{_KIND})?(?: so)?\s*")
_NOT_ITS_ISSUER = re.compile(r"[,:;]|\b(?:ve|giao|yeu cau|thuc hien|cho|gui|co|o|tai)\b")  # the topic begins
# A name with a number in it: "Ban Chỉ đạo thực hiện | Nghị quyết 28" is a body and no document.
_SERVES = re.compile(
    r"\b(?:ban chi dao|to (?:cong tac|giup viec|chuyen gia)|ban (?:soan thao|van dong)|toa dam"
    r"|hoi (?:nghi|thao|dong(?! nhan dan))|doan (?:kiem tra|giam sat|cong tac|thanh tra|khao sat)"
    r"|(?:cuoc|phien|buoi) (?:hop|lam viec))\b"
    rf"(?:(?!{_KIND})[^?,;:])*\b(?:thuc hien|trien khai|thi hanh|so ket|tong ket|quan triet|giam sat|kiem tra"
    rf"|theo|ve)\b(?: \w+){{0,3}}?(?: {_KIND}(?: so)?)?\s*$"
)
_OWN_KIND = re.compile(rf"\b{_KIND}(?: so)?\s*$")
_IS_SOURCE = re.compile(r"\b(?:theo|trong|tai|o|can cu|dua (?:tren|vao))\s*$")
_YEAR_BEHIND = re.compile(r",? \(?(?:(?:cua )?nam )?((?:19|20)\d\d)\b(?![./-]?\d)\)?")
_LETTER = "công văn"
_NEAR = 60  # how far behind its number a document's date and issuer may stand
_CLEAR_LEAD = 0.12
_LIKELY = 8
_TITLE_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents a question names.

    Attributes:
        named: documents that bear a number given in the question; empty when none is given or none bears it.
        targets: numbers that the question gives of documents its own document rests on.
        cited: numbers given that no document bears but some cite.
        unknown: numbers given that occur nowhere.
        loose: numbers given by kind and serial ("NQ 59") that other cited documents bear as well.
        rivals: more than one document fits and nothing in the question decides between them.
        is_of_cited: the question is about a document that is only cited.
        serves: a number stands in the name of a body or a meeting, of which other documents tell.
    """

    named: tuple[Entry, ...] = ()
    targets: tuple[NumberMention, ...] = ()
    cited: tuple[NumberMention, ...] = ()
    unknown: tuple[NumberMention, ...] = ()
    loose: tuple[NumberMention, ...] = ()
    rivals: tuple[Entry, ...] = ()
    is_of_cited: bool = False
    serves: bool = False


def find_scope(query: Query, directory: Directory, allowed: Collection[str] | None = None) -> Scope:
    """Resolve the numbers in a question."""
    named: list[Entry] = []
    rivals: list[Entry] = []
    targets, cited, unknown = [], [], []
    last: NumberMention | None = None
    for mention in query.numbers:
        if _rests_on(query, mention):
            targets.append(mention)
            continue
        bearers = [e for e in directory.numbered(mention) if allowed is None or e.card.id in allowed]
        entries = [e for e in bearers if not _contradicts(query, mention, e)]
        if entries and (last is None or _listed_together(query, last, mention)):
            chosen = _choose(query, directory, mention, entries)
            if len({_identity(entry) for entry in chosen}) > 1:
                rivals += chosen
            named += chosen
            last = mention
        elif not entries and not bearers and keys_of(mention, directory.cited_keys):
            cited.append(mention)
        elif not entries:
            unknown.append(mention)
    keys = {entry.key for entry in named}
    loose = tuple(
        m for m in query.numbers if m.key is None and named and set(keys_of(m, directory.cited_keys)) - keys
    )
    serves = any(_SERVES.search(query.folded[: mention.span.start]) for mention in query.numbers)
    return Scope(
        named=tuple(named),
        targets=tuple(targets),
        cited=tuple(cited),
        unknown=tuple(unknown),
        loose=loose,
        rivals=tuple(rivals),
        is_of_cited=_subject(query) in cited,
        serves=serves,
    )


def _listed_together(query: Query, one: NumberMention, other: NumberMention) -> bool:
    """Tell whether a question asks about two documents alike: "Công văn 5 và Thông báo 6"."""
    year = _YEAR_BEHIND.match(query.folded, one.span.end)
    start = year.end() if year else one.span.end
    return _AND.fullmatch(query.folded[start : other.span.start]) is not None


def _subject(query: Query) -> NumberMention | None:
    """Return the number of the document that a question is about: the first that is no mere source.

    None where a document without a number is named before it: "quyết định theo Nghị định 5".
    """
    start = 0
    for mention in query.numbers:
        before = _OWN_KIND.sub("", query.folded[start : mention.span.start])
        if names_kind(before):
            return None
        if not _IS_SOURCE.search(before):
            return mention
        start = mention.span.end
    return None


def names_kind(words: str) -> bool:
    """Tell whether words name a kind of document."""
    return re.search(rf"\b{_KIND}\b", fold_letters(words)) is not None


def _contradicts(query: Query, mention: NumberMention, entry: Entry) -> bool:
    """Tell whether a question gives a document's number with another date or province than its own."""
    issued = entry.shown.issued_on
    behind = query.text[mention.span.end : mention.span.end + _NEAR]
    stated = [fact.value for fact in find_dates(behind) if fact.span.start <= len(" ngày ")]
    if stated and issued is not None and stated[0] != issued:
        return True
    asked = provinces_in(_NOT_ITS_ISSUER.split(fold_letters(behind))[0])
    return bool(entry.home and asked and not entry.home & asked)


def likely_documents(query: Query, directory: Directory, found: Sequence[Candidate]) -> tuple[Entry, ...]:
    """Return the documents a question without a number may be about, likeliest first.

    A document is as likely as its best passage is good and its title fits the question.
    """
    best: dict[str, float] = {}
    for candidate in found:
        document_id = candidate.passage.document_id
        best[document_id] = max(best.get(document_id, 0.0), candidate.score)
    entries = directory.entries(best)
    titles = {match.entry.card.id: match.score for match in directory.described(query, entries)}
    scored = {e.card.id: best[e.card.id] + _TITLE_WEIGHT * titles.get(e.card.id, 0.0) for e in entries}
    return tuple(sorted(entries, key=lambda e: (-scored[e.card.id], e.card.id))[:_LIKELY])


def may_bear(mention: NumberMention, entry: Entry) -> bool:
    """Tell whether a document of which no number was read may bear this one, by its kind and its issuer."""
    if entry.key is not None or mention.key is None:
        return False
    parsed = parse_number(mention.text)
    if parsed is None:
        return False
    kind, issuer = entry.shown.kind, fold_letters(entry.shown.issuer or "")
    if kind is not None and kind != (parsed.kind or "công văn"):
        return False
    named = [fold_letters(name) for part in re.split(r"[-/]", parsed.symbol) for name in _spelt(part)]
    return not issuer or not named or any(name in issuer for name in named)


def _spelt(part: str) -> list[str]:
    """Return the body that a part of a symbol stands for: "UBND" is "Ủy ban nhân dân"."""
    if symbol_of_kind(kind_of_symbol(part) or "") == part:
        return []
    return [name for _, name in expand_abbreviations(part)]


def keys_of(mention: NumberMention, keys: Collection[str]) -> tuple[str, ...]:
    """Return those of `keys` that a mention may mean."""
    if mention.key is not None:
        return (mention.key,) if mention.key in keys else ()
    if isinstance(keys, CitedKeys):
        keys = keys.of_serial(mention.serial)
    prefix = re.compile(rf"0*{mention.serial}(?!\d)")
    return tuple(sorted(k for k in keys if prefix.match(k) and _may_be_of(k, mention.kind)))


def _may_be_of(key: str, kind: str | None) -> bool:
    """Tell whether a number may be of a kind: by its symbol, or as letters of state bodies have none."""
    symbol, parts = _symbol(kind), re.split(r"[-/]", key)
    return symbol is None or symbol in parts or (kind == _LETTER and _is_of_no_kind(parts))


def _is_of_no_kind(parts: list[str]) -> bool:
    """Tell a letter by its number: "3241/UBND-KT" begins with a body, and "45/2022/QH15" with a year."""
    return len(parts) > 2 and not parts[1].isdecimal() and kind_of_symbol(parts[1]) is None


def _symbol(kind: str | None) -> str | None:
    symbol = symbol_of_kind(kind) if kind else None
    return number_key(f"1-{symbol}/X").split("-")[1].split("/")[0] if symbol else None


def _rests_on(query: Query, mention: NumberMention) -> bool:
    if query.type in (AnswerType.IMPLEMENTED_BY, AnswerType.REPLACED_BY):
        return query.type is AnswerType.IMPLEMENTED_BY
    return bool(_RESTS_ON.search(query.folded[: mention.span.start]))


def _choose(query: Query, directory: Directory, mention: NumberMention, entries: list[Entry]) -> list[Entry]:
    """Narrow documents of one number by the dates, issuers and topic words of the question."""
    if len(entries) < 2:
        return entries
    dated = _of_its_year(query, mention, entries) or [
        e for e in entries if e.shown.issued_on and _is_dated(query, e)
    ]
    if dated:
        entries = dated
    matches = directory.described(query, entries)
    if len(entries) < 2 or not matches:
        return entries
    best = [m.entry for m in matches if m.score >= matches[0].score - _CLEAR_LEAD]
    return best if len(best) < len(entries) else entries


def _of_its_year(query: Query, mention: NumberMention, entries: list[Entry]) -> list[Entry]:
    """Return the documents of the year right behind their number; a year elsewhere may be of another one."""
    found = _YEAR_BEHIND.match(query.folded, mention.span.end)
    year = int(found[1]) if found else None
    return [e for e in entries if e.shown.issued_on and e.shown.issued_on.year == year]


def _is_dated(query: Query, entry: Entry) -> bool:
    issued = entry.shown.issued_on
    if issued is None:
        return False
    return issued in query.dates or any(start <= issued <= end for start, end in query.periods)


def _identity(entry: Entry) -> tuple[object, ...]:
    return entry.key, entry.shown.issued_on, entry.shown.issuer
