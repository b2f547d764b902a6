"""What goes on from the last words of a question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from api.suggest.names import Listed, Name, Source
from corpus.letters import fold_letters

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8  # of the end of a question that are taken for the beginning of a name
_LEAST_CHARS = 2  # of a single word
_MOST_FOUND = 400  # looked at in each source; a short prefix fits thousands

_Place = tuple[int, int]  # a source, and a line of it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that goes on from what was typed; it takes the place of the question from `start` on."""

    name: Name
    start: int


class Prefixes:
    """Finds the names that go on from the last words of a question."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Prefixes":
        """Find these names."""
        return cls([Listed(names)])

    def find(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return the names that the longest ending fits; those that begin with it first, then the heavier."""
        words = list(_WORD.finditer(typed))[-_MOST_WORDS:]
        phrase, start = "", 0
        # Where an ending fits nothing no longer one does: one search goes through all names in vain, not 8.
        for first in range(len(words) - 1, -1, -1):
            longer = " ".join(fold_letters(word.group()) for word in words[first:])
            if len(longer) < _LEAST_CHARS:
                continue
            if not self._fits(longer):
                break
            phrase, start = longer, words[first].start()
        found = self._ranked(phrase)[:limit] if phrase else []
        return tuple(Suggestion(self._sources[source].name(line), start) for source, line in found)

    def _ranked(self, phrase: str) -> list[_Place]:
        heads: dict[_Place, bool] = {}
        for number, source in enumerate(self._sources):
            for line, at_head in islice(_shown(source, phrase), _MOST_FOUND):
                heads.setdefault((number, line), at_head)

        def rank(place: _Place) -> tuple[bool, int, int, _Place]:
            source, line = self._sources[place[0]], place[1]
            return not heads[place], -source.weight(line), source.lines.length(line), place

        return sorted(heads, key=rank)

    def _fits(self, phrase: str) -> bool:
        return any(next(_shown(source, phrase), None) is not None for source in self._sources)


def _shown(source: Source, phrase: str) -> Iterator[tuple[int, bool]]:
    return (found for found in source.lines.holding(phrase) if source.is_shown(found[0]))
