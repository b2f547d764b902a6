"""Files that commands write."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.errors import OutputFailed


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell what the system refuses as OutputFailed with the path."""
    try:
        yield
    except OSError as error:
        raise OutputFailed(str(path), error.errno or errno.EIO) from error
