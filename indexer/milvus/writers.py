"""Names of writers, by which a machine knows that one of its own is dead."""

import os
import socket
import uuid
from functools import cache
from hashlib import blake2b
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


def new_writer() -> str:
    """Return a name that no other writer has."""
    return f"{_house()}-{os.getpid()}-{uuid.uuid4().hex}"


def may_live(writer: str) -> bool:
    """Tell whether a writer may still be at work; of another machine's, nobody knows."""
    house, _, rest = writer.partition("-")
    process = rest.partition("-")[0]
    if house != _house() or not process.isdigit():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:  # it lives, and is another user's
        return True
    return True


@cache
def _house() -> str:
    """Name what process numbers are counted in: a machine since it was started, or a container on it."""
    parts = [socket.gethostname()]
    for path, read in ((_BOOT, Path.read_text), (_NAMESPACE, os.readlink)):
        try:
            parts.append(read(path))
        except OSError:
            parts.append("")
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()
