"""What the readers say of every file in a folder, each read in a process of its own with limits.

python -m tests.corpus.hostile.outcomes FOLDER   # one JSON array a line: name, outcome, text that was read
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from corpus.errors import NestedTooDeep, ReadError
from corpus.readers import read, unpack
from corpus.readers.members import MAX_DEPTH, member_source

SECONDS = 120  # many times what any of them takes; a reader that hangs ends here
MEMORY = 3 << 30
_KEPT = 4000  # characters of a text that are passed on


def _leaves(data: bytes, source: str, depth: int) -> Iterator[str | ReadError]:
    """Yield the text or the error of a file, or of all that lies in it."""
    try:
        members = unpack(data, source)
        if members is None:
            yield _text(data, source)
            return
        if depth == MAX_DEPTH:
            raise NestedTooDeep(source, MAX_DEPTH)
        for member in members:
            if member.error is not None:
                yield member.error
            else:
                yield from _leaves(member.data, member_source(source, member.name), depth + 1)
    except ReadError as error:
        yield error


def _text(data: bytes, source: str) -> str:
    return read(data, source).mapped.text


def outcome(data: bytes, source: str) -> tuple[str | None, str]:
    """Return the names of the errors of a file, None where it is read, and its text."""
    found = list(_leaves(data, source, 0))
    errors = sorted({type(error).__name__ for error in found if isinstance(error, ReadError)})
    return "|".join(errors) or None, "\n".join(text for text in found if isinstance(text, str))


def _limited(path: Path, out: int) -> None:
    """Read one file in this process, which ends with it."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        result, text = outcome(path.read_bytes(), path.name)
    except MemoryError:
        result, text = "OutOfMemory", ""
    except BaseException as error:
        result, text = f"{type(error).__name__}: {error}"[:500], ""
    with os.fdopen(out, "wb") as pipe:
        pipe.write(json.dumps([result, text[:_KEPT]]).encode())
    os._exit(0)


def _apart(path: Path) -> tuple[str | None, str]:
    incoming, outgoing = os.pipe()
    child = os.fork()
    if not child:
        os.close(incoming)
        _limited(path, outgoing)
    os.close(outgoing)
    with os.fdopen(incoming, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if said:
        result, text = json.loads(said)
        return result, text
    return ("TimedOut" if os.WTERMSIG(status) == signal.SIGALRM else f"died of {os.WTERMSIG(status)}"), ""


if __name__ == "__main__":
    for library in ("openpyxl", "pypdfium2", "lxml.html"):  # once, and not in each process
        import_module(library)
    for file in sorted(Path(sys.argv[1]).iterdir()):
        if file.is_file() and not file.is_symlink():
            print(json.dumps([file.name, *_apart(file)]), flush=True)
