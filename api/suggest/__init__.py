"""What a question may be about, offered while it is typed: numbers and titles of documents, agencies."""

from api.suggest.names import Name, NameKind, names_of
from api.suggest.prefixes import Prefixes, Suggestion

__all__ = ["Name", "NameKind", "Prefixes", "Suggestion", "names_of"]
