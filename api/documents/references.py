"""Collects the citations of a document with the works that they mean."""

from collections.abc import Iterable

from api.documents.schemas import ReferenceList, ReferenceOut
from api.wire.schemas import SpanOut
from corpus.catalog import CatalogReader
from corpus.numbers import number_key
from corpus.types import Reference
from search.genealogy import Storyteller, Work


def references_of(document_id: str, catalog: CatalogReader, storyteller: Storyteller) -> ReferenceList:
    """Return what a document cites; a work is named only where number and date leave no other."""
    cited = storyteller.cited_by(document_id)
    found = sorted(catalog.references([document_id]), key=lambda one: one.span)
    return ReferenceList(references=tuple(_shown(one, _meant(one, cited)) for one in found))


def _meant(reference: Reference, cited: Iterable[Work]) -> Work | None:
    if reference.number is None:
        return None
    key = number_key(reference.number)
    same = [work for work in cited if work.number and number_key(work.number) == key]
    dated = [work for work in same if reference.issued_on in (None, work.issued_on)]
    return dated[0] if len(dated) == 1 else None


def _shown(reference: Reference, work: Work | None) -> ReferenceOut:
    return ReferenceOut(
        id=reference.id,
        relation=reference.relation,
        number=reference.number,
        kind=reference.kind,
        issuer=reference.issuer,
        issued_on=reference.issued_on,
        span=SpanOut.model_validate(reference.span),
        clause=SpanOut.model_validate(reference.clause),
        work=work.id if work else None,
        documents=work.documents if work else (),
    )
