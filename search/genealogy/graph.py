"""The links between works: who implements, rests on, goes on with, amends, replaces or repeals whom."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalog import CatalogReader, Name
from corpus.numbers import number_key
from corpus.types import Reference, Relation
from search.genealogy.works import Work, WorkTable

# Of several relations between two works the first counts.
_RANK = {
    relation: rank
    for rank, relation in enumerate(
        (
            Relation.REPLACES,
            Relation.REPEALS,
            Relation.AMENDS,
            Relation.IMPLEMENTS,
            Relation.CONTINUES,
            Relation.BASED_ON,
            Relation.ATTACHES,
            Relation.CITES,
        )
    )
}
DESCENT = frozenset(_RANK) - {Relation.CITES}  # the relations that make a family


@dataclass(frozen=True, slots=True)
class Link:
    """One work's relation to an earlier one; `evidence` are the citations that state it, best first."""

    citing: str
    cited: str
    relation: Relation
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Genealogy:
    """All works and links, or a part of them; the links form a directed acyclic graph."""

    works: Mapping[str, Work]
    links: tuple[Link, ...]

    def numbered(self, number: str) -> tuple[Work, ...]:
        """Return the works of a number, the oldest first."""
        key = number_key(number)
        found = [work for work in self.works.values() if work.key == key]
        return tuple(sorted(found, key=_in_time))

    def family(self, work_id: str, relations: frozenset[Relation] = DESCENT) -> "Genealogy":
        """Return a work with all that it rests on, all that rests on it, and the links between them."""
        up, down = defaultdict(list), defaultdict(list)
        for link in self.links:
            if link.relation in relations:
                up[link.citing].append(link.cited)
                down[link.cited].append(link.citing)
        kin = _reach(work_id, up) | _reach(work_id, down)
        return Genealogy(
            {one: self.works[one] for one in self.works if one in kin},
            tuple(
                link
                for link in self.links
                if link.citing in kin and link.cited in kin and link.relation in relations
            ),
        )

    def generations(self) -> list[list[Work]]:
        """Return the works in rows, each below all that it rests on; rows by date and id."""
        above = defaultdict(set)
        for link in self.links:
            above[link.citing].add(link.cited)
        depth: dict[str, int] = {}

        def depth_of(work_id: str) -> int:
            if work_id not in depth:
                depth[work_id] = 1 + max(map(depth_of, above[work_id]), default=-1)
            return depth[work_id]

        rows: dict[int, list[Work]] = defaultdict(list)
        for work in self.works.values():
            rows[depth_of(work.id)].append(work)
        return [sorted(rows[row], key=_in_time) for row in sorted(rows)]


def build_genealogy(catalog: CatalogReader, called: Iterable[Name] | None = None) -> Genealogy:
    """Resolve every citation of a catalog to a work, by number, issuer and date together.

    `called` are the names of its documents, where they are known already.
    """
    names = tuple(catalog.names() if called is None else called)
    known = {one.id for one in names}
    references = [one for one in catalog.citations() if one.document_id in known]
    table = WorkTable(names, references)
    found: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        cited, citing = table.cited(reference), table.citing(reference)
        if cited is not None and cited.id != citing.id and not _is_later(cited, citing):
            found[citing.id, cited.id].append(reference.whole())
    links = [_link(citing, cited, stated) for (citing, cited), stated in sorted(found.items())]
    return Genealogy(dict(sorted(table.works.items())), _without_cycles(links, table.works))


def _link(citing: str, cited: str, stated: Sequence[Reference]) -> Link:
    ranked = sorted(
        stated, key=lambda r: (_RANK[r.relation], r.passage_id is not None, r.span, r.document_id)
    )
    return Link(
        citing, cited, ranked[0].relation, tuple(r for r in ranked if r.relation is ranked[0].relation)
    )


def _is_later(cited: Work, citing: Work) -> bool:
    """Tell a citation that cannot be right: of a document that came later."""
    return bool(cited.issued_on and citing.issued_on and cited.issued_on > citing.issued_on)


def _without_cycles(links: Iterable[Link], works: Mapping[str, Work]) -> tuple[Link, ...]:
    """Keep links in the order of time and drop each that would close a circle."""
    below: dict[str, set[str]] = defaultdict(set)
    kept = []
    for link in sorted(
        links, key=lambda link: (_in_time(works[link.citing]), _RANK[link.relation], link.cited)
    ):
        if link.citing not in _reach(link.cited, below):
            below[link.citing].add(link.cited)
            kept.append(link)
    return tuple(sorted(kept, key=lambda link: (link.citing, link.cited)))


def _reach(start: str, ways: Mapping[str, Iterable[str]]) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for after in ways.get(waiting.popleft(), ()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


def _in_time(work: Work) -> tuple[date, str]:
    return work.issued_on or date.max, work.id
