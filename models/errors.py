"""What can go wrong with a model, each with the way out in its message."""

from pathlib import Path


class ModelError(Exception):
    """Any failure of this package."""


class UnknownModel(ModelError):
    """Neither a shipped model, nor a folder, nor a name that could be loaded."""

    def __init__(self, name: str, known: tuple[str, ...], reason: str) -> None:
        self.name = name
        self.known = known
        self.reason = reason
        super().__init__(
            f"no embedding model {name!r}: {reason}. Use one of {', '.join(known)}, the path of a "
            "sentence-transformers folder, or the owner/name of a model that may be downloaded"
        )


class WeightsMissing(ModelError):
    """The folder of a shipped model lacks its weights."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        super().__init__(
            f"the weights of {name!r} are not in {folder}: check the repository out whole, or make them with "
            f"`python -m models.training.base --out {folder}`"
        )


class WeightsChanged(ModelError):
    """The weights file is not the one that spec.json describes."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        self.path = path
        self.expected = expected
        self.found = found
        super().__init__(
            f"{path} has SHA-256 {found[:16]}..., spec.json says {expected[:16]}...: the file was cut short "
            "or replaced; restore it, or put the new sum into spec.json and index again"
        )


class BadModelFile(ModelError):
    """A file of a model or table cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be used: {reason}; restore it from the repository")


class LibraryMissing(ModelError):
    """A library that the model needs is not installed."""

    def __init__(self, library: str, needed_for: str) -> None:
        self.library = library
        self.needed_for = needed_for
        super().__init__(f"{needed_for} needs {library}: install it with `pip install {library}`")
