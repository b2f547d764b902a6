"""What cannot be done with the documents of a catalog."""

from corpus.errors.base import CorpusError


class DocumentNotFound(CorpusError):
    """The catalog holds no document of this id."""

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.document_id = document_id

    def __str__(self) -> str:
        return f"no document {self.document_id} in the catalog"


class DocumentConflict(CorpusError):
    """The catalog holds another text that came from the same file."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: another version of this file is in the catalog already"


class StampedStronger(CorpusError):
    """A document is stamped with a secrecy that forbids more than the label it is to get."""

    def __init__(self, document_id: str, stamp: str, label: str) -> None:
        super().__init__(document_id, stamp, label)
        self.document_id, self.stamp, self.label = document_id, stamp, label

    def __str__(self) -> str:
        return f"document {self.document_id} is stamped {self.stamp}, which forbids more than {self.label}"
