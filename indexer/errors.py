"""What can go wrong with the indexes.

IndexerError
├── IndexMissing      nothing was built yet
├── IndexDamaged      files are missing, changed or of another version
├── IndexBusy         another process builds it
├── IndexInaccessible the system does not let it be read or written
└── ManifestMismatch  it was built with another model or analyzer
"""

import os


class IndexerError(Exception):
    """Base of all errors of this package."""


class IndexMissing(IndexerError):
    """There is no index in this directory."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"there is no index at {self.path} yet; build it from the catalog"


class IndexDamaged(IndexerError):
    """The files of an index do not agree with its manifest."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.problem}; delete {self.path} to rebuild it from the catalog"


class IndexBusy(IndexerError):
    """Another process brings the index up to date."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"another process is building {self.path}; try again when it has ended"


class IndexInaccessible(IndexerError):
    """The system does not let the index be read or written; `errno` is its code."""

    def __init__(self, path: str, errno: int) -> None:
        super().__init__(path, errno)
        self.path = path
        self.errno = errno

    def __str__(self) -> str:
        return (
            f"the index {self.path} cannot be read or written ({os.strerror(self.errno)}); correct its "
            "permissions or free some space, or delete it to rebuild it from the catalog"
        )


class ManifestMismatch(IndexerError):
    """The index was built with another recipe than the one at hand."""

    def __init__(self, part: str, expected: str, found: str, path: str) -> None:
        super().__init__(part, expected, found, path)
        self.part = part  # "model", "analyzer" or "passage text"
        self.expected = expected  # what the program runs with
        self.found = found  # what the index was built with
        self.path = path

    def __str__(self) -> str:
        way = f"use it with CHIDAO_MODEL={self.found}, or " if self.part == "model" else ""
        return (
            f"this index was built with {self.part} {self.found}, not {self.expected}; "
            f"{way}delete {self.path} to rebuild it"
        )
