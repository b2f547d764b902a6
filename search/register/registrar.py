"""Looks rows of the register up in the catalog."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from corpus.agencies import provinces_in, resolve_agency
from corpus.catalog import CatalogReader
from corpus.catalog.assignmentreader import AssignedParty, PartyFilter, PartyScope
from corpus.header import issuers_of
from corpus.letters import fold_letters, slug
from corpus.types import Span
from search.citations import cite, is_true
from search.directory import shown_card
from search.register.bodies import Body, Via, body_named, body_of, how_named
from search.register.rows import RegisterFilter, RegisterPage, RegisterRow
from search.types import Citation, DocumentCard

log = logging.getLogger(__name__)

_WORD = re.compile(r"\w+")
_WITHOUT_GROUPS = frozenset((Via.NAME, Via.POST))


class Registrar:
    """Answers from one state of the catalog; names of agencies and issuers are read once."""

    def __init__(self, catalog: CatalogReader) -> None:
        self._catalog = catalog

    def page(self, wanted: RegisterFilter, limit: int | None = None, offset: int = 0) -> RegisterPage:
        """Return a page of rows: what is due first, then the tasks of the latest documents."""
        asked = body_named(wanted.agency) if wanted.agency else None
        ways = self._ways(asked, wanted.groups) if asked else {}
        inside = _in_catalog(wanted, self._scopes(asked, ways) if asked else None)
        if wanted.words is None:
            found, total = self._catalog.assigned_parties(inside, limit, offset)
        else:
            every, _ = self._catalog.assigned_parties(inside)
            kept = self._with_words(every, wanted.words)
            stop = None if limit is None else offset + limit
            found, total = kept[offset:stop], len(kept)
        return RegisterPage(tuple(self._rows(found, ways)), total)

    def found(self, wanted: RegisterFilter) -> tuple[tuple[AssignedParty, Via | None], ...]:
        """Return all that fits, in the order of the pages, without reading texts; `words` do not count."""
        asked = body_named(wanted.agency) if wanted.agency else None
        ways = self._ways(asked, wanted.groups) if asked else {}
        found, _ = self._catalog.assigned_parties(
            _in_catalog(wanted, self._scopes(asked, ways) if asked else None)
        )
        return tuple((one, _via(one, ways)) for one in found)

    def _ways(self, asked: Body, groups: bool) -> dict[str, Via]:
        """Return the ids that may mean the body, wherever they stand, with how they mean it."""
        counted = frozenset(Via) if groups else _WITHOUT_GROUPS
        named = ((identity, how_named(asked, identity, "")) for identity in sorted(self._agency_ids))
        return {identity: via for identity, via in named if via is not None and via in counted}

    def _scopes(self, asked: Body, ways: Mapping[str, Via]) -> tuple[PartyScope, ...]:
        """Let an id without a province count only in documents of its issuers and of central ones."""
        if not asked.province:
            return (PartyScope(tuple(ways)),)
        placed = tuple(identity for identity in ways if body_of(identity).province)
        bare = tuple(identity for identity in ways if not body_of(identity).province)
        issuers = tuple(
            sorted(issuer for issuer, homes in self._homes.items() if homes & {"", asked.province})
        )
        return PartyScope(placed), PartyScope(bare, issuers)

    @cached_property
    def _agency_ids(self) -> frozenset[str]:
        return self._catalog.agency_ids()

    @cached_property
    def _homes(self) -> dict[str, frozenset[str]]:
        return {issuer: _homes_of(issuer) for issuer in self._catalog.issuers()}

    def _with_words(self, found: Iterable[AssignedParty], words: str) -> tuple[AssignedParty, ...]:
        """Keep the tasks whose clause and headings hold all words."""
        wanted = set(_words(words))
        texts: dict[str, str] = {}
        told: dict[str, set[str]] = {}  # by task: its parties share it
        kept = []
        for one in found:
            assignment = one.assignment
            if assignment.id not in told:
                owner = assignment.document_id
                text = texts.get(owner) or texts.setdefault(owner, self._catalog.text(owner))
                told[assignment.id] = set(
                    _words(" ".join((assignment.clause.of(text), *assignment.headings)))
                )
            if wanted <= told[assignment.id] | set(_words(one.party.mention.name)):
                kept.append(one)
        return tuple(kept)

    def _rows(self, found: Iterable[AssignedParty], ways: Mapping[str, Via]) -> Iterator[RegisterRow]:
        """Make rows; one whose citation does not hold against the stored text never leaves."""
        found = tuple(found)
        cards = self._catalog.cards(one.assignment.document_id for one in found)
        texts = {document_id: self._catalog.text(document_id) for document_id in cards}
        for one in found:
            document_id = one.assignment.document_id
            if document_id not in cards:  # deleted meanwhile
                continue
            row = _row(one, shown_card(cards[document_id]), texts[document_id], ways)
            if is_true(row.citation, texts[document_id]):
                yield row
            else:
                log.error("dropped an assignment whose citation does not hold: %s", one.assignment.id)


def _in_catalog(wanted: RegisterFilter, scopes: tuple[PartyScope, ...] | None) -> PartyFilter:
    inside = PartyFilter(
        roles=wanted.roles,
        due_from=wanted.due_from,
        due_to=wanted.due_to,
        issued_from=wanted.issued_from,
        issued_to=wanted.issued_to,
        number=wanted.number,
        document_ids=wanted.document_ids,
        led=wanted.led,
    )
    return replace(inside, scopes=scopes)


def _homes_of(issuer: str) -> frozenset[str]:
    """Return the slugs of an issuer's provinces; {""} for a central body, nothing where it cannot be told."""
    homes = frozenset(map(slug, provinces_in(fold_letters(issuer))))
    known = map(resolve_agency, issuers_of(issuer))
    is_local = any(one is not None and one.level in ("province", "district", "commune") for one in known)
    return homes or (frozenset() if is_local else frozenset(("",)))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_letters(text))


def _via(one: AssignedParty, ways: Mapping[str, Via]) -> Via | None:
    identity = one.party.mention.agency_id
    return ways.get(identity) if identity else None


def _row(one: AssignedParty, shown: DocumentCard, text: str, ways: Mapping[str, Via]) -> RegisterRow:
    assignment, mention = one.assignment, one.party.mention
    deadline, product = assignment.deadline, assignment.product
    known = resolve_agency(mention.name) if mention.agency_id else None
    return RegisterRow(
        assignment_id=assignment.id,
        agency_id=mention.agency_id,
        agency=mention.name,
        agency_span=mention.span,
        agency_name=known.name if known else None,
        via=_via(one, ways),
        role=one.party.role,
        led=assignment.led,
        task=assignment.task.of(text),
        task_span=assignment.task,
        due=deadline.due if deadline else None,
        recurrence=deadline.recurrence if deadline else None,
        deadline=deadline.text if deadline else None,
        deadline_span=deadline.span if deadline else None,
        rule=deadline.rule if deadline else None,
        product=product.of(text) if product else None,
        headings=assignment.headings,
        citation=_proof(one, shown, text),
    )


def _proof(one: AssignedParty, shown: DocumentCard, text: str) -> Citation:
    """Cite the clause; its value is the agency, or the task where the agency stands above the clause."""
    assignment = one.assignment
    inside = (span for span in (one.party.mention.span, assignment.task) if _holds(assignment.clause, span))
    value = next(inside, assignment.clause)
    return cite(shown, text, assignment.clause, value, assignment.passage_id, assignment.section)


def _holds(clause: Span, span: Span) -> bool:
    return clause.contains(span) and span.end > span.start
