"""Which document rests on which, across all documents: works, the links between them, and validity."""

from search.genealogy.cascade import Charge, Family, Kinship, Storyteller
from search.genealogy.graph import Genealogy, Link, Register, build_genealogy
from search.genealogy.validity import Validity, ValidityStatus, validity_of
from search.genealogy.works import Work

__all__ = [
    "Charge",
    "Family",
    "Genealogy",
    "Kinship",
    "Link",
    "Register",
    "Storyteller",
    "Validity",
    "ValidityStatus",
    "Work",
    "build_genealogy",
    "validity_of",
]
