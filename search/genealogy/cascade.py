"""A family of documents with its proofs: what the edge shows of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from corpus.catalog import CatalogReader
from corpus.types import Relation
from search.citations import cite
from search.directory import shown_card
from search.genealogy.graph import Genealogy, Link
from search.genealogy.validity import Validity, ValidityStatus, validity_of
from search.genealogy.works import Work
from search.types import Citation


@dataclass(frozen=True, slots=True)
class Kinship:
    """One work's relation to an earlier one, proved by a citation."""

    citing: str
    cited: str
    relation: Relation
    citation: Citation


@dataclass(frozen=True, slots=True)
class Family:
    """A work, all that it rests on and all that rests on it, in rows: each below what it rests on."""

    work: str
    rows: tuple[tuple[Work, ...], ...]
    links: tuple[Kinship, ...]
    validity: dict[str, Validity]

    @property
    def works(self) -> tuple[Work, ...]:
        """Return the works row by row."""
        return tuple(work for row in self.rows for work in row)

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the ids of the catalogued files of all works."""
        return tuple(document for work in self.works for document in work.documents)


class Storyteller:
    """Tells of families out of a catalog; holds no state of a request."""

    def __init__(self, catalog: CatalogReader, genealogy: Genealogy) -> None:
        self._catalog = catalog
        self._genealogy = genealogy

    def families(self, number: str, issued_on: date | None, as_of: date) -> tuple[Family, ...]:
        """Return the family of each work of a number, the oldest first; homonyms stay apart."""
        works = self._genealogy.numbered(number)
        return tuple(self._family(w, as_of) for w in works if issued_on is None or w.issued_on == issued_on)

    def cited_by(self, document_id: str) -> tuple[Work, ...]:
        """Return the works that a document cites, in whatever relation."""
        works = self._genealogy.works
        citing = {work.id for work in works.values() if document_id in work.documents}
        return tuple(works[link.cited] for link in self._genealogy.links if link.citing in citing)

    def standing(self, as_of: date) -> dict[str, ValidityStatus]:
        """Return how each document stands on a day, by its id."""
        found: dict[str, ValidityStatus] = {}
        for work in self._genealogy.works.values():
            if work.documents:
                found |= dict.fromkeys(work.documents, self._validity(work, as_of).status)
        return found

    def _validity(self, work: Work, as_of: date) -> Validity:
        about = Genealogy(self._genealogy.works, tuple(self._links_to.get(work.id, ())))
        return validity_of(work, about, self._catalog, as_of)

    @cached_property
    def _links_to(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._genealogy.links:
            found[link.cited].append(link)
        return found

    def _family(self, work: Work, as_of: date) -> Family:
        part = self._genealogy.family(work.id)
        validity = {one.id: self._validity(one, as_of) for one in part.works.values()}
        return Family(work.id, tuple(map(tuple, part.generations())), self._proved(part.links), validity)

    def _proved(self, links: tuple[Link, ...]) -> tuple[Kinship, ...]:
        """Cite the best evidence of each link."""
        best = [link.evidence[0] for link in links]
        cards = self._catalog.cards(reference.document_id for reference in best)
        texts = {document_id: self._catalog.text(document_id) for document_id in cards}
        passages = self._catalog.passages_by_id(r.passage_id for r in best if r.passage_id)
        found = []
        for link, reference in zip(links, best, strict=True):
            passage = passages.get(reference.passage_id) if reference.passage_id else None
            shown = shown_card(cards[reference.document_id])
            text, section = texts[reference.document_id], passage.section if passage else ""
            citation = cite(shown, text, reference.clause, reference.span, reference.passage_id, section)
            found.append(Kinship(link.citing, link.cited, link.relation, citation))
        return tuple(found)
