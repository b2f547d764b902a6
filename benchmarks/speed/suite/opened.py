"""A data directory opened as the interfaces open it, with the engine whose parts are measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.engine.runtime import Runtime
from api.settings import Settings
from search.engine import Engine


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Runtime, Engine]]:
    """Open a directory; closed at the end."""
    runtime = Runtime.open(Settings.load(data_dir=folder))
    try:
        engine = runtime.engine()
        if not isinstance(engine, Engine):
            raise TypeError(f"{folder} is answered by {type(engine).__name__}, which has no parts to measure")
        yield runtime, engine
    finally:
        runtime.close()
