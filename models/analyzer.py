"""Turn Vietnamese text into lexical terms: syllables, bigrams, words, document numbers, dates."""

import re
import unicodedata
from collections.abc import Iterator

from models.protocols import Terms
from models.segmenter import Segmenter
from models.textkeys import accented_key, fold
from models.tokens import Kind, Token, tokens

JOINER = "_"  # between the syllables of a bigram or a word
_RUN = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){2,}")  # three letters-only syllables or more, nothing between


class VietnameseAnalyzer:
    """Syllables, their bigrams, and underthesea's words of three syllables and more.

    Two-syllable words are bigrams already. One function serves passages and queries. The words are found
    in lower-case text, for a question seldom has the capitals of the document.
    """

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self._segmenter = segmenter or Segmenter()

    @property
    def name(self) -> str:
        """Name the recipe; a change of terms changes the name."""
        return "uts-words+syllables+bigrams/1"

    def warm(self) -> None:
        """Import and load the word segmenter, so that the first question does not wait."""
        self._segmenter.words("chỉ đạo")

    def analyze(self, text: str) -> Terms:
        """Return the terms of `text`; `folded[i]` is the folded `accented[i]`."""
        key = accented_key(text)
        terms = [*_syllables_and_bigrams(tokens(key)), *self._words(key)]
        if not terms:
            return Terms((), ())
        return Terms(tuple(terms), tuple(fold("\n".join(terms)).split("\n")))

    def _words(self, key: str) -> Iterator[str]:
        """Yield the words of three syllables and more."""
        for run in _RUN.finditer(key):
            for word in self._segmenter.words(run[0]):
                if word.count(" ") >= 2:
                    yield unicodedata.normalize("NFC", JOINER.join(word.split()))


def _syllables_and_bigrams(stream: Iterator[Token]) -> Iterator[str]:
    """Yield every term, and after a syllable its bigram with the one before."""
    before = ""
    for token in stream:
        if token.kind is Kind.STOP:
            before = ""
        elif token.kind is Kind.EXTRA:
            yield token.term
        else:
            yield token.term
            if before:
                yield before + JOINER + token.term
            before = token.term
