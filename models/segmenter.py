"""Vietnamese word segmentation, imported at first use."""

import importlib
import sys
from collections.abc import Callable
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from models.errors import LibraryMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

# Parts of underthesea that pull in torch and transformers, 3 of the 3.5 seconds of its import, and that
# it treats as optional. A None in sys.modules makes their import fail, which it expects.
_UNUSED = ("underthesea.pipeline.translate", "underthesea.agent")
_IMPORT = Lock()


class Segmenter:
    """underthesea's word segmentation; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokenize: Callable[[str], list[str]] | None = None

    def words(self, text: str) -> list[str]:
        """Split `text` into words; the syllables of a word are separated by spaces."""
        with self._lock:
            if self._tokenize is None:
                self._tokenize = _load()
            return self._tokenize(text)

    def joined(self, text: str) -> str:
        """Return `text` with words joined by "_", as PhoBERT models read it."""
        return " ".join(word.replace(" ", "_") for word in self.words(text))


def _load() -> Callable[[str], list[str]]:
    try:
        with _IMPORT, _absent(_UNUSED):
            tokenize: Callable[[str], list[str]] = importlib.import_module("underthesea").word_tokenize
    except ImportError as error:
        raise LibraryMissing("underthesea", "word segmentation") from error
    return tokenize


@contextmanager
def _absent(names: tuple[str, ...]) -> "Iterator[None]":
    """Make these modules fail to import for a while, unless they are there already."""
    hidden = [name for name in names if name not in sys.modules]
    try:
        for name in hidden:
            sys.modules[name] = None  # type: ignore[assignment]  # documented: ModuleNotFoundError follows
        yield
    finally:
        for name in hidden:
            if sys.modules.get(name, ...) is None:
                del sys.modules[name]
