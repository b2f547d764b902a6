"""Why one file could not be read."""

import os

from corpus.errors.base import CorpusError


class ReadError(CorpusError):
    """A file could not be turned into text; `source` is its name."""

    reason = "cannot be read"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


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


class FileRefused(ReadError):
    """The system does not let the file be read; `errno` is its code."""

    reason = "the file cannot be opened"

    def __init__(self, source: str, errno: int) -> None:
        super().__init__(source)
        self.errno = errno

    def __str__(self) -> str:
        return f"{super().__str__()} ({os.strerror(self.errno)})"


class NotAFile(ReadError):
    """A pipe, a socket or a device: reading it may never end."""

    reason = "this is no regular file"


class Encrypted(ReadError):
    """A password protects the file."""

    reason = "the file is protected by a password; save it without one"


class Damaged(ReadError):
    """The file is cut off, or its inside is not what its name or its first bytes say."""

    reason = "the file is damaged or cut off; get it anew"


class ProgramFile(ReadError):
    """A program under the name of a document; it is never opened."""

    reason = "the file is a program, not a document; have it checked for viruses"


class ToolMissing(ReadError):
    """A program that this format needs is not installed; `package` is what brings it."""

    def __init__(self, source: str, tool: str, package: str) -> None:
        super().__init__(source)
        self.tool = tool
        self.package = package

    def __str__(self) -> str:
        return f"{self.source}: reading this needs {self.tool}; install {self.package}"


class FileTooLarge(ReadError):
    """The file is larger than may be read; `limit` is in MiB."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: the file is larger than {self.limit} MiB"


class Bomb(ReadError):
    """A small file that unpacks to a huge one."""

    reason = "the file unpacks to far more than it holds; it was made to exhaust memory"


class NestedTooDeep(ReadError):
    """A container inside more containers than are opened; `limit` is how many are."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: an archive inside more than {self.limit} others is not opened"


class TimedOut(ReadError):
    """Reading took longer than allowed; `seconds` is the limit."""

    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(source)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.source}: reading took longer than {self.seconds:g} s"


class OutOfMemory(ReadError):
    """Reading took more memory than allowed; `limit` is in MiB."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: reading took more than {self.limit} MiB of memory"


class ReaderFailed(ReadError):
    """A defect of a reader showed on this file; the cause is chained."""

    reason = "a reader failed on this file"

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(source)
        self.problem = problem

    def __str__(self) -> str:
        return f"{super().__str__()} ({self.problem})"


class PathTooLong(ReadError):
    """The path is longer than the catalog's database can index; `limit` is in bytes."""

    def __init__(self, source: str, limit: int) -> None:
        super().__init__(source)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.source}: the path is longer than {self.limit} bytes, which the database does not take"
