"""Files of files that may be broken in any way: whatever a library stumbles over is the file's fault."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import Damaged

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    RuntimeError,
)


@contextmanager
def broken_is_damaged(source: str) -> Iterator[None]:
    """Raise Damaged for whatever a library raises where a container is not what it says it is."""
    try:
        yield
    except _FAULTS as error:
        raise Damaged(source) from error


def open_zip(data: bytes, source: str) -> zipfile.ZipFile:
    """Open a zip; raises Damaged where it has no directory."""
    with broken_is_damaged(source):
        return zipfile.ZipFile(io.BytesIO(data))
