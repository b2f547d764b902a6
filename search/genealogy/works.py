"""Works: documents as they are told apart, whether the catalog holds them or not.

A number names no document: 59-NQ/TW is a resolution of 2020 and another of 2025. A work is a number with
its date and, where no date is known, its issuer; several catalogued files may be witnesses of one work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalog import Card
from corpus.letters import fold_letters
from corpus.numbers import number_key
from corpus.types import Form, Reference


@dataclass(frozen=True, slots=True)
class Work:
    """A document, known from its text or only from citations.

    Attributes:
        id: "59-nq/tw@2020-08-05"; the catalog's id where there is no number.
        documents: the catalogued files of it, originals before reports; () where it is only cited.
        homonyms: whether its number alone may mean another work too.
    """

    id: str
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
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
        self._of_document: dict[str, str] = {}
        self._issued: dict[str, date | None] = {}
        held: dict[str, list[Card]] = defaultdict(list)
        for card in sorted(cards, key=lambda card: (card.header.form is not Form.ORIGINAL, card.id)):
            work_id = _id_of(card)
            held[work_id].append(card)
            self._of_document[card.id] = work_id
            self._issued[card.id] = card.header.issued_on.value if card.header.issued_on else None
        self.works = {work_id: _work_of(work_id, found) for work_id, found in held.items()}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for work in list(self.works.values()):
            if work.number:
                self._by_key[number_key(work.number)].append(work.id)
        for reference in sorted(references, key=lambda r: (r.issued_on is None, r.id)):
            self._add_absent(reference)

    def citing(self, reference: Reference) -> str:
        """Return the work that makes a citation."""
        return self._of_document[reference.document_id]

    def cited(self, reference: Reference) -> str | None:
        """Return the work that a citation means; None where it has no number or may mean several works."""
        if reference.number is None:
            return None
        known = [self.works[work_id] for work_id in self._by_key.get(number_key(reference.number), ())]
        fitting = [work for work in known if _fits(work, reference)]
        if reference.issued_on is None:
            cited_on = self._issued.get(reference.document_id)
            earlier = [w for w in fitting if not (w.issued_on and cited_on and w.issued_on > cited_on)]
            fitting = earlier or fitting
        dated = [work for work in fitting if work.issued_on is not None]
        chosen = dated if len(dated) == 1 else fitting
        return chosen[0].id if len(chosen) == 1 else None

    def numbered(self, number: str) -> tuple[Work, ...]:
        """Return the works of a number, the oldest first."""
        found = [self.works[work_id] for work_id in self._by_key.get(number_key(number), ())]
        return tuple(sorted(found, key=lambda work: (work.issued_on or date.max, work.id)))

    def _add_absent(self, reference: Reference) -> None:
        """Take up a work that is only cited, unless it may be one that is known."""
        if reference.number is None:
            return
        key = number_key(reference.number)
        known = [self.works[work_id] for work_id in self._by_key[key]]
        if any(_fits(work, reference) for work in known):
            return
        day = reference.issued_on
        work_id = f"{key}@{day.isoformat() if day else '?'}"
        if work_id in self.works:
            work_id += f"@{fold_letters(reference.issuer or '')}"
        self.works[work_id] = Work(work_id, reference.number, reference.kind, reference.issuer, day)
        self._by_key[key].append(work_id)

    def settle(self) -> None:
        """Mark the works that share their number."""
        for ids in self._by_key.values():
            if len(ids) > 1:
                for work_id in ids:
                    work = self.works[work_id]
                    self.works[work_id] = Work(
                        work.id,
                        work.number,
                        work.kind,
                        work.issuer,
                        work.issued_on,
                        work.title,
                        work.documents,
                        homonyms=True,
                    )


def _fits(work: Work, reference: Reference) -> bool:
    """Tell whether nothing that a citation says contradicts a work."""
    if work.issued_on and reference.issued_on:
        return work.issued_on == reference.issued_on
    one, other = fold_letters(work.issuer or ""), fold_letters(reference.issuer or "")
    return not one or not other or one in other or other in one or _same_head(one, other)


def _same_head(one: str, other: str) -> bool:
    """Tell whether two names may mean one body: "thanh uy can tho", "ban thuong vu thanh uy"."""
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) >= 2


def _id_of(card: Card) -> str:
    number = card.header.number
    if number is None:
        return card.id
    day = card.header.issued_on
    return f"{number_key(number.value)}@{day.value.isoformat() if day else '?'}"


def _work_of(work_id: str, cards: Sequence[Card]) -> Work:
    header = cards[0].header
    return Work(
        id=work_id,
        number=header.number.value if header.number else None,
        kind=header.kind.value if header.kind else None,
        issuer=header.issuer.value if header.issuer else None,
        issued_on=header.issued_on.value if header.issued_on else None,
        title=cards[0].title,
        documents=tuple(card.id for card in cards),
    )
