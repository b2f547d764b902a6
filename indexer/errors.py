"""What can go wrong with the indexes.

IndexerError
├── IndexMissing      nothing was built yet
├── IndexDamaged      files are missing, changed or of another version
├── IndexBusy         another process builds it
├── IndexInaccessible the system does not let it be read or written
├── ManifestMismatch  it was built with another model or analyzer
├── TargetWrong       the engine's URL makes no sense
├── ClientMissing     the library that speaks to the engine is not installed
├── IndexUnreachable  the engine that holds the index does not answer
├── EngineLacks       the engine is too old for what is asked of it
└── EmbeddingFailed   a machine that was to compute vectors could not
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

    def __init__(self, part: str, expected: str, found: str, path: str, named: bool = True) -> None:
        super().__init__(part, expected, found, path, named)
        self.part = part  # "model", "analyzer" or "passage text"
        self.expected = expected  # what the program runs with
        self.found = found  # what the index was built with
        self.path = path
        self.named = named  # whether the names differ: only then can the other be chosen by its own

    def __str__(self) -> str:
        choosable = self.part == "model" and self.named
        way = f"use it with CHIDAO_MODEL={self.found}, or " if choosable else ""
        return (
            f"this index was built with {self.part} {self.found}, not {self.expected}; "
            f"{way}delete {self.path} to rebuild it"
        )


class TargetWrong(IndexerError):
    """The URL of an engine makes no sense."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"the URL of the index is wrong: {self.problem}"


class ClientMissing(IndexerError):
    """The library that speaks to the engine is not installed."""

    def __init__(self, engine: str) -> None:
        super().__init__(engine)
        self.engine = engine

    def __str__(self) -> str:
        return f"{self.engine} needs a library that is not installed: pip install 'chidao[milvus]'"


class IndexUnreachable(IndexerError):
    """The engine that holds the index does not answer, or not in time."""

    def __init__(self, engine: str, problem: str) -> None:
        super().__init__(engine, problem)
        self.engine = engine
        self.problem = problem  # what its client said, for logs and reports

    def __str__(self) -> str:
        return f"{self.engine} does not answer; nothing is lost, try again when it runs"


class EngineLacks(IndexerError):
    """The engine cannot do what is asked of it."""

    def __init__(self, engine: str, version: str, feature: str, since: str) -> None:
        super().__init__(engine, version, feature, since)
        self.engine = engine
        self.version = version
        self.feature = feature
        self.since = since  # the first version that can

    def __str__(self) -> str:
        return f"{self.engine} is version {self.version}; {self.feature} need version {self.since}"


class EmbeddingFailed(IndexerError):
    """A machine that was to compute vectors could not; `problem` is what it said."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"a worker could not compute vectors: {self.problem}"
