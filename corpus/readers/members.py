"""Files inside files: archives and letters with attachments."""

from dataclasses import dataclass

SEPARATOR = "!/"  # between a container's name and its member's: "year.zip!/june/1023.docx"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container; `name` is its path there, with `/` between folders."""

    name: str
    data: bytes
