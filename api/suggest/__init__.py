"""What a question may be about, offered while it is typed: numbers and titles of documents, agencies."""

from api.suggest.names import Documents, DocumentSources, Listed, Name, NameKind, agencies_of
from api.suggest.prefixes import Prefixes, Suggestion

__all__ = [
    "DocumentSources",
    "Documents",
    "Listed",
    "Name",
    "NameKind",
    "Prefixes",
    "Suggestion",
    "agencies_of",
]
