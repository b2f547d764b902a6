"""Whether a document is in force on a day, as far as the catalog tells."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.catalog import CatalogReader
from corpus.types import Relation
from search.genealogy.graph import Genealogy, Link
from search.genealogy.works import Work

_ACT = re.compile(r".*\b(?:bãi bỏ|hủy bỏ|thay thế|hết hiệu lực|sửa đổi)", re.IGNORECASE | re.DOTALL)
_PART = re.compile(r"\b(?:điều|khoản|điểm|mục|phụ lục|chương|cụm từ)\s+[^\s.;]+[^.;]{0,80}\Z", re.IGNORECASE)
_REACH = 120  # how far before a citation its part may be named


class ValidityStatus(StrEnum):
    """What the documents say of a document's force on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet_in_force"
    REPLACED = "replaced"
    REPEALED = "repealed"
    UNKNOWN = "unknown"  # nothing says that it is in force, and nothing that it is not


@dataclass(frozen=True, slots=True)
class Validity:
    """A document's force on a day; `ended_by` proves an end, `changed_by` are amendments in force then."""

    status: ValidityStatus
    as_of: date
    ended_by: Link | None = None
    changed_by: tuple[Link, ...] = ()


def validity_of(work: Work, genealogy: Genealogy, catalog: CatalogReader, as_of: date) -> Validity:
    """Tell whether a work is in force on a day, from what other works say and from its own day of effect.

    A repeal of some articles changes a document and does not end it. A work that no document ends is in
    force only where it states since when; else it is unknown: the catalog need not hold every document.
    """
    changes, end = [], None
    for link in genealogy.links:
        if link.cited != work.id or not _acts(genealogy.works[link.citing], as_of):
            continue
        whole = link.relation in (Relation.REPLACES, Relation.REPEALS) and not _is_partial(link, catalog)
        if whole and end is None:
            end = link
        elif link.relation in (Relation.AMENDS, Relation.REPLACES, Relation.REPEALS):
            changes.append(link)
    if end is not None:
        status = ValidityStatus.REPLACED if end.relation is Relation.REPLACES else ValidityStatus.REPEALED
        return Validity(status, as_of, end, tuple(changes))
    if work.effective_on is None:
        return Validity(ValidityStatus.UNKNOWN, as_of, changed_by=tuple(changes))
    status = ValidityStatus.IN_FORCE if work.effective_on <= as_of else ValidityStatus.NOT_YET
    return Validity(status, as_of, changed_by=tuple(changes))


def _acts(work: Work, as_of: date) -> bool:
    """Tell whether a work has effect on a day; one without a day of effect has it from its issue."""
    day = work.effective_on or work.issued_on
    return day is not None and day <= as_of


def _is_partial(link: Link, catalog: CatalogReader) -> bool:
    """Tell whether every statement of an end names a part of the document only."""
    texts: dict[str, str] = {}
    for reference in link.evidence:
        text = texts.setdefault(reference.document_id, "") or catalog.text(reference.document_id)
        texts[reference.document_id] = text
        before = text[max(reference.clause.start, reference.span.start - _REACH) : reference.span.start]
        if not _PART.search(_ACT.sub("", before)):
            return False
    return True
