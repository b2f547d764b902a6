"""Names of files as they can be stored and shown."""

import os
from unicodedata import category

_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of pairs, line breaks


def file_origin(path: str | os.PathLike[str]) -> str:
    """Return what tells a file from all others: its absolute path, from whichever folder it is named."""
    return safe_name(os.path.abspath(path))


def safe_name(name: str) -> str:
    """Return a file's name as text to store and show: foreign bytes and control characters escaped."""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:  # a name inside an archive may hold anything
        raw = name.encode("utf-8", "backslashreplace")
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(ascii(char)[1:-1] if category(char) in _UNSHOWN else char for char in text)
