"""Works: documents as they are told apart, whether the catalog holds them or not.

A number names no document: 59-NQ/TW is a resolution of 2020 and another of 2025, 5/QĐ-UBND is a decision of
every province. A work is a number with its date and the province of its issuer; several catalogued files may
be witnesses of one work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from corpus.agencies import provinces_in
from corpus.catalog import Cited, Name
from corpus.letters import fold_letters, slug
from corpus.numbers import number_key
from corpus.types import Form

_MOST_ISSUERS = 4_096  # whose provinces are kept: most documents have one of a few hundred
_MOST_NUMBERS = 16_384  # whose keys are kept: laws are cited again and again


@dataclass(frozen=True, slots=True)
class Work:
    """A document, known from its text or only from citations.

    Attributes:
        id: "59-NQ-TW@2020-08-05", "5-QD-UBND@2023-01-02@ca-mau"; the catalog's where there is no number.
        homes: the provinces of its issuer, as they are called today; none for central bodies.
        documents: the catalogued files of it, originals before reports; () where it is only cited.
        effective_on: from when it has effect, as far as its files say.
        key: match key of its number.
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
    effective_on: date | None = None
    homonyms: bool = False
    key: str | None = None

    @property
    def is_absent(self) -> bool:
        """Tell whether it is known from citations alone."""
        return not self.documents


class WorkTable:
    """All works, and the work that a citation means."""

    def __init__(self, names: Iterable[Name], references: Sequence[Cited]) -> None:
        self.works: dict[str, Work] = {}
        self._of_document: dict[str, Work] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for witnesses in _witnesses(names):
            work = _work_of(witnesses)
            self._add(work)
            self._of_document |= dict.fromkeys(work.documents, work)
        for reference in sorted(references, key=lambda r: (r.issued_on is None, r.id)):
            self._add_absent(reference)
        for ids in self._by_key.values():
            if len(ids) > 1:
                self.works |= {work_id: replace(self.works[work_id], homonyms=True) for work_id in ids}

    def citing(self, reference: Cited) -> Work:
        """Return the work that makes a citation."""
        return self._of_document[reference.document_id]

    def cited(self, reference: Cited) -> Work | None:
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

    def _fitting(self, reference: Cited, number: str) -> list[Work]:
        """Return the works that nothing said in a citation contradicts."""
        home = self._home(reference)
        known = (self.works[work_id] for work_id in self._by_key[_key_of(number)])
        return [
            work
            for work in known
            if (not work.issued_on or not reference.issued_on or work.issued_on == reference.issued_on)
            and (not work.homes or not home or work.homes & home)
        ]

    def _home(self, reference: Cited) -> frozenset[str]:
        """Return the province that a citation speaks of; where it names none, that of the citing document."""
        return _homes_of(reference.issuer) or self.citing(reference).homes

    def _add_absent(self, reference: Cited) -> None:
        """Take up a work that is only cited, unless it may be one that is known."""
        if reference.number is None or self._fitting(reference, reference.number):
            return
        homes = _homes_of(reference.issuer)
        key, day = _key_of(reference.number), reference.issued_on
        work_id = _id_of(key, day, homes or self._home(reference))
        self._add(Work(work_id, reference.number, reference.kind, reference.issuer, day, homes, key=key))

    def _add(self, work: Work) -> None:
        self.works[work.id] = work
        if work.key:
            self._by_key[work.key].append(work.id)


def _witnesses(names: Iterable[Name]) -> Iterable[list[Name]]:
    """Group the files of one work, originals first.

    A file that does not tell its province goes with the others of its number and date, where these are of
    one province.
    """
    alike: dict[object, list[Name]] = defaultdict(list)
    for one in sorted(names, key=lambda one: (one.form is not Form.ORIGINAL, one.id)):
        alike[(one.number_key, one.issued_on) if one.number_key else one.id].append(one)
    for found in alike.values():
        homes = {_homes_of(one.issuer) for one in found} - {frozenset()}
        if len(homes) < 2:
            yield found
            continue
        for home in sorted({_homes_of(one.issuer) for one in found}, key=sorted):
            yield [one for one in found if _homes_of(one.issuer) == home]


def _work_of(names: Sequence[Name]) -> Work:
    first = names[0]
    homes = _homes_of(first.issuer)
    if len(names) > 1:
        homes = homes.union(*(_homes_of(one.issuer) for one in names))
    effective = (one.effective_on for one in sorted(names, key=lambda one: one.id))
    return Work(
        id=_id_of(first.number_key, first.issued_on, homes) if first.number_key else first.id,
        number=first.number,
        kind=first.kind,
        issuer=first.issuer,
        issued_on=first.issued_on,
        homes=homes,
        title=first.title,
        documents=tuple(one.id for one in names),
        effective_on=next(filter(None, effective), None),
        key=first.number_key,
    )


def _id_of(key: str, day: date | None, homes: frozenset[str]) -> str:
    return "@".join([key, day.isoformat() if day else "?", *_slugs(homes)])


@lru_cache(maxsize=_MOST_ISSUERS)
def _slugs(homes: frozenset[str]) -> list[str]:
    return sorted(map(slug, homes))


@lru_cache(maxsize=_MOST_NUMBERS)
def _key_of(number: str) -> str:
    return number_key(number)


@lru_cache(maxsize=_MOST_ISSUERS)
def _homes_of(issuer: str | None) -> frozenset[str]:
    return provinces_in(fold_letters(issuer)) if issuer else frozenset()
