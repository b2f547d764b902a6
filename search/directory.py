"""All documents by what they are called: number, kind, issuer, date, title."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np

from corpus.agencies import provinces_in
from corpus.catalog import Card
from corpus.errors import DocumentNotFound
from corpus.letters import fold_letters
from corpus.numbers import number_key, parse_number
from search.names import CitedKeys, Mask, Names, parts_of
from search.query import NumberMention, Query
from search.terms import Coverage, TermSet, content_terms, phrases
from search.types import DocumentCard, Filters

_MOST_ENTRIES = 2_048  # kept of those that were read
_MOST_COUNTS = 4_096  # terms whose count is kept
_MOST_CHOSEN = 16  # choices of documents by filters that are kept

# Words that name a document's kind say little about which one is meant.
KIND_WORDS = phrases(
    "công văn|nghị quyết|chỉ thị|quyết định|quy định|nghị định|kế hoạch|chương trình|thông báo|kết luận"
    "|công điện|hướng dẫn|thông tư|luật|ngày|tháng|năm|ban hành|ký|chủ trì|phối hợp"
)


@dataclass(frozen=True)
class Entry:
    """A document in the directory; what only some questions ask for is made when it is asked for."""

    card: Card
    shown: DocumentCard
    key: str | None
    serial: int | None

    @cached_property
    def terms(self) -> TermSet:
        """Return the terms of what it is called."""
        header, shown = self.card.header, self.shown
        place = header.place.value if header.place else ""
        subject = header.subject.value if header.subject else ""
        named = (self.card.title, subject, shown.kind or "", shown.issuer or "", place, shown.issued_on)
        return TermSet.of(" . ".join(parts_of(*named)))

    @cached_property
    def home(self) -> frozenset[str]:
        """Return the provinces that its issuer is of, none where it is of none."""
        return provinces_in(fold_letters(self.shown.issuer or ""))


@dataclass(frozen=True, slots=True)
class Match:
    """A document with how well its name fits a question, in [0, 1]."""

    entry: Entry
    score: float


class Directory:
    """Look documents up by number or by description; safe to share.

    What all of them are called is held in columns, and a document's entry is read when it is asked for.

    Args:
        names: of all documents.
        cards: reads the cards of documents that exist.
        cited_keys: match keys of all numbers that any document cites.
    """

    def __init__(
        self,
        names: Names,
        cards: Callable[[Iterable[str]], dict[str, Card]],
        cited_keys: Iterable[str] = (),
    ) -> None:
        self._names = names
        self._mask: Mask | None = names.alive
        self._entries = Entries(cards)
        self.cited_keys = CitedKeys(cited_keys)
        self._chosen: dict[Filters, frozenset[str]] = {}
        self._counts: dict[str, int] = {}

    def within(self, document_ids: Collection[str], cited_keys: Iterable[str]) -> "Directory":
        """Return the directory of those documents alone; `cited_keys` are of the numbers that they cite."""
        part = copy(self)
        kept = self._names.mask_of(self._names.rows_of(document_ids))
        part._mask = kept if self._mask is None else kept & self._mask
        part.cited_keys = CitedKeys(cited_keys)
        part._chosen, part._counts = {}, {}
        part.__dict__.pop("ids", None)
        return part

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return self._ids(self._mask)

    def __len__(self) -> int:
        return len(self._names) if self._mask is None else int(np.count_nonzero(self._mask))

    def __contains__(self, document_id: object) -> bool:
        row = self._names.rows.get(document_id) if isinstance(document_id, str) else None
        return row is not None and (self._mask is None or bool(self._mask[row]))

    def shown(self, document_id: str) -> DocumentCard:
        """Return a document's card as it is shown; raises DocumentNotFound."""
        return self.entry(document_id).shown

    def entry(self, document_id: str) -> Entry:
        """Return a document's entry; raises DocumentNotFound."""
        found = self.entries((document_id,))
        if not found:
            raise DocumentNotFound(document_id)
        return found[0]

    def entries(self, document_ids: Iterable[str]) -> list[Entry]:
        """Return the entries of those documents that are in it and still exist, in the order given."""
        return self._entries.read([one for one in document_ids if one in self])

    def numbered(self, mention: NumberMention) -> list[Entry]:
        """Return the documents that bear this number; with a loose mention, kind and serial must agree."""
        if mention.key is not None:
            rows = self._names.of_key(mention.key)
        else:
            rows = self._names.of_serial(mention.serial, {None, mention.kind})
        return self.entries(self._names.ids[row] for row in rows)

    def described(self, query: Query, among: Sequence[Entry]) -> list[Match]:
        """Rank documents by the share of the question's words in their title, issuer and date."""
        coverage = self._coverage(query)
        matches = [Match(entry, coverage(entry.terms)) for entry in among]
        return sorted((m for m in matches if m.score > 0), key=lambda m: (-m.score, m.entry.card.id))

    def nearest(self, query: Query, document_ids: Collection[str], most: int) -> Collection[str]:
        """Return the documents, or of more than `most` those whose names share most with the question."""
        if len(document_ids) <= most:
            return document_ids
        rows = self._names.rows_of(document_ids)
        if len(rows) > most:
            fits = self._names.weighed(self._coverage(query).weights)[rows]
            least = np.partition(fits, -most)[-most]
            rows, fits = rows[fits >= least], fits[fits >= least]
            # Rows are in the order in which documents came: of those that fit alike ids decide.
            ranked = sorted(zip((-fits).tolist(), map(self._names.ids.__getitem__, rows), strict=True))
            return [document_id for _, document_id in ranked[:most]]
        return [self._names.ids[row] for row in rows]

    def title_fits(self, query: Query, document_ids: Iterable[str]) -> dict[str, float]:
        """Return the share of the question's words that each document's title repeats, in [0, 1]."""
        coverage = self._coverage(query)
        return {entry.card.id: coverage(entry.terms) for entry in self.entries(document_ids)}

    def allowed(self, filters: Filters) -> frozenset[str] | None:
        """Return the ids of the documents that pass the filters; None when nothing is filtered."""
        if filters == Filters():
            return None
        known = self._chosen.get(filters)
        if known is None:
            passes = self._names.passing(filters)
            known = self._ids(passes if self._mask is None else passes & self._mask)
            if len(self._chosen) >= _MOST_CHOSEN:
                self._chosen = {}
            self._chosen[filters] = known
        return known

    def _ids(self, mask: Mask | None) -> frozenset[str]:
        ids = self._names.ids
        return frozenset(ids if mask is None else compress(ids, mask.tolist()))

    def _coverage(self, query: Query) -> Coverage:
        wanted = content_terms(query.text, KIND_WORDS)
        unknown = [term for term in wanted if term not in self._counts]
        counts = {term: self._counts[term] for term in wanted - set(unknown)}
        fresh = self._names.counts(unknown, self._mask)
        self._counts = (self._counts if len(self._counts) < _MOST_COUNTS else {}) | fresh
        return Coverage(wanted, (), counts | fresh, len(self))


class Entries:
    """Entries of documents, read when they are asked for; those asked for of late are kept."""

    def __init__(self, cards: Callable[[Iterable[str]], dict[str, Card]]) -> None:
        self._cards = cards
        self._kept: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def read(self, document_ids: Sequence[str]) -> list[Entry]:
        """Return the entries of those documents that exist, in the order given."""
        with self._lock:
            found = {one: self._kept[one] for one in document_ids if one in self._kept}
        unread = [one for one in document_ids if one not in found]
        if unread:
            fresh = {card.id: _entry(card) for card in self._cards(unread).values()}
            found |= fresh
            with self._lock:
                self._kept |= fresh
                while len(self._kept) > _MOST_ENTRIES:
                    del self._kept[next(iter(self._kept))]
        return [found[one] for one in document_ids if one in found]


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
    shown = shown_card(card)
    number = shown.number
    parsed = parse_number(number) if number else None
    return Entry(
        card=card,
        shown=shown,
        key=number_key(number) if number else None,
        serial=parsed.serial if parsed else None,
    )
