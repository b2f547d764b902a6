"""Files inside files: archives and letters with attachments."""

from dataclasses import dataclass

from corpus.errors import ReadError

SEPARATOR = "!/"  # between a container's name and its member's: "year.zip!/june/1023.docx"
MAX_DEPTH = 3  # containers inside containers that are opened

# What operating systems and editors leave behind; nobody means to file it.
_LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", ".trash"})
_LITTER_STARTS = ("~$", "._", ".~lock.")


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container.

    Attributes:
        name: its path there, with `/` between folders; a label only, never a place to write to.
        data: its content; empty where `error` says why it could not be taken out.
        error: what is wrong with this member; the others are delivered all the same.
    """

    name: str
    data: bytes
    error: ReadError | None = None


def member_source(source: str, name: str) -> str:
    """Name a member by its container and its path there."""
    return f"{source}{SEPARATOR}{name}"


def is_litter(name: str) -> bool:
    """Tell whether a path is a leftover of a system or an editor: lock files, thumbnails, folder notes."""
    *folders, last = name.replace("\\", "/").lower().split("/")
    return (
        last in _LITTER_NAMES
        or last.startswith(_LITTER_STARTS)
        or any(folder in _LITTER_FOLDERS for folder in folders)
    )
