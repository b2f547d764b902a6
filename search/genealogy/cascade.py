"""A family of documents with its proofs: what the edge shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.catalog import CatalogReader
from corpus.types import Reference, Relation, Role
from search.citations import cite
from search.directory import shown_card
from search.genealogy.graph import Genealogy, Register
from search.genealogy.validity import Validity, validity_of
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
class Charge:
    """What a body was told to do in one document of a family."""

    body: str
    role: Role
    task: str
    deadline: str | None
    work: str
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


class Storyteller:
    """Tells of families out of a catalog; holds no state of a request."""

    def __init__(self, catalog: CatalogReader, register: Register) -> None:
        self._catalog = catalog
        self._register = register

    def families(self, number: str, issued_on: date | None, as_of: date) -> tuple[Family, ...]:
        """Return the family of each work of a number, the oldest first; homonyms stay apart."""
        works = self._register.table.numbered(number)
        asked = [work for work in works if issued_on is None or work.issued_on == issued_on]
        return tuple(self._family(work, as_of) for work in asked)

    def charges(self, family: Family) -> tuple[Charge, ...]:
        """Return what each body was told to do in the documents of a family, by body and document."""
        found = [charge for work in family.works for charge in self._charges_in(work)]
        return tuple(sorted(found, key=lambda charge: (charge.body, charge.work, charge.citation.start)))

    def _family(self, work: Work, as_of: date) -> Family:
        part: Genealogy = self._register.genealogy.family(work.id)
        links = tuple(
            Kinship(link.citing, link.cited, link.relation, self._cited(link.evidence[0]))
            for link in part.links
        )
        whole = self._register.genealogy
        validity = {one.id: validity_of(one, whole, self._catalog, as_of) for one in part.works.values()}
        return Family(work.id, tuple(map(tuple, part.generations())), links, validity)

    def _cited(self, reference: Reference) -> Citation:
        document_id = reference.document_id
        card = self._catalog.cards([document_id])[document_id]
        text = self._catalog.text(document_id)
        return cite(shown_card(card), text, reference.clause, reference.span, reference.passage_id, "")

    def _charges_in(self, work: Work) -> Iterable[Charge]:
        cards = self._catalog.cards(work.documents)
        for assignment in self._catalog.assignments(work.documents):
            text = self._catalog.text(assignment.document_id)
            shown = shown_card(cards[assignment.document_id])
            for party in assignment.parties:
                span = party.mention.span
                value = span if assignment.clause.contains(span) else assignment.task
                yield Charge(
                    body=party.mention.name,
                    role=party.role,
                    task=assignment.task.of(text),
                    deadline=assignment.deadline.text if assignment.deadline else None,
                    work=work.id,
                    citation=cite(
                        shown, text, assignment.clause, value, assignment.passage_id, assignment.section
                    ),
                )
