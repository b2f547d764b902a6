"""Files of a multipart request -> files on disk."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from unicodedata import category, normalize

from api.uploads.store import file_path
from api.uploads.tasks import UploadedFile

_MAX_NAME_BYTES = 200  # file systems take 255; the rest is for what programs append
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def client_name(raw: str | None, ordinal: int) -> str:
    """Return a client's file name as a label that is also a safe name on disk: no folders, no controls."""
    name = normalize("NFC", (raw or "").replace("\\", "/").rpartition("/")[2])
    name = "".join(char for char in name if category(char) not in _UNFIT).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    room = _MAX_NAME_BYTES - len((dot + suffix).encode())
    if stem and room > 0:
        return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix
    return name.encode()[:_MAX_NAME_BYTES].decode("utf-8", "ignore") or f"tep-{ordinal + 1}"


def store_files(folder: Path, received: Sequence[tuple[str | None, BinaryIO]]) -> tuple[UploadedFile, ...]:
    """Copy the received files into a task's folder and onto the disk; raises OSError."""
    stored = []
    for ordinal, (raw, content) in enumerate(received):
        name = client_name(raw, ordinal)
        path = file_path(folder, ordinal, name)
        path.parent.mkdir(parents=True)
        content.seek(0)
        with path.open("wb") as out:
            shutil.copyfileobj(content, out, 1024 * 1024)
            out.flush()
            os.fsync(out.fileno())
        stored.append(UploadedFile(name, path.stat().st_size))
    return tuple(stored)
