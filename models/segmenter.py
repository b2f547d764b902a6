"""Vietnamese word segmentation, imported at first use."""

import importlib
import sys
from collections.abc import Callable
from importlib.util import find_spec, module_from_spec
from threading import Lock

from models.errors import LibraryMissing
from models.wordtags import WordTags, load_wordtags

_LIBRARY = "underthesea"
# They import each other, and only in this order does that work without the rest of the library.
_FIRST, _SECOND = f"{_LIBRARY}.pipeline.text_normalize", f"{_LIBRARY}.pipeline.word_tokenize"
_IMPORT = Lock()


class Segmenter:
    """underthesea's word segmentation; safe to share between threads.

    Plain lower-case text, which is what indexes are made of, is segmented by the library's model without the
    library, in a tenth of its time and to the same words; the library is imported for other text.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._tags: WordTags | None = None
        self._looked = False
        self._tokenize: Callable[[str], list[str]] | None = None

    def words(self, text: str) -> list[str]:
        """Split `text` into words; the syllables of a word are separated by spaces."""
        if not self._looked:
            self._look()
        words = self._tags.words(text) if self._tags else None
        if words is not None:
            return words
        with self._lock:
            if self._tokenize is None:
                self._tokenize = _load()
            return self._tokenize(text)

    def _look(self) -> None:
        with self._lock:
            if not self._looked:
                self._tags = None if _LIBRARY in sys.modules else load_wordtags()
                self._looked = True

    def joined(self, text: str) -> str:
        """Return `text` with words joined by "_", as PhoBERT models read it."""
        return " ".join(word.replace(" ", "_") for word in self.words(text))


def _load() -> Callable[[str], list[str]]:
    with _IMPORT:
        try:
            return _without_the_rest()
        except (ImportError, AttributeError):  # a version that is built otherwise
            return _with_all_of_it()


def _without_the_rest() -> Callable[[str], list[str]]:
    """Import the segmenter alone: the library's own __init__ imports all it has, torch among it."""
    spec = None if _LIBRARY in sys.modules else find_spec(_LIBRARY)
    if spec is None:
        return _with_all_of_it()
    sys.modules[_LIBRARY] = module_from_spec(spec)  # knows where its parts stand, and was not run
    try:
        importlib.import_module(_FIRST)
        tokenize: Callable[[str], list[str]] = importlib.import_module(_SECOND).word_tokenize
        tokenize("chỉ đạo")  # the model is imported and loaded by the first text
    finally:
        del sys.modules[_LIBRARY]  # whoever wants all of it shall get that
    return tokenize


def _with_all_of_it() -> Callable[[str], list[str]]:
    try:
        tokenize: Callable[[str], list[str]] = importlib.import_module(_LIBRARY).word_tokenize
    except ImportError as error:
        raise LibraryMissing(_LIBRARY, "word segmentation") from error
    return tokenize
