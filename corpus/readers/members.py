"""Files inside files: archives and letters with attachments."""

import re
import unicodedata
from dataclasses import dataclass

from corpus.errors import ReadError

SEPARATOR = "!/"  # between a container's name and its member's: "year.zip!/june/1023.docx"
MAX_DEPTH = 3  # containers inside containers that are opened

# What operating systems and editors leave behind; nobody means to file it.
_LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", ".trash"})
_LITTER_STARTS = ("~$", "._", ".~lock.")

_BETWEEN = re.compile(r"[\\/]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn"})
_LONGEST = 1000


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


def harmless(path: str) -> str:
    """Return a path as a label: without drives, roots, steps upwards and control characters."""
    parts = _BETWEEN.split("".join(c for c in path if unicodedata.category(c) not in _UNPRINTABLE))
    kept = [part.strip() for part in parts if part.strip() not in {"", ".", ".."}]
    if len(kept) > 1 and _DRIVE.fullmatch(kept[0]):
        kept = kept[1:]
    return "/".join(kept)[-_LONGEST:]


def unique(name: str, taken: dict[str, int]) -> str:
    """Return the name, numbered where it is taken already, and take it: members are told apart by it.

    `taken` holds the highest number each name was given, for thousands may have one name.
    """
    stem, dot, suffix = name.rpartition(".")
    stem, ending = (stem, dot + suffix) if stem and "/" not in suffix else (name, "")
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{stem} ({taken[name]}){ending}"
    taken[free] = 1
    return free
