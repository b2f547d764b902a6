"""The shapes of `/v1/genealogy`, as clients see them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.register.schemas import AssignmentOut
from api.wire.schemas import CitationOut
from corpus.types import Relation
from search.genealogy import Family, ValidityStatus, Work
from search.register import RegisterRow


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class ValidityOut(_Response):
    """Whether a document is in force on a day, as far as the documents here tell."""

    status: ValidityStatus
    as_of: date
    ended_by: Annotated[str | None, Field(description="The work that replaced or repealed it.")]
    changed_by: Annotated[tuple[str, ...], Field(description="Works that amended it or ended parts of it.")]


class WorkOut(_Response):
    """A document, held here or only cited."""

    id: Annotated[str, Field(description="Number and date: one number may be several documents.")]
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    title: str | None
    documents: Annotated[tuple[str, ...], Field(description="Ids of its files; [] where it is only cited.")]
    homonyms: Annotated[bool, Field(description="Whether another document bears the same number.")]
    generation: Annotated[int, Field(description="From 0; each stands below all that it rests on.")]
    validity: ValidityOut


class LinkOut(_Response):
    """One document's relation to an earlier one."""

    citing: str
    cited: str
    relation: Relation
    citation: CitationOut


class FamilyOut(_Response):
    """A document, all that it rests on, and all that rests on it."""

    work: Annotated[str, Field(description="The document asked for.")]
    works: tuple[WorkOut, ...]
    links: tuple[LinkOut, ...]
    assignments: Annotated[
        tuple[AssignmentOut, ...],
        Field(description="What these documents tell whom to do; only where asked for with tasks=true."),
    ]


class GenealogyOut(_Response):
    """One family for each document of the number."""

    families: tuple[FamilyOut, ...]


def family_out(family: Family, told: tuple[RegisterRow, ...] = ()) -> FamilyOut:
    """Return what clients see of a family."""
    return FamilyOut(
        work=family.work,
        works=tuple(
            _work_out(work, generation, family) for generation, row in enumerate(family.rows) for work in row
        ),
        links=tuple(map(LinkOut.model_validate, family.links)),
        assignments=tuple(map(AssignmentOut.model_validate, told)),
    )


def _work_out(work: Work, generation: int, family: Family) -> WorkOut:
    found = family.validity[work.id]
    validity = ValidityOut(
        status=found.status,
        as_of=found.as_of,
        ended_by=found.ended_by.citing if found.ended_by else None,
        changed_by=tuple(link.citing for link in found.changed_by),
    )
    return WorkOut(
        id=work.id,
        number=work.number,
        kind=work.kind,
        issuer=work.issuer,
        issued_on=work.issued_on,
        title=work.title,
        documents=work.documents,
        homonyms=work.homonyms,
        generation=generation,
        validity=validity,
    )
