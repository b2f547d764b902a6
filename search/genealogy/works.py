"""Works: documents as they are told apart, whether the catalog holds them or not.

A number names no document: 59-NQ/TW is a resolution of 2020 and another of 2025, 5/QĐ-UBND is a decision of
every province. A work is a number with its date and the province of its issuer; several catalogued files may
be witnesses of one work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.agencies import provinces_in
from corpus.catalog import Card
from corpus.letters import fold_letters, slug
from corpus.numbers import number_key
from corpus.types import Form, Reference


@dataclass(frozen=True, slots=True)
class Work:
    """A document, known from its text or only from citations.

    Attributes:
        id: "59-NQ-TW@2020-08-05", "5-QD-UBND@2023-01-02@ca-mau"; the catalog's where there is no number.
        homes: the provinces of its issuer, as they are called today; none for central bodies.
        documents: the catalogued files of it, originals before reports; () where it is only cited.
        homonyms: whether its number alone may mean another work too.
    """

    id: str
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    homes: frozenset[str] = frozenset()
    title: str | None = None
    documents: tuple[str, ...] = ()
    homonyms: bool = False

    @property
    def is_absent(self) -> bool:
        """Tell whether it is known from citations alone."""
        return not self.documents


class WorkTable:
    """All works, and the work that a citation means."""

    def __init__(self, cards: Iterable[Card], references: Sequence[Reference]) -> None:
        self.works: dict[str, Work] = {}
        self._of_document: dict[str, Work] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for witnesses in _witnesses(cards):
            work = _work_of(witnesses)
            self._add(work)
            self._of_document |= dict.fromkeys(work.documents, work)
        for reference in sorted(references, key=lambda r: (r.issued_on is None, r.id)):
            self._add_absent(reference)
        for ids in self._by_key.values():
            if len(ids) > 1:
                self.works |= {work_id: replace(self.works[work_id], homonyms=True) for work_id in ids}

    def citing(self, reference: Reference) -> Work:
        """Return the work that makes a citation."""
        return self._of_document[reference.document_id]

    def cited(self, reference: Reference) -> Work | None:
        """Return the work that a citation means; None where it has no number or may mean several works."""
        if reference.number is None:
            return None
        fitting = self._fitting(reference, reference.number)
        cited_on = self.citing(reference).issued_on
        if reference.issued_on is None and cited_on is not None:
            fitting = [w for w in fitting if not (w.issued_on and w.issued_on > cited_on)] or fitting
        dated = [work for work in fitting if work.issued_on is not None]
        chosen = dated if len(dated) == 1 else fitting
        return chosen[0] if len(chosen) == 1 else None

    def _fitting(self, reference: Reference, number: str) -> list[Work]:
        """Return the works that nothing said in a citation contradicts."""
        home = self._home(reference)
        known = (self.works[work_id] for work_id in self._by_key[number_key(number)])
        return [
            work
            for work in known
            if (not work.issued_on or not reference.issued_on or work.issued_on == reference.issued_on)
            and (not work.homes or not home or work.homes & home)
        ]

    def _home(self, reference: Reference) -> frozenset[str]:
        """Return the province that a citation speaks of; where it names none, that of the citing document."""
        return _homes_of(reference.issuer) or self.citing(reference).homes

    def _add_absent(self, reference: Reference) -> None:
        """Take up a work that is only cited, unless it may be one that is known."""
        if reference.number is None or self._fitting(reference, reference.number):
            return
        homes = _homes_of(reference.issuer)
        work_id = _id_of(number_key(reference.number), reference.issued_on, homes or self._home(reference))
        day = reference.issued_on
        self._add(Work(work_id, reference.number, reference.kind, reference.issuer, day, homes))

    def _add(self, work: Work) -> None:
        self.works[work.id] = work
        if work.number:
            self._by_key[number_key(work.number)].append(work.id)


def _witnesses(cards: Iterable[Card]) -> Iterable[list[Card]]:
    """Group the files of one work, originals first.

    A file that does not tell its province goes with the others of its number and date, where these are of
    one province.
    """
    alike: dict[object, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: (card.header.form is not Form.ORIGINAL, card.id)):
        number, day = card.header.number, card.header.issued_on
        alike[(number_key(number.value), day and day.value) if number else card.id].append(card)
    for found in alike.values():
        homes = {_homes_of(_issuer(card)) for card in found} - {frozenset()}
        if len(homes) < 2:
            yield found
            continue
        for home in sorted({_homes_of(_issuer(card)) for card in found}, key=sorted):
            yield [card for card in found if _homes_of(_issuer(card)) == home]


def _work_of(cards: Sequence[Card]) -> Work:
    header = cards[0].header
    number = header.number.value if header.number else None
    day = header.issued_on.value if header.issued_on else None
    homes = frozenset[str]().union(*(_homes_of(_issuer(card)) for card in cards))
    return Work(
        id=_id_of(number_key(number), day, homes) if number else cards[0].id,
        number=number,
        kind=header.kind.value if header.kind else None,
        issuer=_issuer(cards[0]),
        issued_on=day,
        homes=homes,
        title=cards[0].title,
        documents=tuple(card.id for card in cards),
    )


def _id_of(key: str, day: date | None, homes: frozenset[str]) -> str:
    return "@".join([key, day.isoformat() if day else "?", *sorted(map(slug, homes))])


def _issuer(card: Card) -> str | None:
    return card.header.issuer.value if card.header.issuer else None


def _homes_of(issuer: str | None) -> frozenset[str]:
    return provinces_in(fold_letters(issuer)) if issuer else frozenset()
