"""Which document rests on which, across all documents: works, the links between them, and validity."""

from search.genealogy.cascade import Family, Kinship, Storyteller
from search.genealogy.graph import Genealogy, Link, build_genealogy
from search.genealogy.validity import Validity, ValidityStatus, validity_of
from search.genealogy.works import Work

__all__ = [
    "Family",
    "Genealogy",
    "Kinship",
    "Link",
    "Storyteller",
    "Validity",
    "ValidityStatus",
    "Work",
    "build_genealogy",
    "validity_of",
]
