"""Names by the words that they begin with or hold, with or without diacritics.

All names stand folded in one string, a line each; looking one up is a search for a substring, which for the
names of ten thousand documents takes about a millisecond.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.suggest.names import Name
from corpus.letters import fold_letters

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8  # of the end of a question that are taken for the beginning of a name
_LEAST_CHARS = 2  # of a single word
_MOST_FOUND = 400  # looked at for each ending; a short prefix fits thousands


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that goes on from what was typed; it takes the place of the question from `start` on."""

    name: Name
    start: int


class Prefixes:
    """Finds the names that go on from the last words of a question."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(names)
        lines = [" " + " ".join(_WORD.findall(fold_letters(name.text))) for name in self._names]
        self._text = "\n".join(lines)
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line) + 1

    def find(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return the names that the longest ending fits; those that begin with it first, then the heavier."""
        words = list(_WORD.finditer(typed))[-_MOST_WORDS:]
        for i, first in enumerate(words):
            phrase = " ".join(fold_letters(word.group()) for word in words[i:])
            if len(words) - i == 1 and len(phrase) < _LEAST_CHARS:
                break
            found = self._ranked(phrase)
            if found:
                return tuple(Suggestion(self._names[line], first.start()) for line in found[:limit])
        return ()

    def _ranked(self, phrase: str) -> list[int]:
        places: dict[int, bool] = {}
        for line, at_head in self._places(" " + phrase):
            places.setdefault(line, at_head)
        return sorted(
            places,
            key=lambda line: (not places[line], -self._names[line].weight, len(self._names[line].text), line),
        )

    def _places(self, phrase: str) -> Iterator[tuple[int, bool]]:
        """Yield the lines that hold a phrase, with whether it stands at their head."""
        at = self._text.find(phrase)
        for _ in range(_MOST_FOUND):
            if at < 0:
                return
            line = bisect_right(self._starts, at) - 1
            yield line, at == self._starts[line]
            at = self._text.find(phrase, at + 1)
