"""All documents by what they are called: number, kind, issuer, date, title."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.agencies import provinces_in
from corpus.catalog import Card
from corpus.letters import fold_letters
from corpus.numbers import number_key, parse_number
from search.query import NumberMention, Query
from search.terms import Coverage, TermSet, content_terms
from search.types import DocumentCard, Filters

# Words that name a document's kind say little about which one is meant.
KIND_WORDS = frozenset(
    """
    cong van nghi quyet chi thi dinh ke hoach chuong trinh thong bao ket luan dien huong dan tu luat
    ngay thang nam ban hanh ky chu tri phoi hop
    """.split()  # noqa: SIM905  # a word list reads better as words
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the directory."""

    card: Card
    shown: DocumentCard
    key: str | None
    serial: int | None
    terms: TermSet
    home: frozenset[str]  # the provinces that its issuer is of, () where it is of none


@dataclass(frozen=True, slots=True)
class Match:
    """A document with how well its name fits a question, in [0, 1]."""

    entry: Entry
    score: float


class Directory:
    """Look documents up by number or by description."""

    def __init__(self, cards: Iterable[Card], cited_keys: Iterable[str] = ()) -> None:
        self._fill({card.id: _entry(card) for card in sorted(cards, key=lambda c: c.id)}, cited_keys)

    def within(self, document_ids: Collection[str], cited_keys: Iterable[str]) -> "Directory":
        """Return the directory of those documents alone; `cited_keys` are of the numbers that they cite."""
        part = Directory(())
        part._fill({key: self._entries[key] for key in self._entries if key in document_ids}, cited_keys)
        return part

    def _fill(self, entries: dict[str, Entry], cited_keys: Iterable[str]) -> None:
        self.cited_keys = frozenset(cited_keys)  # match keys of all numbers that any document cites
        self._entries = entries
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        self._by_serial: dict[int, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            if entry.key:
                self._by_key[entry.key].append(entry)
            if entry.serial is not None:
                self._by_serial[entry.serial].append(entry)
        self._pool = [entry.terms for entry in self._entries.values()]
        self._counts = Counter(term for terms in self._pool for term in terms.terms)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return frozenset(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._entries

    def shown(self, document_id: str) -> DocumentCard:
        """Return a document's card as it is shown."""
        return self._entries[document_id].shown

    def entry(self, document_id: str) -> Entry:
        """Return a document's entry."""
        return self._entries[document_id]

    def numbered(self, mention: NumberMention) -> list[Entry]:
        """Return the documents that bear this number; with a loose mention, kind and serial must agree."""
        if mention.key is not None:
            return list(self._by_key.get(mention.key, ()))
        return [
            entry
            for entry in self._by_serial.get(mention.serial, ())
            if entry.shown.kind is None or entry.shown.kind == mention.kind
        ]

    def described(self, query: Query, among: Sequence[Entry]) -> list[Match]:
        """Rank documents by the share of the question's words in their title, issuer and date."""
        wanted = content_terms(query.folded, KIND_WORDS)
        coverage = Coverage(wanted, self._pool, self._counts)
        matches = [Match(entry, coverage(entry.terms)) for entry in among]
        return sorted((m for m in matches if m.score > 0), key=lambda m: (-m.score, m.entry.card.id))

    def title_fits(self, query: Query, document_ids: Iterable[str]) -> dict[str, float]:
        """Return the share of the question's words that each document's title repeats, in [0, 1]."""
        coverage = Coverage(content_terms(query.folded, KIND_WORDS), self._pool, self._counts)
        return {document_id: coverage(self._entries[document_id].terms) for document_id in document_ids}

    def allowed(self, filters: Filters) -> frozenset[str] | None:
        """Return the ids of the documents that pass the filters; None when nothing is filtered."""
        if filters == Filters():
            return None
        named = frozenset(filters.document_ids) or self._entries.keys()  # whoever chose them may name many
        rest = replace(filters, document_ids=())
        return frozenset(key for key in named & self._entries.keys() if _passes(self._entries[key], rest))


def shown_card(card: Card) -> DocumentCard:
    """Return a document as it is named beside an answer."""
    header = card.header
    return DocumentCard(
        id=card.id,
        number=header.number.value if header.number else None,
        kind=header.kind.value if header.kind else None,
        title=card.title,
        issuer=header.issuer.value if header.issuer else None,
        issued_on=header.issued_on.value if header.issued_on else None,
        source=card.source,
        page_starts=card.page_starts,
        ocr=bool(card.provenance.ocr_pages),
    )


def _entry(card: Card) -> Entry:
    header, shown = card.header, shown_card(card)
    number = shown.number
    parsed = parse_number(number) if number else None
    place = header.place.value if header.place else ""
    issued = shown.issued_on
    day = (
        f"ngày {issued.day} tháng {issued.month} năm {issued.year} tháng {issued.month}/{issued.year}"
        if issued
        else ""
    )
    subject = header.subject.value if header.subject else ""
    words = " . ".join((card.title, subject, shown.kind or "", shown.issuer or "", place, day))
    return Entry(
        card=card,
        shown=shown,
        key=number_key(number) if number else None,
        serial=parsed.serial if parsed else None,
        terms=TermSet.of(words),
        home=provinces_in(fold_letters(shown.issuer or "")),
    )


def _passes(entry: Entry, filters: Filters) -> bool:
    shown = entry.shown
    if shown.id in filters.without:
        return False
    if filters.numbers and entry.key not in {number_key(number) for number in filters.numbers}:
        return False
    if filters.kinds and (
        shown.kind is None or fold_letters(shown.kind) not in {fold_letters(kind) for kind in filters.kinds}
    ):
        return False
    if filters.issuers and not any(
        fold_letters(name) in fold_letters(shown.issuer or "") for name in filters.issuers
    ):
        return False
    if filters.issued_from and (shown.issued_on is None or shown.issued_on < filters.issued_from):
        return False
    return not (filters.issued_to and (shown.issued_on is None or shown.issued_on > filters.issued_to))
