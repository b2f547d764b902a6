"""Faults that end by themselves or by somebody's making room: what met them is tried again, not given up."""

import errno

from corpus.errors import DataDirError, DataDirFault, ServerFault
from indexer.errors import IndexBusy, IndexInaccessible, IndexUnreachable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FAULTS = frozenset(
    {
        DataDirFault.FULL,
        DataDirFault.DISK,  # said of a full one, too
        DataDirFault.LOCKED,
        ServerFault.FULL,
        ServerFault.LOCKED,
        ServerFault.BUSY,
        ServerFault.UNREACHABLE,
    }
)


def is_passing(error: Exception) -> bool:
    """Tell whether the same work may succeed later."""
    if isinstance(error, DataDirError):
        return error.fault in _FAULTS
    if isinstance(error, OSError | IndexInaccessible):
        return error.errno in _FULL
    return isinstance(error, IndexBusy | IndexUnreachable)
