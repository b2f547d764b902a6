"""What a document cites, and which documents are meant."""

from api.references.collect import references_of
from api.references.schemas import ReferenceList

__all__ = ["ReferenceList", "references_of"]
