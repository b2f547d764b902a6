"""What can go wrong with files and the catalog.

    CorpusError
    ├── DataDirError          the data directory cannot be used
    ├── DocumentNotFound      no such document in the catalog
    ├── DocumentConflict      another document came from the same file
    └── ReadError             one file could not be read
        ├── UnsupportedFormat
        ├── EmptyFile
        ├── BinaryFile
        ├── UndecodableText
        └── FileVanished

Every error keeps its facts in fields, so that the edge can say them in another language.
"""


class CorpusError(Exception):
    """Base of all errors of this package."""


class DataDirError(CorpusError):
    """The data directory cannot be used; `problem` says why and what to do."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"data directory {self.path}: {self.problem}"


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


class ReadError(CorpusError):
    """A file could not be turned into text; `source` is its name."""

    reason = "cannot be read"

    def __init__(self, source: str, problem: str = "") -> None:
        super().__init__(source, problem)
        self.source = source
        self.problem = problem or self.reason

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}"


class UnsupportedFormat(ReadError):
    """No reader takes this kind of file."""

    reason = "files of this kind are not supported"


class EmptyFile(ReadError):
    """The file holds no text."""

    reason = "the file holds no text"


class BinaryFile(ReadError):
    """The file is named like a text but holds binary data."""

    reason = "the file holds binary data, not text"


class UndecodableText(ReadError):
    """The bytes are in no encoding that is known here."""

    reason = "the text is in no known encoding; save it as UTF-8"


class FileVanished(ReadError):
    """The file was there when the folder was listed and is gone now."""

    reason = "the file is gone"
